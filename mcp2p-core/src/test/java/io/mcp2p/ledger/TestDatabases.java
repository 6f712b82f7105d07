package io.mcp2p.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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

  private static synchronized EmbeddedPostgres server() {
    if (postgres == null) {
      try {
        postgres = EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return postgres;
  }
}
