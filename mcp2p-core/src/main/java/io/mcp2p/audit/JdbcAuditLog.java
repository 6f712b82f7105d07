package io.mcp2p.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(JdbcAuditLog.class);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
  private static final int NO_NETWORK = -1;
  private static final int MAX_RACES = 1000;

  private final DataSource dataSource;
  private final Duration timeout;
  private final ReentrantLock turn = new ReentrantLock(true);
  private long line; // these two guarded by turn
  private String before = AuditChain.START;

  private JdbcAuditLog(DataSource dataSource, Duration timeout) {
    this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    this.timeout = timeout;
  }

  /** Returns the log of a database; the data source stays the host's to close. */
  public static JdbcAuditLog of(DataSource dataSource) {
    return new JdbcAuditLog(dataSource, DEFAULT_TIMEOUT);
  }

  /**
   * Returns the log of a database with another time limit than five seconds.
   *
   * @throws IllegalArgumentException if it is not between 1 and 30 seconds
   */
  public static JdbcAuditLog of(DataSource dataSource, Duration timeout) {
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0
        || timeout.compareTo(Duration.ofSeconds(30)) > 0) {
      throw new IllegalArgumentException("a timeout is 1 to 30 seconds, not " + timeout);
    }
    return new JdbcAuditLog(dataSource, timeout);
  }

  /**
   * Adds an entry to the chain. Waits for other entries of this process, and for each answer of the
   * database, no longer than the time limit. Where a connection breaks, it looks on another one
   * whether the entry was stored, and adds it if not.
   *
   * @throws IllegalStateException if the database does not take it in time; it may be stored then
   */
  @Override
  public void record(AuditEntry entry) {
    try {
      if (!turn.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the audit entry was not stored: others wait already");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the audit entry was stored", e);
    }
    try {
      add(entry, System.nanoTime() + timeout.toNanos());
    } catch (SQLException e) {
      throw new IllegalStateException("the audit entry was not stored", e);
    } finally {
      turn.unlock();
    }
  }

  private void add(AuditEntry entry, long until) throws SQLException {
    try {
      addOnce(entry);
    } catch (SQLException first) {
      if (System.nanoTime() - until >= 0) {
        throw first;
      }
      try {
        addOnce(entry);
      } catch (SQLException again) {
        again.addSuppressed(first);
        throw again;
      }
    }
  }

  private void addOnce(AuditEntry entry) throws SQLException {
    var connection = dataSource.getConnection();
    boolean autoCommit = true;
    int limit = NO_NETWORK;
    try {
      autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(true);
      limit = limited(connection);
      add(entry, connection);
    } finally {
      giveBack(connection, autoCommit, limit);
    }
  }

  /** Sets a limit on the silence of a network; returns the one before. */
  private int limited(Connection connection) throws SQLException {
    if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
      return NO_NETWORK;
    }
    int before = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
    return before;
  }

  /** What is stored is stored, however the connection goes back. */
  private static void giveBack(Connection connection, boolean autoCommit, int limit) {
    try (connection) {
      connection.setAutoCommit(autoCommit);
      if (limit != NO_NETWORK) {
        connection.setNetworkTimeout(Runnable::run, limit);
      }
    } catch (SQLException | RuntimeException e) {
      LOG.debug("a connection of the audit log is broken", e);
    }
  }

  private void add(AuditEntry entry, Connection connection) throws SQLException {
    for (int race = 0; ; race++) {
      long number = line + 1;
      var text = AuditChain.line(entry, number, before);
      try {
        insert(number, text, connection);
        line = number;
        before = AuditChain.hash(text);
        return;
      } catch (SQLException e) {
        var stored = read("where line = " + number, connection);
        if (text.equals(stored)) { // by this very call, which did not hear of it
          line = number;
          before = AuditChain.hash(text);
          return;
        }
        if (stored == null || race == MAX_RACES) {
          throw e; // not because that line is taken
        }
        readLast(connection);
      }
    }
  }

  private static void insert(long number, String text, Connection connection) throws SQLException {
    var sql = "insert into mcp2p_audit (line, entry) values (?, ?)";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, number);
      statement.setString(2, text);
      statement.executeUpdate();
    }
  }

  private static @Nullable String read(String where, Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement("select entry from mcp2p_audit " + where);
        var rows = statement.executeQuery()) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private void readLast(Connection connection) throws SQLException {
    var sql = "select line, entry from mcp2p_audit order by line desc limit 1";
    try (var statement = connection.prepareStatement(sql);
        var rows = statement.executeQuery()) {
      if (rows.next()) {
        line = rows.getLong(1);
        before = AuditChain.hash(rows.getString(2));
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
