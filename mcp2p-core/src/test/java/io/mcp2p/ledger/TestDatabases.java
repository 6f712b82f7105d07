package io.mcp2p.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.tck.SamplePayment;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Real databases for tests: SQLite files, and one PostgreSQL server for the JVM. */
public final class TestDatabases {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static EmbeddedPostgres postgres;

  private TestDatabases() {}

  /** A pool over a new SQLite file. */
  public static HikariDataSource sqlite(Path directory) {
    return pool("jdbc:sqlite:" + directory.resolve("ledger-" + NUMBERS.incrementAndGet() + ".db"));
  }

  /** A pool over a new, empty database of the JVM's PostgreSQL. */
  public static HikariDataSource postgres() {
    var name = "ledger" + NUMBERS.incrementAndGet();
    execute(server().getPostgresDatabase(), "create database " + name);
    return pool(server().getJdbcUrl("postgres", name));
  }

  /**
   * A server of its own, whose commits last. Its programs are unpacked where the module is built,
   * so that each fresh clone shows that it can.
   */
  public static EmbeddedPostgres.Builder newPostgres() {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(Path.of("target", "postgresql").toAbsolutePath().toFile())
        .setServerConfig("synchronous_commit", "on");
  }

  /** A pool as a host would configure one. */
  public static HikariDataSource pool(String url) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(8);
    config.setConnectionTimeout(Duration.ofSeconds(30).toMillis());
    return new HikariDataSource(config);
  }

  /** Executes statements without parameters. */
  public static void execute(DataSource dataSource, String sql) {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Payments of one caller's, opened an hour before {@link SamplePayment#NOW}; a tenth pending. */
  public static void fill(DataSource dataSource, String caller, int first, int last) {
    long at = SamplePayment.NOW.minusSeconds(3600).toEpochMilli();
    execute(
        dataSource,
        """
        insert into mcp2p_payment (id, mode, caller, tool, digest, rail, kind, amount, currency,
          payee, payee_hash, summary, limits, created_at, challenge_id, phone_hash, sent_to, locale,
          expires_at, version, state, reference, facts, updated_at, ask_at, history, sends, last_sent_at,
          attempts_left)
        with recursive numbers (i, at) as (
          select %d, cast(%d as bigint) union all select i + 1, at + 1 from numbers where i < %d)
        select 'pay_test_f' || (10000000 + i), 'test', '%s', 'tool', 'digest ' || i, 'spei',
          'payment', 100, 'MXN', 'masked', 'hash', ':summary', '[]', at, 'challenge ' || i,
          'phone ' || i, '+**', 'en', at, 4,
          case when i %% 10 = 0 then 'pending' else 'settled' end, 'R' || i, '{}', at,
          case when i %% 10 = 0 then at end, '[]', 1, at, 4
        from numbers"""
            .formatted(first, at, last, caller));
    execute(
        dataSource,
        """
        insert into mcp2p_payment_limit (mode, bucket, created_at, payment_id, weight)
        select 'test', 'b' || (created_at %% 50), created_at, id, 100 from mcp2p_payment
        where caller = '%s' and id >= 'pay_test_f%d' and id <= 'pay_test_f%d'"""
            .formatted(caller, 10_000_000 + first, 10_000_000 + last));
  }

  private static synchronized EmbeddedPostgres server() {
    if (postgres == null) {
      try {
        postgres = newPostgres().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return postgres;
  }
}
