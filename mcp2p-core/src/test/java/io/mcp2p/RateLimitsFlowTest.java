package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.ANAS_PHONE;
import static io.mcp2p.TinyServer.BRUNO;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.policy.RateLimiter;
import io.mcp2p.policy.RateLimits;
import io.mcp2p.policy.RateLimits.Kind;
import io.mcp2p.tck.SettableClock;
import io.mcp2p.verification.PhoneNumber;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RateLimitsFlowTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void readsOfACaller_areLimitedApartFromOthersAndFromWrites() {
    var limits = RateLimits.none().with(Kind.READ, 2, MINUTE);
    try (var server = TinyServer.with(it -> it.rateLimits(limits))) {
      list(server);
      list(server);

      var refused = list(server);

      assertThat(code(refused)).isEqualTo("RATE_LIMITED");
      assertThat(detail(refused, "retryAfterSeconds")).isEqualTo("30");
      assertThat(detail(refused, "retryable")).isEqualTo("true");
      assertThat(server.call("payments_list", Map.of(), BRUNO).isError()).isFalse();
      assertThat(status(server.first(LUNCH))).isEqualTo("2fa_required");
      assertThat(server.audit.entries().get(2).outcome()).isEqualTo("RATE_LIMITED");
      server.advanceSeconds(30);
      assertThat(list(server).isError()).isFalse();
    }
  }

  private static Reply list(TinyServer server) {
    return server.call("payments_list", Map.of(), ANA);
  }

  @Test
  void writesOfACaller_areLimited_andWhatIsRefusedCannotHaveBeenDone() {
    var limits = RateLimits.none().with(Kind.WRITE, 1, MINUTE);
    try (var server = TinyServer.with(it -> it.rateLimits(limits))) {
      var asked = server.first(LUNCH);
      var refused = server.second(LUNCH, server.codeOf(asked));

      assertThat(code(refused)).isEqualTo("RATE_LIMITED");
      assertThat(server.connector.sent()).isEmpty();
      server.advanceSeconds(60);
      assertThat(status(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("success");
    }
  }

  @Test
  void codesToAPhone_areLimitedWhoeverAsksForThem() {
    var limits = RateLimits.none().with(Kind.CODE, 2, Duration.ofMinutes(10));
    try (var server = TinyServer.with(it -> it.rateLimits(limits))) {
      server.phones.put("bruno", new PhoneNumber(ANAS_PHONE));
      server.first(LUNCH, BRUNO);
      var open = server.first(with(LUNCH, "note", "Lunch 2"));

      var refused = server.first(with(LUNCH, "note", "Lunch 3"));

      assertThat(code(refused)).isEqualTo("RATE_LIMITED");
      assertThat(detail(refused, "retryAfterSeconds")).isEqualTo("300");
      assertThat(server.verifier.sent()).hasSize(2);
      // The challenge that is open has lost nothing.
      assertThat(server.stateOf(open)).isEqualTo("awaiting_code");
      assertThat(status(server.first(with(LUNCH, "note", "Lunch 2")))).isEqualTo("2fa_required");
      server.advanceSeconds(60);
      assertThat(code(server.first(with(LUNCH, "note", "Lunch 2")))).isEqualTo("RATE_LIMITED");
      assertThat(server.verifier.sent()).hasSize(2);
      server.advanceSeconds(240);
      assertThat(status(server.first(with(LUNCH, "note", "Lunch 3")))).isEqualTo("2fa_required");
    }
  }

  @Test
  void codesAskedForAtTheSameMoment_areLimitedToo() {
    var limits = RateLimits.none().with(Kind.CODE, 1, Duration.ofMinutes(10));
    var meanwhile = new AtomicReference<Runnable>(() -> {});
    var ledger = PaymentLedger.inMemory();
    var busy =
        (PaymentLedger)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {PaymentLedger.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("open")) {
                    meanwhile.getAndSet(() -> {}).run();
                  }
                  return method.invoke(ledger, arguments);
                });
    try (var server = TinyServer.with(it -> it.rateLimits(limits).ledger(busy))) {
      server.phones.put("bruno", new PhoneNumber(ANAS_PHONE));
      meanwhile.set(() -> server.first(LUNCH, BRUNO));

      var refused = server.first(LUNCH);

      assertThat(code(refused)).isEqualTo("RATE_LIMITED");
      assertThat(detail(refused, "retryAfterSeconds")).isEqualTo("600");
      assertThat(server.verifier.sent()).hasSize(1);
      assertThat(list(server).text()).contains("\"status\":\"cancelled\"");
    }
  }

  @Test
  void addressesWithoutNumber_makeNoRoomForMoreCodes() {
    var limits = RateLimits.none().with(Kind.CODE, 1, MINUTE).with(Kind.FAILED_LOGIN, 1, MINUTE);
    var limiter = RateLimiter.inMemory(limits, SettableClock.at("2026-03-02T15:00:00Z"));
    limiter.take(Kind.CODE, "a");

    for (int i = 0; i <= 100_000; i++) {
      limiter.peek(Kind.FAILED_LOGIN, "2001:db8::" + i);
    }

    assertThat(limiter.take(Kind.CODE, "a")).isPositive();
  }

  @Test
  void severalLimitsOfAKind_allHold() {
    var clock = SettableClock.at("2026-03-02T15:00:00Z");
    var limiter =
        RateLimiter.inMemory(
            RateLimits.none().with(Kind.CODE, 2, MINUTE).with(Kind.CODE, 3, Duration.ofHours(1)),
            clock);

    assertThat(limiter.take(Kind.CODE, "a")).isZero();
    assertThat(limiter.peek(Kind.CODE, "a")).isZero();
    assertThat(limiter.take(Kind.CODE, "a")).isZero();
    assertThat(limiter.peek(Kind.CODE, "a")).isEqualTo(Duration.ofSeconds(30));
    assertThat(limiter.take(Kind.CODE, "a")).isEqualTo(Duration.ofSeconds(30));
    assertThat(limiter.take(Kind.CODE, "b")).isZero();
    assertThat(limiter.take(Kind.READ, "a")).isZero();
    clock.advance(MINUTE);
    assertThat(limiter.take(Kind.CODE, "a")).isZero();
    assertThat(limiter.take(Kind.CODE, "a")).isGreaterThan(Duration.ofMinutes(18));
  }

  @Test
  void standard_limitsEveryKindAndNoneNone() {
    var clock = SettableClock.at("2026-03-02T15:00:00Z");
    for (Kind kind : Kind.values()) {
      var standard = RateLimiter.inMemory(RateLimits.standard(), clock);
      var none = RateLimiter.inMemory(RateLimits.standard().without(kind), clock);
      for (int i = 0; i < 1000; i++) {
        standard.take(kind, "a");
        assertThat(none.take(kind, "a")).isZero();
      }
      assertThat(standard.take(kind, "a")).isPositive();
    }
  }

  @Test
  void limitOfNothing_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimits.none().with(Kind.READ, 0, MINUTE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimits.none().with(Kind.READ, 1, Duration.ZERO));
  }
}
