package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.ANAS_PHONE;
import static io.mcp2p.TinyServer.BRUNO;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.ledger.SharedRates;
import io.mcp2p.ledger.SharedRates.Rate;
import io.mcp2p.ledger.TestDatabases;
import io.mcp2p.payment.IdSource;
import io.mcp2p.policy.RateLimiter;
import io.mcp2p.policy.RateLimits;
import io.mcp2p.policy.RateLimits.Kind;
import io.mcp2p.tck.SettableClock;
import io.mcp2p.verification.PhoneNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two servers over one PostgreSQL count together. */
class SharedRateLimitsTest {
  private static final byte[] SECRET = "a secret that both of them know.".getBytes(UTF_8);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<AutoCloseable> open = new ArrayList<>();
  private HikariDataSource pool;
  private CutProxy proxy;

  @BeforeEach
  void createSchema() throws IOException {
    pool = TestDatabases.postgres();
    JdbcLedger.createSchema(pool);
    proxy = CutProxy.before(pool);
    open.add(pool);
    open.add(proxy);
  }

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  /** A ledger as another node would have it, over a network of its own that can be cut. */
  private JdbcLedger ledger() {
    var own = proxy.pool(pool, 4);
    open.add(own);
    return JdbcLedger.builder(own)
        .storingPersonalDataPlainly()
        .timeout(Duration.ofSeconds(1))
        .build();
  }

  private TinyServer server(RateLimits limits, SettableClock clock) {
    var server =
        TinyServer.with(
            it ->
                it.ledger(ledger())
                    .secret(SECRET)
                    .ids(IdSource.random())
                    .clock(clock)
                    .rateLimits(limits));
    open.add(server);
    return server;
  }

  private SharedRates rates() {
    return ledger().sharedRates().orElseThrow();
  }

  @Test
  void writesOfACaller_areCountedOnBothNodes() {
    var clock = SettableClock.at("2026-03-02T15:00:00Z");
    var limits = RateLimits.none().with(Kind.WRITE, 3, MINUTE).with(Kind.READ, 2, MINUTE);
    var one = server(limits, clock);
    var two = server(limits, clock);
    assertThat(status(one.first(LUNCH))).isEqualTo("2fa_required");
    assertThat(status(two.first(LUNCH))).isEqualTo("2fa_required");
    assertThat(status(one.first(LUNCH))).isEqualTo("2fa_required");

    var refused = two.first(LUNCH);

    assertThat(code(refused)).isEqualTo("RATE_LIMITED");
    assertThat(detail(refused, "retryAfterSeconds")).isEqualTo("20");
    assertThat(status(two.first(LUNCH, BRUNO))).isEqualTo("2fa_required");
    clock.advance(Duration.ofSeconds(20));
    assertThat(status(two.first(LUNCH))).isEqualTo("2fa_required");
    assertThat(code(one.first(LUNCH))).isEqualTo("RATE_LIMITED");
    // What is only read is each node's own to count.
    for (TinyServer node : List.of(one, two, one, two)) {
      assertThat(node.call("payments_list", Map.of(), ANA).isError()).isFalse();
    }
  }

