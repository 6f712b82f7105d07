package io.mcp2p.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What differs between the databases: locks, time limits, and what an error means. */
interface Dialect {

  /**
   * Returns the dialect of the database behind {@code connection}.
   *
   * @param timeout for one statement, waiting for locks included
   * @throws IllegalArgumentException if the database is none that the ledger knows
   */
  static Dialect of(Connection connection, Duration timeout) throws SQLException {
    var product = connection.getMetaData().getDatabaseProductName();
    return switch (product.toLowerCase(Locale.ROOT)) {
      case "sqlite" -> new SqliteDialect(timeout);
      case "postgresql" -> new PostgresDialect(timeout);
      default ->
          throw new IllegalArgumentException(
              "no ledger in " + product + ": use SQLite or PostgreSQL");
    };
  }

  /** The folder of the schema's scripts. */
  String name();

  /** A query that tells whether the table of the schema's version is there. */
  String schemaExists();

  /**
   * Makes the database fit for a ledger, where that is not a matter of the schema.
   *
   * @throws IllegalStateException if it cannot be
   */
  void requireDurable(Connection connection) throws SQLException;

  /** Sets time limits on a borrowed connection; returns what {@link #restore} is to put back. */
  int prepare(Connection connection) throws SQLException;

  /** Undoes {@link #prepare}. */
  void restore(Connection connection, int before) throws SQLException;

  /** Limits the time of a statement that is a transaction by itself. */
  Statements.Guard guard();

  /**
   * Begins a transaction that sees what others have committed, and waits until no other one holds
   * any of {@code locks}.
   */
  void begin(Connection connection, Collection<String> locks) throws SQLException;

  /** Commits. If this throws, the transaction may or may not have been committed. */
  void commit(Connection connection) throws SQLException;

  /** Undoes what {@link #begin} began. */
  void rollback(Connection connection) throws SQLException;

  /** Tells whether whoever writes shuts all others out. */
  boolean oneWriter();

  /**
   * What {@link #begin} does, to be sent along with an opening in one message; null if the database
   * has no such thing as {@link PostgresOpening}.
   */
  Statements.@Nullable Guard guardOfOpening(Collection<String> locks);

  /** What to put after a query for rows that are about to be changed. */
  String forUpdate();

  /** Tells whether a later attempt may succeed; if not, it is a fault of the program or set-up. */
  boolean mayPass(SQLException e);
}
