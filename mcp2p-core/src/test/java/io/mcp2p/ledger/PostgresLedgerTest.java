package io.mcp2p.ledger;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
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
