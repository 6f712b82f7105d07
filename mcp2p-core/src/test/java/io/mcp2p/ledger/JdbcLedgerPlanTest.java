package io.mcp2p.ledger;

import static io.mcp2p.tck.SamplePayment.NOW;
import static io.mcp2p.tck.SamplePayment.lunch;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.auth.Mode;
import io.mcp2p.payment.Limit;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No step looks at more rows than it needs, however many there are: the databases' own plans, over
 * some thousand payments of one caller.
 */
class JdbcLedgerPlanTest {
  private static final Owner ANA = new Owner(Mode.TEST, "ana");

  @TempDir Path directory;

  @Test
  void sqlite_findsEverythingByAnIndex() throws Exception {
    try (var pool = TestDatabases.sqlite(directory)) {
      JdbcLedger.createSchema(pool);
      TestDatabases.fill(pool, "ana", 1, 5000);

      for (String sql : statements(pool)) {
        assertThat(String.join("\n", lines(pool, "explain query plan " + sql)))
            .as(sql)
            .contains("USING")
            .doesNotContain("SCAN mcp2p")
            .doesNotContain("SCAN it")
            .satisfies(plan -> requireNarrow(sql, plan));
      }
    }
  }

  @Test
  void postgresql_findsEverythingByAnIndex() throws Exception {
    try (var pool = TestDatabases.postgres()) {
      JdbcLedger.createSchema(pool);
      TestDatabases.fill(pool, "ana", 1, 5000);
      TestDatabases.execute(pool, "analyze mcp2p_payment; analyze mcp2p_payment_limit");
      var url = pool.getJdbcUrl() + "&preferQueryMode=simple";

      try (var simple = TestDatabases.pool(url)) {
        for (String sql : statements(pool)) {
          if (sql.contains("pg_advisory")) {
            continue;
          }
          assertThat(String.join("\n", lines(simple, "explain (generic_plan) " + numbered(sql))))
              .as(sql)
              .contains("Index")
              // What is purged at once may be a large part of a small table.
              .matches(plan -> sql.contains("purged_at") || !plan.contains("Seq Scan"))
              .satisfies(plan -> requireNarrow(sql, plan));
        }
      }
    }
  }

  /** A small table would be read whole, and the plan kept for a large one. */
  @Test
  void postgresql_neverReadsAWholeTableHoweverSmall() throws Exception {
    try (var several = TestDatabases.postgres()) {
      var config = new HikariConfig();
      config.setJdbcUrl(several.getJdbcUrl());
      config.setMaximumPoolSize(1); // a session tells its counts when it is asked
      try (var pool = new HikariDataSource(config)) {
        JdbcLedger.createSchema(pool);
        TestDatabases.fill(pool, "ana", 1, 10);
        var before = scans(pool);

        for (int i = 0; i < 20; i++) {
          statements(pool);
        }

        assertThat(scans(pool)).hasSize(2).isEqualTo(before);
      }
    }
  }

  private static List<String> scans(DataSource dataSource) throws SQLException {
    lines(dataSource, "select pg_stat_force_next_flush()");
    return lines(
        dataSource,
        "select relname || ' ' || seq_scan from pg_stat_user_tables where relname in"
            + " ('mcp2p_payment', 'mcp2p_payment_limit') order by 1");
  }

  /**
   * By the listing's index goes what lists a caller's payments; all else would read all of them.
   */
  private static void requireNarrow(String sql, String plan) {
    if (!sql.contains("where mode = ? and caller = ?\n")) {
      assertThat(plan).doesNotContain("mcp2p_payment_listing");
    }
    if (sql.contains("purged_at")) {
      assertThat(plan).contains("mcp2p_payment_unpurged");
    }
  }

  /** Every statement that looks for rows, as the ledger's methods issue them. */
  private static List<String> statements(DataSource dataSource) {
    var watched = WatchedDataSource.of(dataSource);
    var ledger = JdbcLedger.builder(watched.dataSource()).storingPersonalDataPlainly().build();
    int before = watched.statements().size();
    var limit = new Limit("perDay", "b1", 1, 1_000_000, NOW.minusSeconds(60), true);
    var payment = JdbcLedgerContract.stored(ledger, lunch().within(limit));
    ledger.replace(payment, JdbcLedgerContract.claimed(payment, "R"));
    ledger.find(payment.id());
    ledger.findByReference(ANA, "spei", "R1");
    ledger.findByPhone(ANA, "phone 1");
    ledger.findApproved(ANA, "digest 1");
    ledger.refundsOf(ANA, "spei", "R1");
    ledger.due(Mode.TEST, NOW, 10);
    ledger.purge(Duration.ofDays(3650));
    ledger.list(query(null, null));
    ledger.list(query("R1", null));
    ledger.list(query(null, new PaymentQuery.Position(NOW, "pay_test_00000001")));
    return watched.statements().stream()
        .skip(before)
        .filter(sql -> !sql.startsWith("insert"))
        .distinct()
        .toList();
  }

  private static PaymentQuery query(String reference, PaymentQuery.Position after) {
    return new PaymentQuery(ANA, null, null, null, null, reference, after, 20, NOW);
  }

  private static String numbered(String sql) {
    var number = new int[1];
    return Pattern.compile("\\?").matcher(sql).replaceAll(it -> "\\$" + ++number[0]);
  }

  private static List<String> lines(DataSource dataSource, String sql) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      int plan = rows.getMetaData().getColumnCount();
      var lines = new ArrayList<String>();
      while (rows.next()) {
        lines.add(rows.getString(plan));
      }
      return lines;
    }
  }
}
