package io.mcp2p.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
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
    ledger.due(io.mcp2p.auth.Mode.TEST, java.time.Instant.EPOCH, 1);

    try (var connection = pool().getConnection()) {
      assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(connection, "synchronous")).isEqualTo("2");
      assertThat(pragma(connection, "busy_timeout")).isEqualTo("5000");
    }
  }

  private static String pragma(java.sql.Connection connection, String name) throws Exception {
    return Statements.queryOne(connection, 0, "pragma " + name, row -> row.getString(1));
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
