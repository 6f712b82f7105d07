package io.mcp2p.ledger;

import io.mcp2p.ledger.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * For a database with one writer at a time: whoever gets the turn writes for all of this process
 * who wait by then, in one transaction, because what takes the time is the disk at its end. What a
 * step did is told after the commit; a step that fails is undone alone; a commit that fails, fails
 * for all. Thread-safe.
 */
final class GroupCommit {
  private static final int MOST = 64;

  private final Database database;
  private final Duration timeout;
  private final ArrayDeque<Step<?>> waiting = new ArrayDeque<>();
  private boolean writing;

  GroupCommit(Database database, Duration timeout) {
    this.database = database;
    this.timeout = timeout;
  }

  /**
   * Takes a step.
   *
   * @param alone how, if nobody else waits: commits by itself
   * @param within how, in a transaction with others
   */
  <T> T write(Work<T> alone, Work<T> within) {
    var step = new Step<T>(alone, within);
    var together = turn(step);
    if (!together.isEmpty()) {
      try {
        write(together);
      } finally {
        finished(together);
      }
    }
    return step.outcome();
  }

  /** Waits for the turn and takes those along who wait too; none if this step was taken along. */
  private synchronized List<Step<?>> turn(Step<?> step) {
    waiting.add(step);
    long began = System.nanoTime();
    boolean interrupted = false;
    while (writing && !step.done) {
      // One that is being taken ends by itself, unless the disk hangs.
      long limit = timeout.toNanos() * (waiting.contains(step) ? 1 : 3);
      long left = limit - (System.nanoTime() - began);
      try {
        if (left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        } else if (waiting.remove(step)) {
          throw new LedgerException("the ledger is busy: no turn to write in " + timeout, null);
        } else {
          throw new LedgerException("the ledger did not answer in time", null);
        }
      } catch (InterruptedException e) {
        interrupted = true;
        if (waiting.remove(step)) {
          Thread.currentThread().interrupt();
          throw new LedgerException("interrupted before writing to the ledger", e);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (step.done) {
      return List.of();
    }
    writing = true;
    var together = new ArrayList<Step<?>>();
    waiting.remove(step);
    together.add(step);
    while (together.size() < MOST && !waiting.isEmpty()) {
      together.add(waiting.remove());
    }
    return together;
  }

  private synchronized void finished(List<Step<?>> together) {
    writing = false;
    together.forEach(it -> it.done = true);
    notifyAll();
  }

  private void write(List<Step<?>> together) {
    try {
      if (together.size() == 1) {
        together.get(0).alone();
      } else {
        database.inTransaction(
            Set.of(),
            connection -> {
              for (Step<?> step : together) {
                step.within(connection);
              }
              return true;
            });
      }
    } catch (RuntimeException | Error e) {
      together.forEach(it -> it.failed(e));
      if (e instanceof Error error) {
        throw error;
      }
    }
  }

  private final class Step<T> {
    private final Work<T> alone;
    private final Work<T> within;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private boolean done; // guarded by GroupCommit.this, like what was written before it

    Step(Work<T> alone, Work<T> within) {
      this.alone = alone;
      this.within = within;
    }

    void alone() {
      result = database.read(alone);
    }

    void within(Connection connection) throws SQLException {
      Statements.script(connection, "savepoint step");
      try {
        result = within.with(connection);
      } catch (SQLException | RuntimeException e) {
        failure = e;
        try {
          Statements.script(connection, "rollback to step");
        } catch (SQLException all) { // a full disk undoes more than the statement
          e.addSuppressed(all);
          throw e;
        }
      }
      Statements.script(connection, "release step");
    }

    void failed(Throwable why) {
      failure =
          why instanceof LedgerException
              ? new LedgerException("the ledger could not store what was written together", why)
              : why;
    }

    T outcome() {
      if (failure instanceof SQLException e) {
        throw database.thrown(e);
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (result == null) {
        throw new IllegalStateException("a step of the ledger without an end", failure);
      }
      return result;
    }
  }
}
