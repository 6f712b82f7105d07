package io.mcp2p.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables' scripts, one for each version, under names that Flyway knows. Each script also notes
 * its version in {@code mcp2p_schema}, so it does not matter who applied it.
 */
final class Schema {
  private static final List<String> SCRIPTS = List.of("V1__payments.sql");
  static final int LATEST = SCRIPTS.size();

  private Schema() {}

  /**
   * Brings the schema up to this library's version; nodes that do so at once wait for each other.
   */
  static void create(Database database) {
    var dialect = database.dialect();
    database.write(
        connection -> {
          dialect.requireDurable(connection);
          return true;
        });
    database.transaction(
        List.of("mcp2p schema"),
        connection -> {
          int version = version(connection, dialect);
          requireNotNewer(version);
          for (String script : SCRIPTS.subList(version, LATEST)) {
            Statements.script(connection, read(dialect.name() + "/" + script));
          }
          return LATEST;
        });
  }

  /**
   * @throws IllegalStateException if the schema is not the one that this library works with
   */
  static void require(Connection connection, Dialect dialect) throws SQLException {
    int version = version(connection, dialect);
    requireNotNewer(version);
    if (version < LATEST) {
      throw new IllegalStateException(
          (version == 0 ? "no schema" : "a schema of version " + version)
              + ", and version "
              + LATEST
              + " is needed: call JdbcLedger.createSchema(dataSource), or have Flyway apply"
              + " classpath:io/mcp2p/ledger/"
              + dialect.name());
    }
  }

  private static void requireNotNewer(int version) {
    if (version > LATEST) {
      throw new IllegalStateException(
          "a schema of version "
              + version
              + ", of which this mcp2p knows nothing beyond "
              + LATEST
              + ": use the newer mcp2p that made it");
    }
  }

  /** The version of the schema that is there; 0 if none is. */
  private static int version(Connection connection, Dialect dialect) throws SQLException {
    boolean exists =
        Statements.queryOne(connection, dialect.schemaExists(), it -> it.getInt(1) > 0);
    return exists
        ? Statements.queryOne(
            connection, "select max(version) from mcp2p_schema", it -> it.getInt(1))
        : 0;
  }

  private static String read(String script) {
    try (var in = Schema.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalStateException("mcp2p's jar lacks " + script);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
