package io.mcp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.audit.AuditEntry;
import io.mcp2p.audit.JdbcAuditLog;
import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.ledger.TestDatabases;
import io.mcp2p.ledger.WatchedDataSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The network between the audit log and PostgreSQL is cut, and mended later. */
class AuditCutTest {
  private HikariDataSource direct;
  private CutProxy proxy;
  private HikariDataSource pool;
  private WatchedDataSource database;
  private JdbcAuditLog log;

  @BeforeEach
  void open() throws IOException {
    direct = TestDatabases.postgres();
    JdbcLedger.createSchema(direct);
    proxy = CutProxy.before(direct);
    pool = proxy.pool(direct, 3);
    database = WatchedDataSource.of(pool);
    log = JdbcAuditLog.of(database.dataSource(), Duration.ofSeconds(1));
  }

  @AfterEach
  void close() throws IOException {
    pool.close();
    proxy.close();
    direct.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = CutProxy.Network.class,
      names = {"SILENT", "WITHOUT_ANSWERS", "RESET"})
  void cutAtAnEntry_thatEntryAgainIsStoredOnce(CutProxy.Network how) {
    log.record(entry("C1"));
    proxy.become(how);
    assertThat(catchThrowable(() -> log.record(entry("C2"))))
        .isInstanceOf(IllegalStateException.class);
    proxy.mend();

    for (int i = 0; i < 5 && calls() < 2; i++) {
      var unused =
          catchThrowable(() -> log.record(entry("C2"))); // the pool may have a connection of before
    }
    log.record(entry("C3"));

    assertThat(calls()).isEqualTo(3);
    assertThat(JdbcAuditLog.of(direct).verify().broken()).isEmpty();
  }

  @Test
  void entryThatWasStoredUnheard_isNotStoredAgain() {
    log.record(entry("C1"));
    database.breaksOnce("after insert into mcp2p_audit");

    log.record(entry("C2"));

    assertThat(calls()).isEqualTo(2);
    assertThat(database.borrowed()).isZero();
  }

  @Test
  void manyWhileTheDatabaseIsSilent_waitTogetherAndNotOneAfterTheOther() throws Exception {
    log.record(entry("C1"));
    proxy.become(CutProxy.Network.SILENT);
    var threads = Executors.newFixedThreadPool(32);
    try {
      var calls =
          IntStream.range(0, 32)
              .<Callable<Throwable>>mapToObj(
                  i -> () -> catchThrowable(() -> log.record(entry("D" + i))))
              .toList();
      long began = System.nanoTime();
      for (var call : threads.invokeAll(calls)) {
        assertThat(call.get()).isInstanceOf(IllegalStateException.class);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    } finally {
      threads.shutdownNow();
    }
  }

  private long calls() {
    return JdbcAuditLog.of(direct).verify().lines();
  }

  private static AuditEntry entry(String call) {
    return new AuditEntry(
        Instant.parse("2026-03-02T15:00:00Z"),
        call,
        "ana",
        Mode.TEST,
        "tiny_send_payment",
        "success",
        null,
        null,
        null,
        null,
        Duration.ofMillis(42));
  }
}
