package io.mcp2p.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SQLite: one writer at a time, whatever it writes, so there are no finer locks. Within one process
 * writers queue ({@link GroupCommit}); between processes they poll SQLite's own lock. Transactions
 * are begun by statement and not by {@link Connection#setAutoCommit}, whose kind of transaction is
 * the host's to configure: one that reads first and then wants to write fails if another has
 * written.
 */
final class SqliteDialect implements Dialect {
  // https://www.sqlite.org/rescode.html: error, notfound, toobig, constraint, mismatch, misuse,
  // range.
  private static final Set<Integer> FAULTS = Set.of(1, 12, 18, 19, 20, 21, 25);

  private final Duration timeout;

  SqliteDialect(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public String schemaExists() {
    return "select count(*) from sqlite_master where type = 'table' and name = 'mcp2p_schema'";
  }

  /** Write-ahead logging is a property of the file, and kept; a database in memory has none. */
  @Override
  public void requireDurable(Connection connection) throws SQLException {
    var mode = Statements.queryOne(connection, "pragma journal_mode = wal", it -> it.getString(1));
    if (!"wal".equalsIgnoreCase(mode)) {
      throw new IllegalStateException(
          "a SQLite database that cannot be logged ahead (journal mode "
              + mode
              + "): give the ledger a file on a local disk");
    }
  }

  /** Properties of a connection, harmless where they stay. What is overwritten is overwritten. */
  @Override
  public int prepare(Connection connection) throws SQLException {
    Statements.script(
        connection,
        "pragma busy_timeout = "
            + timeout.toMillis()
            + "; pragma synchronous = full; pragma secure_delete = on");
    return 0;
  }

  @Override
  public void restore(Connection connection, int before) {}

  /** The busy timeout is the connection's. */
  @Override
  public Statements.Guard guard() {
    return Statements.Guard.NONE;
  }

  @Override
  public void begin(Connection connection, Collection<String> locks) throws SQLException {
    Statements.script(connection, "begin immediate");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    Statements.script(connection, "commit");
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    Statements.script(connection, "rollback");
  }

  @Override
  public boolean oneWriter() {
    return true;
  }

  @Override
  public Statements.@Nullable Guard guardOfOpening(Collection<String> locks) {
    return null;
  }

  @Override
  public String forUpdate() {
    return "";
  }

  @Override
  public boolean mayPass(SQLException e) {
    return !FAULTS.contains(e.getErrorCode());
  }
}
