package io.mcp2p.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * PostgreSQL: advisory locks make openings of one phone, or in one limit's bucket, wait for each
 * other and for nobody else.
 */
final class PostgresDialect implements Dialect {
  /**
   * One round trip. Each statement after the locks sees what was committed before they were got. A
   * node that is cut off in the middle keeps its locks no longer than the limit for idle ones. No
   * step needs to read a whole table; a plan that does so because the table was small when it was
   * made would be kept while the table grows.
   */
  private static final String LIMITED =
      """
      set transaction isolation level read committed;
      select set_config('lock_timeout', ?, true),
             set_config('statement_timeout', ?, true),
             set_config('idle_in_transaction_session_timeout', ?, true),
             set_config('enable_seqscan', 'off', true),
             set_config('plan_cache_mode', 'force_generic_plan', true);
      select pg_advisory_xact_lock(key) from unnest(?) as key
      """;

  /**
   * Statements that are sent together are one transaction, so the limits end with it. The driver's
   * own query timeout is not used: where the network is silent, it waits for its cancellation to be
   * heard.
   */
  private static final String GUARD =
      """
      select set_config('lock_timeout', ?, true), set_config('statement_timeout', ?, true),
             set_config('enable_seqscan', 'off', true),
             set_config('plan_cache_mode', 'force_generic_plan', true);
      """;

  // https://www.postgresql.org/docs/current/errcodes-appendix.html: feature not supported,
  // cardinality, data, integrity, syntax or access.
  private static final Set<String> FAULTS = Set.of("0A", "21", "22", "23", "42");

  private static final Duration NETWORK_MARGIN = Duration.ofSeconds(1);

  private final Duration timeout;

  PostgresDialect(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String schemaExists() {
    return "select count(to_regclass('mcp2p_schema'))";
  }

  @Override
  public void requireDurable(Connection connection) throws SQLException {
    var commit = Statements.queryOne(connection, "show synchronous_commit", it -> it.getString(1));
    if ("off".equals(commit)) {
      throw new IllegalStateException(
          "a PostgreSQL session with synchronous_commit = off, which forgets what it has said to"
              + " be stored: set it to on for the ledger's user");
    }
  }

  /** The server keeps its own limits; this one is for a network that says nothing any more. */
  @Override
  public int prepare(Connection connection) throws SQLException {
    int before = connection.getNetworkTimeout();
    connection.setNetworkTimeout(
        Runnable::run, Math.toIntExact(timeout.plus(NETWORK_MARGIN).toMillis()));
    return before;
  }

  @Override
  public void restore(Connection connection, int before) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, before);
  }

  @Override
  public Statements.Guard guard() {
    return new Statements.Guard(GUARD, List.of(millis(), millis()));
  }

  private String millis() {
    return Long.toString(timeout.toMillis());
  }

  @Override
  public void begin(Connection connection, Collection<String> locks) throws SQLException {
    connection.setAutoCommit(false);
    var guard = guardOfOpening(locks);
    Statements.execute(connection, guard.sql(), guard.parameters());
  }

  @Override
  public Statements.Guard guardOfOpening(Collection<String> locks) {
    // One order for all, so that no two wait for each other.
    var keys = locks.stream().map(PostgresDialect::key).distinct().sorted().toArray(Long[]::new);
    return new Statements.Guard(LIMITED, List.of(millis(), millis(), millis(), keys));
  }

  private static Long key(String lock) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(lock.getBytes(UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    if (connection.getAutoCommit()) {
      Statements.script(connection, "rollback"); // what was begun by statement
    } else {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Override
  public boolean oneWriter() {
    return false;
  }

  @Override
  public String forUpdate() {
    return "for update";
  }

  @Override
  public boolean mayPass(SQLException e) {
    var state = e.getSQLState();
    return state == null || state.length() < 2 || !FAULTS.contains(state.substring(0, 2));
  }
}
