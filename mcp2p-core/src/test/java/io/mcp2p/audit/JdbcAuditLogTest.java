package io.mcp2p.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.ledger.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcAuditLogTest {
  @TempDir private Path folder;
  private HikariDataSource database;

  private JdbcAuditLog open(String kind) {
    database = kind.equals("sqlite") ? TestDatabases.sqlite(folder) : TestDatabases.postgres();
    JdbcLedger.createSchema(database);
    return JdbcAuditLog.of(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void entries_areAChainThatAnotherProcessContinues(String kind) {
    var log = open(kind);
    assertThat(log.verify()).isEqualTo(new AuditChain.Result(0, "0".repeat(64), Optional.empty()));
    log.record(entry("C1"));
    log.record(entry("C2"));

    JdbcAuditLog.of(database).record(entry("C3"));
    log.record(entry("C4"));

    assertThat(log.verify().lines()).isEqualTo(4);
    assertThat(log.verify().broken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void lineThatWasChangedOrRemoved_isNamed(String kind) {
    var log = open(kind);
    IntStream.range(0, 5).forEach(it -> log.record(entry("C" + it)));

    TestDatabases.execute(
        database, "update mcp2p_audit set entry = replace(entry, 'C2', 'C9') where line = 3");
    assertThat(log.verify().broken()).contains(3L);
    TestDatabases.execute(database, "delete from mcp2p_audit where line = 2");
    assertThat(log.verify().broken()).contains(2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void manyNodesAtOnce_writeOneChain(String kind) throws Exception {
    open(kind);
    var executor = Executors.newFixedThreadPool(8);
    try {
      var nodes =
          IntStream.range(0, 8)
              .<Callable<Void>>mapToObj(
                  node ->
                      () -> {
                        var log = JdbcAuditLog.of(database);
                        IntStream.range(0, 25).forEach(it -> log.record(entry(node + "-" + it)));
                        return null;
                      })
              .toList();
      for (var each : executor.invokeAll(nodes)) {
        each.get();
      }
    } finally {
      executor.shutdownNow();
    }

    assertThat(JdbcAuditLog.of(database).verify().lines()).isEqualTo(200);
    assertThat(JdbcAuditLog.of(database).verify().broken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void databaseThatIsGone_isToldAtOnce(String kind) {
    var log = open(kind);
    log.record(entry("C1"));
    TestDatabases.execute(database, "drop table mcp2p_audit");

    assertThatIllegalStateException().isThrownBy(() -> log.record(entry("C2")));
    assertThatIllegalStateException().isThrownBy(log::verify);
  }

  private static AuditEntry entry(String call) {
    return new AuditEntry(
        Instant.parse("2026-03-02T15:00:00Z"),
        call,
        "añá\n",
        Mode.TEST,
        "spei_send_payment",
        "success",
        null,
        "MCP2P1",
        "MXN 150.00",
        "Fonda **** 5558",
        Duration.ofMillis(42));
  }
}
