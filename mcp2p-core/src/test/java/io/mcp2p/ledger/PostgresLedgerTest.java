package io.mcp2p.ledger;

import static io.mcp2p.tck.SamplePayment.NOW;
import static io.mcp2p.tck.SamplePayment.lunch;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.payment.PaymentOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresLedgerTest extends JdbcLedgerContract {
  private static HikariDataSource pool;
  private static HikariDataSource otherPool;

  @BeforeAll
  static void createSchema() {
    pool = TestDatabases.postgres();
    otherPool = TestDatabases.pool(pool.getJdbcUrl());
    JdbcLedger.createSchema(pool);
  }

  @BeforeEach
  void forgetAll() {
    TestDatabases.execute(pool, "truncate mcp2p_payment, mcp2p_payment_limit");
  }

  @AfterAll
  static void close() {
    otherPool.close();
    pool.close();
  }

  @Override
  HikariDataSource pool() {
    return pool;
  }

  @Override
  HikariDataSource otherPool() {
    return otherPool;
  }

  @Override
  String saysTheDatabase() {
    return "canceling statement due to";
  }

  @Override
  String beginWriting() {
    return "begin";
  }

  @Test
  void deadlockWithAnothersTransaction_endsInARefusal() throws Exception {
    var ledger = newLedger();
    var payment = stored(ledger, lunch());
    var rent = lunch().digest("rent").payment();
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      // The one that waits shorter is the one that notices, and gives way.
      statement.executeUpdate(
          "begin; set local deadlock_timeout = '60s'; update mcp2p_payment set facts = facts");
      var opening = CompletableFuture.supplyAsync(() -> ledger.open(rent, NOW));
      await().until(() -> waiting() == 1);

      // The ledger holds the lock of the phone and waits for the row.
      statement.execute(
          "select pg_advisory_xact_lock((classid::bigint << 32) | objid::bigint) from pg_locks"
              + " where locktype = 'advisory' and granted and objsubid = 1");

      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(opening::get)
          .withCauseInstanceOf(LedgerException.class)
          .withStackTraceContaining("deadlock detected");
      statement.executeUpdate("rollback");
    }
    assertThat(ledger.find(payment.id())).contains(payment);
    assertThat(ledger.open(rent, NOW)).isInstanceOf(Opening.Opened.class);
  }

  private static int waiting() throws SQLException {
    try (var connection = otherPool.getConnection()) {
      return Statements.queryOne(
          connection, "select count(*) from pg_locks where not granted", row -> row.getInt(1));
    }
  }

  @Test
  void stepsOfManyPayments_arePlannedOnce() throws SQLException {
    try (var one = TestDatabases.pool(pool.getJdbcUrl())) {
      one.setMaximumPoolSize(1);
      var ledger = JdbcLedger.builder(one).storingPersonalDataPlainly().build();
      for (int i = 0; i < 20; i++) {
        var opened = stored(ledger, lunch().digest("d" + i).to("phone " + i));
        var claimed =
            opened.attemptTaken(NOW).claimed("hash", "R" + i, Map.of(), NOW.plusSeconds(60), NOW);
        assertThat(ledger.replace(opened, claimed)).isTrue();
        var settled = claimed.after(PaymentOutcome.Settled.at(NOW), NOW, NOW);
        assertThat(ledger.replace(claimed, settled)).isTrue();
      }
      try (var connection = one.getConnection()) {
        var uses =
            Statements.query(
                connection,
                Statements.Guard.NONE,
                "select generic_plans + custom_plans from pg_prepared_statements"
                    + " where statement like '%update mcp2p_payment%'",
                List.of(),
                row -> row.getInt(1));
        // The driver lets a statement be prepared after it was used a few times; of 40.
        assertThat(uses).singleElement(as(INTEGER)).isGreaterThan(30);
      }
    }
  }

  @Test
  void nodeThatHangsInTheMiddle_doesNotHoldItsLocksForLong() throws Exception {
    var watched = WatchedDataSource.of(otherPool);
    var hanging =
        JdbcLedger.builder(watched.dataSource())
            .storingPersonalDataPlainly()
            .timeout(Duration.ofSeconds(1))
            .build();
    var ledger = newLedger();
    var hung = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    watched.breaks(
        event -> {
          if (event.startsWith("before update mcp2p_payment")) {
            hung.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new SQLException(e);
            }
          }
        });
    stored(hanging, lunch());
    var rent = lunch().digest("rent").payment();
    var opening = CompletableFuture.supplyAsync(() -> hanging.open(rent, NOW));
    if (!hung.await(10, TimeUnit.SECONDS)) {
      opening.get(); // says why not
    }

    assertThat(ledger.open(lunch().digest("tea").payment(), NOW))
        .isInstanceOf(Opening.Opened.class);

    goOn.countDown();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(opening::get)
        .withCauseInstanceOf(LedgerException.class);
  }

  @Test
  void sessionThatDoesNotWaitForTheDisk_isRefused() {
    try (var hasty =
        TestDatabases.pool(pool.getJdbcUrl() + "&options=-c%20synchronous_commit=off")) {
      assertThatIllegalStateException()
          .isThrownBy(() -> JdbcLedger.builder(hasty).storingPersonalDataPlainly().build())
          .withMessageContaining("synchronous_commit");
    }
  }
}
