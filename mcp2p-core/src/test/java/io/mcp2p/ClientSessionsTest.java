package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.BRUNO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mcp2p.auth.Caller;
import io.mcp2p.http.McpEndpoint.Events;
import io.mcp2p.http.SessionLimits;
import io.mcp2p.jsonrpc.JsonRpcMessage.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientSessionsTest {
  private static final Duration IDLE = Duration.ofMinutes(30);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000); // it may run over
  private final List<Caller> thieves = new ArrayList<>();
  private final ClientSessions sessions =
      new ClientSessions(new SessionLimits(5, 3, IDLE), now::get, thieves::add);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private ClientSession open(Caller caller) {
    pass(Duration.ofMillis(1));
    return sessions.open(caller, ClientInfo.UNKNOWN);
  }

  private boolean isOpen(ClientSession session, Caller caller) {
    return sessions.find(session.id(), caller) == session;
  }

  /** A stream that keeps what is sent, until its client is gone. */
  private static final class Recorded implements Events {
    private final List<String> sent = new ArrayList<>();
    private boolean gone;
    private boolean closed;

    @Override
    public boolean send(byte[] json) {
      sent.add(new String(json, StandardCharsets.UTF_8));
      return !gone;
    }

    @Override
    public boolean beat() {
      return send(new byte[0]);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void ids_areLongAndNeverTheSame() {
    var ids = new HashSet<String>();
    for (int i = 0; i < 1000; i++) {
      ids.add(open(ANA).id());
    }
    assertThat(ids).hasSize(1000).allMatch(it -> it.matches("[A-Za-z0-9_-]{43}"));
  }

  @Test
  void sessionOfAnother_isNotFound_andThatIsNoted() {
    var session = open(ANA);

    assertThat(sessions.find(session.id(), BRUNO)).isNull();
    assertThat(thieves).containsExactly(BRUNO);
    assertThat(isOpen(session, ANA)).isTrue();
    assertThat(sessions.find("unknown", BRUNO)).isNull();
    assertThat(thieves).hasSize(1);
  }

  @Test
  void oneTooManyOfACaller_takesThePlaceOfTheOneUnusedForLongest() {
    var first = open(ANA);
    var second = open(ANA);
    var third = open(ANA);
    pass(Duration.ofMillis(1));
    first.begin(now.get());
    first.end(now.get());

    open(ANA);

    assertThat(isOpen(second, ANA)).isFalse();
    assertThat(isOpen(first, ANA)).isTrue();
    assertThat(isOpen(third, ANA)).isTrue();
  }

  @Test
  void sessionWithAStream_isKeptRatherThanOneWithout() {
    var first = open(ANA);
    first.listen(new Recorded(), now.get());
    var second = open(ANA);
    open(ANA);

    open(ANA);

    assertThat(isOpen(first, ANA)).isTrue();
    assertThat(isOpen(second, ANA)).isFalse();
  }

  @Test
  void sessionsWithCallsUnderWay_giveNoWay() {
    for (int i = 0; i < 3; i++) {
      open(ANA).begin(now.get());
    }
    assertThat(open(ANA)).isNull();
    assertThat(open(BRUNO)).isNotNull();
  }

  @Test
  void whenAllAreTaken_aStrangerEndsNobodysSession() {
    var kept = new ArrayList<ClientSession>();
    for (int i = 0; i < 3; i++) {
      kept.add(open(ANA));
    }
    var brunos = List.of(open(BRUNO), open(BRUNO));

    assertThat(open(TinyServer.caller("carla", Locale.ENGLISH))).isNull();
    assertThat(kept).allMatch(it -> isOpen(it, ANA));
    assertThat(open(BRUNO)).isNotNull();
    assertThat(isOpen(brunos.get(0), BRUNO)).isFalse();
    assertThat(sessions.size()).isEqualTo(5);
  }

  @Test
  void idleSession_isNotFoundAndThenSwept() {
    var session = open(ANA);
    pass(IDLE.minusSeconds(1));
    assertThat(isOpen(session, ANA)).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(isOpen(session, ANA)).isFalse();
    assertThat(sessions.size()).isOne();

    sessions.beat();

    assertThat(sessions.size()).isZero();
  }

  @Test
  void stream_endsBeforeItsSession_soThatTheClientCanComeBack() {
    var session = open(ANA);
    var stream = new Recorded();
    session.listen(stream, now.get());
    sessions.beat();
    assertThat(stream.closed).isFalse();

    pass(IDLE.dividedBy(2));
    sessions.beat();

    assertThat(stream.closed).isTrue();
    assertThat(isOpen(session, ANA)).isTrue();
  }

  @Test
  void streamsOfASession_areBounded_theNewestStay() {
    var session = open(ANA);
    var streams = List.of(new Recorded(), new Recorded(), new Recorded());
    streams.forEach(it -> session.listen(it, now.get()));

    assertThat(streams).extracting(it -> it.closed).containsExactly(true, false, false);
  }

  @Test
  void question_goesToTheNewestStreamThatHasAClient() {
    var session = open(ANA);
    var streams = List.of(new Recorded(), new Recorded());
    streams.forEach(it -> session.listen(it, now.get()));
    streams.get(1).gone = true;

    assertThat(session.ask("ping", Map.of(), Duration.ofMillis(1))).isEmpty();

    assertThat(streams.get(0).sent.get(0)).contains("\"method\":\"ping\"");
    assertThat(streams.get(0).sent.get(1)).contains("notifications/cancelled");
    assertThat(streams.get(1).sent).hasSize(1);
  }

  @Test
  void questionWithoutAStream_isNotWaitedFor() {
    assertThat(open(ANA).ask("ping", Map.of(), Duration.ofDays(1))).isEmpty();
  }

  @Test
  void clientThatIsGone_isNoticedByTheHeartbeat() {
    var session = open(ANA);
    var stream = new Recorded();
    session.listen(stream, now.get());
    stream.gone = true;

    sessions.beat();

    assertThat(session.isOpen()).isFalse();
  }

  @Test
  void closed_endsAllAndOpensNoMore() {
    var session = open(ANA);
    var stream = new Recorded();
    session.listen(stream, now.get());

    sessions.close();

    assertThat(stream.closed).isTrue();
    assertThat(sessions.size()).isZero();
    assertThat(open(ANA)).isNull();
    session.answered(new Response("mcp2p-1", Map.of())); // too late, and of no effect
    var late = new Recorded();
    session.listen(late, now.get());
    assertThat(late.closed).isTrue();
  }

  @Test
  void whatAClientSaysOfItself_isKeptInBounds() {
    var capabilities = new TreeMap<String, Object>();
    for (int i = 0; i < 1000; i++) {
      capabilities.put("capability" + i, Map.of("part", Map.of()));
    }
    var info =
        ClientInfo.of(
            Map.of("capabilities", capabilities, "clientInfo", Map.of("name", "n".repeat(5000))));

    assertThat(info.name()).hasSize(100);
    assertThat(info.capabilities()).hasSize(32);
    assertThat(ClientInfo.of(Map.of("capabilities", "x", "clientInfo", List.of())))
        .isEqualTo(ClientInfo.UNKNOWN);
    assertThat(ClientInfo.of(null)).isEqualTo(ClientInfo.UNKNOWN);
  }

  @Test
  void limitsThatMakeNoSense_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SessionLimits(1, 0, IDLE));
    assertThatIllegalArgumentException().isThrownBy(() -> new SessionLimits(1, 2, IDLE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionLimits(2, 1, Duration.ofMillis(999)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionLimits(2, 1, Duration.ofDays(2)));
  }
}
