package io.mcp2p;

import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.ledger.LedgerException;
import io.mcp2p.ledger.Owner;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentQuery;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.ledger.TestDatabases;
import io.mcp2p.ledger.WatchedDataSource;
import io.mcp2p.tck.CapturedLog;
import io.mcp2p.tck.TinyTransfer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The network between a node and PostgreSQL is cut at a step of a payment, and mended later. */
class NetworkCutTest {
  private static final byte[] SECRET = "a secret that outlives processes".getBytes(UTF_8);

  private final CapturedLog log = CapturedLog.start();
  private HikariDataSource direct;
  private CutProxy proxy;
  private HikariDataSource pool;
  private WatchedDataSource database;
  private JdbcLedger ledger;
  private TinyServer server;

  @BeforeEach
  void open() throws IOException {
    direct = TestDatabases.postgres();
    JdbcLedger.createSchema(direct);
    proxy = CutProxy.before(direct);
    pool = proxy.pool(direct, 3);
    database = WatchedDataSource.of(pool);
    ledger =
        JdbcLedger.builder(database.dataSource())
            .storingPersonalDataPlainly()
            .timeout(Duration.ofSeconds(1))
            .build();
    server = TinyServer.with(it -> it.ledger(ledger).secret(SECRET));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    pool.close();
    proxy.close();
    direct.close();
    log.close();
  }

  @ParameterizedTest
  @CsvSource({
    "RESET, before with stored, 1",
    "RESET, after with stored, 1",
    "RESET, before update mcp2p_payment, 1",
    "RESET, before update mcp2p_payment, 2",
    "RESET, before update mcp2p_payment, 3",
    "RESET, after update mcp2p_payment, 3",
    "RESET, before update mcp2p_payment, 4",
    "SILENT, before with stored, 1",
    "SILENT, before update mcp2p_payment, 3",
    "SILENT, before update mcp2p_payment, 4",
    "WITHOUT_ANSWERS, before with stored, 1",
    "WITHOUT_ANSWERS, before update mcp2p_payment, 3",
    "WITHOUT_ANSWERS, before update mcp2p_payment, 4",
  })
  void cutAtAStep_endsInTimeAndPaysOnce(CutProxy.Network how, String step, int time) {
    cutAt(how, step, time);
  }

  /** With codes of our own a payment's steps are three. */
  @ParameterizedTest
  @CsvSource({
    "RESET, after with stored, 1",
    "RESET, before update mcp2p_payment, 1",
    "RESET, after update mcp2p_payment, 1",
    "RESET, before update mcp2p_payment, 2",
    "SILENT, before with stored, 1",
    "SILENT, before update mcp2p_payment, 1",
    "WITHOUT_ANSWERS, before with stored, 1",
    "WITHOUT_ANSWERS, before update mcp2p_payment, 1",
    "WITHOUT_ANSWERS, before update mcp2p_payment, 2",
  })
  void cutAtAStepWithOwnCodes_endsInTimeAndPaysOnce(CutProxy.Network how, String step, int time) {
    server.close();
    server = TinyServer.with(true, it -> it.ledger(ledger).secret(SECRET));
    cutAt(how, step, time);
  }

  private void cutAt(CutProxy.Network how, String step, int time) {
    var steps = new AtomicInteger();
    database.breaks(
        event -> {
          if (event.startsWith(step) && steps.incrementAndGet() == time) {
            proxy.become(how);
          }
        });

    var asked = patiently(() -> server.first(LUNCH));
    assertThat(status(asked)).isEqualTo("2fa_required");
    if (server.verifier.sent().isEmpty()) {
      server.advanceSeconds(31);
      server.first(LUNCH);
    }
    var done = patiently(() -> server.second(LUNCH, server.verifier.lastCode()));
    if (done.isError() && code(done).equals("2FA_UNAVAILABLE")) {
      server.advanceSeconds(31);
      server.first(LUNCH);
      done = server.second(LUNCH, server.verifier.lastCode());
    }
    proxy.mend();

    assertThat(steps.get()).isGreaterThanOrEqualTo(time);
    assertThat(done.outcome()).isIn("success", "pending");
    server.advance(Duration.ofHours(3));
    reconcile();
    assertThat(states()).doesNotContain(PaymentState.PENDING);
    assertThat(settled())
        .isEqualTo(server.connector.sent().stream().map(TinyTransfer::reference).toList());
    assertThat(server.sent()).isBetween(done.outcome().equals("success") ? 1 : 0, 1);
    assertThat(database.borrowed()).isZero();
  }

  /** Repeats a call that says so, once the network is mended. */
  private Reply patiently(Supplier<Reply> call) {
    var reply = inTime(call);
    if (!reply.outcome().equals("LEDGER_UNAVAILABLE")) {
      return reply;
    }
    proxy.mend();
    for (int i = 0; i < 5 && reply.outcome().equals("LEDGER_UNAVAILABLE"); i++) {
      reply = inTime(call); // the pool may still have a connection of before
    }
    return reply;
  }

  /** As its schedule does: what fails is tried again. */
  private void reconcile() {
    for (int i = 0; i < 5; i++) {
      try {
        inTime(server.wiring::reconcile);
        return;
      } catch (LedgerException e) {
        // the pool may still have a connection of before
      }
    }
  }

  private static <T> T inTime(Supplier<T> call) {
    long began = System.nanoTime();
    var result = call.get();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    return result;
  }

  private List<PaymentState> states() {
    return payments().stream().map(Payment::state).toList();
  }

  private List<String> settled() {
    return payments().stream()
        .filter(it -> it.state() == PaymentState.SETTLED)
        .map(Payment::reference)
        .toList();
  }

  private List<Payment> payments() {
    var ana = new Owner(Mode.TEST, "ana");
    return JdbcLedger.builder(direct)
        .storingPersonalDataPlainly()
        .build()
        .list(
            new PaymentQuery(ana, null, null, null, null, null, null, 100, server.clock.instant()));
  }
}
