package io.mcp2p.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's data source, borrowed from for one step at a time. A connection goes back as it came,
 * whatever happened; what goes wrong is either an outage ({@link LedgerException}) or a fault.
 */
final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcLedger.class);

  private final DataSource dataSource;
  private final Dialect dialect;
  private final @Nullable GroupCommit together;

  Database(DataSource dataSource, Dialect dialect, Duration timeout) {
    this.dataSource = dataSource;
    this.dialect = dialect;
    this.together = dialect.oneWriter() ? new GroupCommit(this, timeout) : null;
  }

  /** Finds out what kind of database it is. */
  static Database of(DataSource dataSource, Duration timeout) {
    try (var connection = dataSource.getConnection()) {
      return new Database(dataSource, Dialect.of(connection, timeout), timeout);
    } catch (SQLException e) {
      throw outage(e);
    }
  }

  /** Something done with a connection. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Does what reads, and is one statement. */
  <T> T read(Work<T> work) {
    var connection = borrowed();
    boolean autoCommit = true;
    int before = 0;
    try {
      autoCommit = connection.getAutoCommit();
      if (!autoCommit) {
        connection.setAutoCommit(true);
      }
      before = dialect.prepare(connection);
      return work.with(connection);
    } catch (SQLException e) {
      throw thrown(e);
    } finally {
      giveBack(connection, autoCommit, before);
    }
  }

  /** Does what writes, and is one statement: the database commits it by itself. */
  <T> T write(Work<T> work) {
    return together == null ? read(work) : together.write(work, work);
  }

  /** Does what is several statements, all of them or none, while nobody else holds the locks. */
  <T> T transaction(Collection<String> locks, Work<T> work) {
    return together == null
        ? inTransaction(locks, work)
        : together.write(connection -> transacted(connection, locks, work), work);
  }

  <T> T inTransaction(Collection<String> locks, Work<T> work) {
    return read(connection -> transacted(connection, locks, work));
  }

  private <T> T transacted(Connection connection, Collection<String> locks, Work<T> work)
      throws SQLException {
    return undoneIfItFails(
        connection,
        it -> {
          dialect.begin(it, locks);
          var result = work.with(it);
          dialect.commit(it);
          return result;
        });
  }

  /** Does what begins and commits a transaction by itself. */
  <T> T undoneIfItFails(Connection connection, Work<T> work) throws SQLException {
    try {
      return work.with(connection);
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(connection, e);
      throw e;
    }
  }

  /** What a host or a caller is told of it: an outage or a fault. */
  RuntimeException thrown(SQLException e) {
    return dialect.mayPass(e) ? outage(e) : new IllegalStateException("the ledger is at fault", e);
  }

  private void rollBack(Connection connection, Throwable why) {
    try {
      dialect.rollback(connection);
    } catch (SQLException | RuntimeException e) {
      why.addSuppressed(e);
      try {
        // To go back to a pool in the middle of a transaction is what it must not do.
        connection.abort(Runnable::run);
      } catch (SQLException | RuntimeException again) {
        why.addSuppressed(again);
      }
    }
  }

  private Connection borrowed() {
    try {
      return dataSource.getConnection();
    } catch (SQLException | RuntimeException e) {
      throw outage(e);
    }
  }

  /** What was done is done: that a connection does not go back well changes nothing about it. */
  private void giveBack(Connection connection, boolean autoCommit, int before) {
    try (connection) {
      if (connection.getAutoCommit() != autoCommit) {
        connection.setAutoCommit(autoCommit);
      }
      dialect.restore(connection, before);
    } catch (SQLException | RuntimeException e) {
      LOG.debug("a connection of the ledger is broken", e);
    }
  }

  private static LedgerException outage(Exception e) {
    return new LedgerException("the ledger cannot be reached, or did not answer in time", e);
  }
}
