package io.mcp2p.ledger;

import static io.mcp2p.tck.SamplePayment.NOW;
import static io.mcp2p.tck.SamplePayment.lunch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.auth.Mode;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerTest extends JdbcLedgerContract {
  @TempDir Path directory;
  private HikariDataSource pool;
  private HikariDataSource otherPool;

  @Override
  HikariDataSource pool() {
    if (pool == null) {
      pool = TestDatabases.sqlite(directory);
      JdbcLedger.createSchema(pool);
    }
    return pool;
  }

  @Override
  HikariDataSource otherPool() {
    if (otherPool == null) {
      otherPool = TestDatabases.pool(pool().getJdbcUrl());
    }
    return otherPool;
  }

  @Override
  String saysTheDatabase() {
    return "SQLITE_BUSY";
  }

  @Override
  String beginWriting() {
    return "begin immediate";
  }

  @AfterEach
  void close() {
    pool.close();
    if (otherPool != null) {
      otherPool.close();
    }
  }

  @Test
  void file_isLoggedAheadAndSyncedAtEachCommit() throws Exception {
    var ledger = JdbcLedger.builder(pool()).storingPersonalDataPlainly().build();
    ledger.due(Mode.TEST, Instant.EPOCH, 1);

    try (var connection = pool().getConnection()) {
      assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(connection, "synchronous")).isEqualTo("2");
      assertThat(pragma(connection, "busy_timeout")).isEqualTo("5000");
    }
  }

  private static String pragma(Connection connection, String name) throws Exception {
    return Statements.queryOne(connection, "pragma " + name, row -> row.getString(1));
  }

  @Test
  void fullDisk_endsInARefusalAndLeavesWhatWasThere() {
    var payment = stored(newLedger(), lunch());
    var config = new HikariConfig();
    config.setJdbcUrl(pool().getJdbcUrl());
    config.setConnectionInitSql("pragma max_page_count = 30");
    try (var full = new HikariDataSource(config)) {
      var ledger = JdbcLedger.builder(full).encryptingWith("k1", KEY).build();
      int opened = 0;
      try {
        while (opened < 1000) {
          stored(ledger, lunch().to("phone " + opened).digest("d" + opened));
          opened++;
        }
      } catch (LedgerException e) {
        assertThat(e).hasStackTraceContaining("SQLITE_FULL");
      }
      assertThat(opened).isBetween(1, 999);
      assertThat(ledger.find(payment.id())).isPresent();
      assertThat(ledger.list(listing())).hasSize(opened + 1);
    }
    assertThat(stored(newLedger(), lunch().to("another"))).isNotNull();
  }

  private static PaymentQuery listing() {
    return new PaymentQuery(
        new Owner(Mode.TEST, "ana"), null, null, null, null, null, null, 2000, NOW);
  }

  @Test
  void databaseInMemory_isRefused() {
    pool();
    try (var memory = TestDatabases.pool("jdbc:sqlite::memory:")) {
      assertThatIllegalStateException()
          .isThrownBy(() -> JdbcLedger.createSchema(memory))
          .withMessageContaining("give the ledger a file");
    }
  }
}
