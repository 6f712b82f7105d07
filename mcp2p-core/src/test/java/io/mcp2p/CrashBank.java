package io.mcp2p;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.RecordingConnector;
import io.mcp2p.tck.TinyTransfer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A bank in a file of its own, which outlives the processes that pay through it. It books what it
 * is told to, again if it is told again, and answers like a bank: mostly, sometimes late, sometimes
 * not at all.
 */
final class CrashBank implements AutoCloseable {
  private final Connection connection;
  private final SplittableRandom random;

  private CrashBank(Connection connection, long seed) {
    this.connection = connection;
    this.random = new SplittableRandom(seed);
  }

  static CrashBank open(Path file, long seed) throws SQLException {
    var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (var statement = connection.createStatement()) {
      statement.execute("pragma busy_timeout = 10000");
      statement.execute("pragma journal_mode = wal");
      statement.execute("pragma synchronous = normal");
      statement.executeUpdate(
          "create table if not exists transfer (reference text, note text, amount integer)");
      statement.executeUpdate("create index if not exists known on transfer (reference)");
    }
    return new CrashBank(connection, seed);
  }

  RecordingConnector connector(Clock clock) {
    var connector = new RecordingConnector(clock);
    connector.script(this::send);
    connector.lookUp(this::find);
    return connector;
  }

  private PaymentOutcome send(TinyTransfer transfer) throws Exception {
    int mood = dice(100);
    if (mood < 5) {
      return new PaymentOutcome.NotSent();
    }
    if (mood < 10) {
      return new PaymentOutcome.Rejected("T01");
    }
    pause();
    book(transfer);
    pause();
    if (mood < 25) {
      throw new IOException("no answer from the bank");
    }
    return mood < 40 ? PaymentOutcome.Pending.unknown() : settled();
  }

  private synchronized int dice(int sides) {
    return random.nextInt(sides);
  }

  /** A bank takes its time, and a process can die in it. */
  private void pause() {
    LockSupport.parkNanos(dice(2_000_000));
  }

  private synchronized void book(TinyTransfer transfer) throws SQLException {
    try (var statement = connection.prepareStatement("insert into transfer values (?, ?, ?)")) {
      statement.setString(1, transfer.reference());
      statement.setString(2, transfer.note());
      statement.setLong(3, transfer.amount().minorUnits());
      statement.executeUpdate();
    }
  }

  private synchronized PaymentOutcome find(String reference) throws SQLException {
    try (var statement =
        connection.prepareStatement("select 1 from transfer where reference = ?")) {
      statement.setString(1, reference);
      try (var rows = statement.executeQuery()) {
        return rows.next() ? settled() : new PaymentOutcome.NotSent();
      }
    }
  }

  private static PaymentOutcome settled() {
    return PaymentOutcome.Settled.at(Instant.EPOCH);
  }

  /** How often each reference was booked. */
  synchronized Map<String, Integer> transfers() throws SQLException {
    return counts("reference");
  }

  /** How often each note was booked; agents give every payment a note of its own. */
  synchronized Map<String, Integer> notes() throws SQLException {
    return counts("note");
  }

  private Map<String, Integer> counts(String column) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select " + column + ", count(*) from transfer group by " + column)) {
      var counts = new HashMap<String, Integer>();
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getInt(2));
      }
      return counts;
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }
}