  @Test
  void codesToAPhone_areCountedOnBothNodes() {
    var clock = SettableClock.at("2026-03-02T15:00:00Z");
    var limits = RateLimits.none().with(Kind.CODE, 2, Duration.ofMinutes(10));
    var one = server(limits, clock);
    var two = server(limits, clock);
    two.phones.put("bruno", new PhoneNumber(ANAS_PHONE));
    one.first(LUNCH);
    two.first(LUNCH, BRUNO);

    assertThat(code(one.first(RENT))).isEqualTo("RATE_LIMITED");
    assertThat(code(two.first(RENT, BRUNO))).isEqualTo("RATE_LIMITED");
    assertThat(one.verifier.sent()).hasSize(1);
    assertThat(two.verifier.sent()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = CutProxy.Network.class,
      names = {"SILENT", "RESET"})
  void withoutTheDatabase_nothingIsPaidAndNoCodeSent_inABoundedTime(CutProxy.Network network) {
    var clock = SettableClock.at("2026-03-02T15:00:00Z");
    var limits = RateLimits.none().with(Kind.WRITE, 30, MINUTE).with(Kind.CODE, 30, MINUTE);
    var server = server(limits, clock);
    var code = server.codeOf(server.first(LUNCH));
    proxy.become(network);
    long start = System.nanoTime();

    assertThat(code(server.second(LUNCH, code))).isEqualTo("LEDGER_UNAVAILABLE");
    assertThat(code(server.first(RENT))).isEqualTo("LEDGER_UNAVAILABLE");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(server.sent()).isZero();
    assertThat(server.verifier.sent()).hasSize(1);
    proxy.mend();
    // Connections of the pool that are broken are found out one by one.
    await()
        .untilAsserted(() -> assertThat(status(server.second(LUNCH, code))).isEqualTo("success"));
    assertThat(server.sent()).isOne();
  }

  @Test
  void manyAtOnce_areCountedExactly() throws Exception {
    var nodes = List.of(rates(), rates());
    var now = SettableClock.at("2026-03-02T15:00:00Z").instant();
    var limits = List.of(new Rate(20, MINUTE), new Rate(50, Duration.ofHours(1)));
    var threads = Executors.newFixedThreadPool(8);
    try {
      var all = new ArrayList<Future<Duration>>();
      for (int i = 0; i < 60; i++) {
        var node = nodes.get(i % 2);
        all.add(threads.submit(() -> node.take("key", limits, now)));
      }
      int taken = 0;
      for (var each : all) {
        taken += each.get().isZero() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(20);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The limiter of one process, which is bucket4j's, is the model. */
  @Test
  void sharedLimiter_saysWhatTheOneInMemorySays() {
    var clock = SettableClock.at("2026-03-02T15:00:00Z");
    var limits =
        RateLimits.none()
            .with(Kind.CODE, 6, Duration.ofMinutes(10))
            .with(Kind.CODE, 30, Duration.ofDays(1));
    var model = RateLimiter.inMemory(limits, clock);
    var shared = new SharedRateLimiter(limits, rates(), clock);
    var random = new Random(7);
    for (int i = 0; i < 400; i++) {
      clock.advance(Duration.ofSeconds(random.nextInt(200)));
      var peeked = shared.peek(Kind.CODE, "phone");
      assertThat(peeked.minus(model.peek(Kind.CODE, "phone")).abs())
          .isLessThan(Duration.ofMillis(1));
      assertThat(shared.take(Kind.CODE, "phone")).isEqualTo(peeked);
      assertThat(model.take(Kind.CODE, "phone").isZero()).isEqualTo(peeked.isZero());
    }
  }

  @Test
  void keys_areStoredAsHashes_andForgottenWhenTheyAreFullAgain() throws SQLException {
    var rates = rates();
    var now = SettableClock.at("2026-03-02T15:00:00Z").instant();
    rates.take("ana", List.of(new Rate(3, MINUTE)), now);
    rates.take("bruno", List.of(new Rate(3, Duration.ofHours(1))), now);
    assertThat(keys()).hasSize(2).allMatch(it -> it.matches("[0-9a-f]{64}"));

    rates.take("carla", List.of(new Rate(3, MINUTE)), now.plus(MINUTE));

    assertThat(keys()).hasSize(2); // bruno's and carla's
    assertThat(rates.peek("ana", List.of(new Rate(3, MINUTE)), now.plus(MINUTE))).isZero();
  }

  private List<String> keys() throws SQLException {
    var keys = new ArrayList<String>();
    try (var connection = pool.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select key from mcp2p_rate")) {
      while (rows.next()) {
        keys.add(rows.getString(1));
      }
    }
    return keys;
  }

  @Test
  void ledgerOfOneNode_sharesNoCounts(@TempDir Path folder) {
    try (var file = TestDatabases.sqlite(folder)) {
      JdbcLedger.createSchema(file);
      assertThat(JdbcLedger.builder(file).storingPersonalDataPlainly().build().sharedRates())
          .isEmpty();
    }
  }

  @Test
  void anotherAmount_isAnotherPayment_butOneCallersWritesAllCount() {
    var clock = SettableClock.at("2026-03-02T15:00:00Z");
    var server = server(RateLimits.none().with(Kind.WRITE, 1, MINUTE), clock);
    server.first(LUNCH);
    assertThat(code(server.first(with(LUNCH, "amount", 1)))).isEqualTo("RATE_LIMITED");
  }
}
