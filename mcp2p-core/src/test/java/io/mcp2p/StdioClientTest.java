package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.auth.Caller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What a server can ask the program at the other end of stdio. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StdioClientTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{\"roots\":{},\"elicitation\":{\"url\":{}}},"
          + "\"clientInfo\":{\"name\":\"desk\",\"version\":\"1\"}}}";

  private final TinyServer server = TinyServer.open();
  private final PipedOutputStream client = new PipedOutputStream();
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private StdioTransport transport;

  private final class Lines extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      if (b == '\n') {
        lines.add(line.toString(UTF_8));
        line.reset();
      } else {
        line.write(b);
      }
    }
  }

  @BeforeEach
  void initialize() throws Exception {
    transport =
        StdioTransport.open(
            new PipedInputStream(client, 1 << 16), new Lines(), 1 << 16, Duration.ofSeconds(1));
    threads.execute(
        () -> {
          try {
            server.wiring.bridge().serve(transport, Caller.local(Locale.ENGLISH), threads);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    send(INITIALIZE);
    assertThat(next().path("id").asInt()).isZero();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    transport.close();
    threads.shutdownNow();
    server.close();
  }

  private void send(String line) throws IOException {
    client.write((line + "\n").getBytes(UTF_8));
    client.flush();
  }

  private JsonNode next() throws InterruptedException {
    return Json.STRICT.readTree(lines.poll(30, TimeUnit.SECONDS));
  }

  private Future<Optional<Map<String, Object>>> asking(Duration within) {
    var answer = new CompletableFuture<Optional<Map<String, Object>>>();
    threads.execute(
        () -> answer.complete(transport.ask("elicitation/create", Map.of("mode", "url"), within)));
    return answer;
  }

  @Test
  void whatTheClientSaysOfItself_isKnown() {
    assertThat(transport.name()).isEqualTo("desk");
    assertThat(transport.supports("elicitation.url")).isTrue();
    assertThat(transport.supports("elicitation")).isTrue();
    assertThat(transport.supports("elicitation.form")).isFalse();
    assertThat(transport.supports("sampling")).isFalse();
  }

  @Test
  void question_isAnsweredWhileCallsGoOn() throws Exception {
    var answer = asking(LONG);
    var asked = next();
    assertThat(asked.path("method").asString()).isEqualTo("elicitation/create");
    assertThat(asked.at("/params/mode").asString()).isEqualTo("url");

    send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
    assertThat(next().path("id").asInt()).isOne();
    send("{\"jsonrpc\":\"2.0\",\"id\":\"another\",\"result\":{\"action\":\"decline\"}}");
    send("{\"jsonrpc\":\"2.0\",\"id\":" + asked.get("id") + ",\"result\":{\"action\":\"accept\"}}");

    assertThat(answer.get()).contains(Map.of("action", "accept"));
  }

  @Test
  void errorInsteadOfAnAnswer_isNone() throws Exception {
    var answer = asking(LONG);
    var id = next().get("id");
    send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-32601,\"message\":\"m\"}}");

    assertThat(answer.get()).isEmpty();
  }

  @Test
  void noAnswerInTime_isNone_andTheClientIsTold() throws Exception {
    assertThat(asking(Duration.ofMillis(1)).get()).isEmpty();
    var asked = next();

    var told = next();
    assertThat(told.path("method").asString()).isEqualTo("notifications/cancelled");
    assertThat(told.at("/params/requestId")).isEqualTo(asked.get("id"));
  }

  @Test
  void endOfInput_endsTheWaiting() throws Exception {
    var answer = asking(LONG);
    next();
    client.close();

    assertThat(answer.get()).isEmpty();
    assertThat(asking(LONG).get()).isEmpty();
  }

  @Test
  void moreQuestionsThanAClientIsAskedAtOnce_areNotSent() throws Exception {
    var waiting = new ArrayList<Future<Optional<Map<String, Object>>>>();
    var ids = new ArrayList<JsonNode>();
    for (int i = 0; i < Asks.AT_ONCE; i++) {
      waiting.add(asking(LONG));
      ids.add(next().get("id"));
    }

    assertThat(asking(LONG).get()).isEmpty();

    for (var id : List.copyOf(ids)) {
      send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}");
    }
    for (var each : waiting) {
      assertThat(each.get()).contains(Map.of());
    }
    assertThat(lines).isEmpty();
  }
}
