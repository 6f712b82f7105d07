package io.mcp2p.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * An audit log in the ledger's database: one chain of lines for all nodes that share it, in the
 * table {@code mcp2p_audit}, which {@code JdbcLedger.createSchema} makes. Thread-safe.
 *
 * <p>Each entry is one insert of its own, after the call had its effect. Of two nodes that add the
 * same line, one has to take the next: the primary key decides.
 *
 * @since 0.1
 */
public final class JdbcAuditLog implements AuditLog {
  private static final int TIMEOUT_SECONDS = 5;
  private static final int MAX_RACES = 1000;

  private final DataSource dataSource;
  private long line;
  private String before = AuditChain.START;

  private JdbcAuditLog(DataSource dataSource) {
    this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
  }

  /** Returns the log of a database; the data source stays the host's to close. */
  public static JdbcAuditLog of(DataSource dataSource) {
    return new JdbcAuditLog(dataSource);
  }

  /**
   * Adds an entry to the chain.
   *
   * @throws IllegalStateException if the database does not take it
   */
  @Override
  public synchronized void record(AuditEntry entry) {
    try (var connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(true);
      try {
        add(entry, connection);
      } finally {
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the audit entry was not stored", e);
    }
  }

  private void add(AuditEntry entry, Connection connection) throws SQLException {
    for (int race = 0; ; race++) {
      var text = AuditChain.line(entry, line + 1, before);
      try {
        insert(line + 1, text, connection);
        line++;
        before = AuditChain.hash(text);
        return;
      } catch (SQLException e) {
        long tried = line + 1;
        readLast(connection);
        if (line < tried || race == MAX_RACES) {
          throw e; // not because that line is taken
        }
      }
    }
  }

  private static void insert(long number, String text, Connection connection) throws SQLException {
    var sql = "insert into mcp2p_audit (line, entry) values (?, ?)";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      statement.setLong(1, number);
      statement.setString(2, text);
      statement.executeUpdate();
    }
  }

  private void readLast(Connection connection) throws SQLException {
    var sql = "select line, entry from mcp2p_audit order by line desc limit 1";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      try (var rows = statement.executeQuery()) {
        if (rows.next()) {
          line = rows.getLong(1);
          before = AuditChain.hash(rows.getString(2));
        }
      }
    }
  }

  /**
   * Checks the whole chain.
   *
   * @throws IllegalStateException if the database cannot be read
   */
  public AuditChain.Result verify() {
    var sql = "select entry from mcp2p_audit order by line";
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(sql)) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false); // PostgreSQL reads in portions only within a transaction
      try {
        statement.setFetchSize(1000);
        try (var rows = statement.executeQuery()) {
          return AuditChain.verify(() -> rows.next() ? rows.getString(1) : null);
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the audit log cannot be read", e);
    }
  }
}
