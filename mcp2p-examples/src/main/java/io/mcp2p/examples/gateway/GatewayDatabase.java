package io.mcp2p.examples.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's records in SQLite. A row becomes a record whose components are named as columns.
 */
final class GatewayDatabase {
  private static final long MAX_SECONDS = 1_000_000_000_000L;

  private final DataSource dataSource;

  GatewayDatabase(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Makes changes within a transaction; returns how many rows one has changed. */
  interface Changes {
    int make(String sql, @Nullable Object... arguments) throws SQLException;

    /** Changes one row; {@code code} if there is none that may be changed. */
    default @Nullable String makeOr(String code, String sql, @Nullable Object... arguments)
        throws SQLException {
      return make(sql, arguments) == 1 ? null : code;
    }
  }

  /** What an approved operation does: the code of what stands against it, or null if it is done. */
  interface Effect {
    @Nullable String apply(Changes changes) throws SQLException;
  }

  /** Makes the tables if they are not there; returns whether they were made. */
  boolean createSchema() {
    try {
      return transaction(
          connection -> {
            try (var there =
                connection
                    .getMetaData()
                    .getTables(null, null, "operation", new String[] {"TABLE"})) {
              if (there.next()) {
                return false;
              }
            }
            for (String statement : schema().replaceAll("--.*", "").split(";", -1)) {
              if (!statement.isBlank()) {
                change(connection, statement);
              }
            }
            return true;
          });
    } catch (SQLException e) {
      throw new IllegalStateException("the gateway's database cannot be set up", e);
    }
  }

  <T extends Record> List<T> list(Class<T> type, String sql, @Nullable Object... arguments) {
    try (var connection = dataSource.getConnection()) {
      return list(connection, type, sql, arguments);
    } catch (SQLException e) {
      throw new IllegalStateException("the gateway's database does not answer", e);
    }
  }

  private static <T extends Record> List<T> list(
      Connection connection, Class<T> type, String sql, @Nullable Object... arguments)
      throws SQLException {
    try (var statement = prepared(connection, sql, arguments);
        var rows = statement.executeQuery()) {
      var found = new ArrayList<T>();
      while (rows.next()) {
        found.add(read(type, rows));
      }
      return found;
    }
  }

  /** Finds a row of this merchant; what another merchant has is not found. */
  <T extends Record> Optional<T> find(Class<T> type, String table, String merchantId, String id) {
    var sql = "select * from " + table + " where merchant_id = ? and id = ?";
    return list(type, sql, merchantId, id).stream().findFirst();
  }

  /**
   * Does what was approved under {@code reference}, unless it was done before. The effect and the
   * reference are stored together or not at all.
   *
   * @throws SQLException if it is not known whether they were
   */
  PaymentOutcome once(String reference, Instant now, Effect effect) throws SQLException {
    return transaction(
        connection -> {
          var before = list(connection, Done.class, Done.SQL, reference);
          if (!before.isEmpty()) {
            return before.get(0).outcome();
          }
          var done = new Done(effect.apply((sql, more) -> change(connection, sql, more)), now);
          var sql = "insert into operation (reference, rejected, at) values (?, ?, ?)";
          change(connection, sql, reference, done.rejected(), now);
          return done.outcome();
        });
  }

  /** What became of an operation. What is not stored was not done. */
  PaymentOutcome outcomeOf(String reference) {
    var done = list(Done.class, Done.SQL, reference);
    return done.isEmpty() ? new PaymentOutcome.NotSent() : done.get(0).outcome();
  }

  private record Done(@Nullable String rejected, Instant at) {
    static final String SQL = "select rejected, at from operation where reference = ?";

    PaymentOutcome outcome() {
      return rejected == null
          ? PaymentOutcome.Settled.at(at)
          : new PaymentOutcome.Rejected(rejected);
    }
  }

  /** Makes changes, all of them or none. */
  void change(Effect effect) {
    try {
      transaction(
          connection -> {
            effect.apply((sql, more) -> change(connection, sql, more));
            return true;
          });
    } catch (SQLException e) {
      throw new IllegalStateException("the gateway's database cannot be changed", e);
    }
  }

  private interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** One at a time writes to SQLite; the others wait until it is their turn. */
  private <T> T transaction(Work<T> work) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      change(connection, "pragma busy_timeout = 10000");
      change(connection, "begin immediate");
      try {
        var result = work.with(connection);
        change(connection, "commit");
        return result;
      } catch (SQLException | RuntimeException e) {
        try {
          change(connection, "rollback");
        } catch (SQLException again) {
          e.addSuppressed(again);
        }
        throw e;
      }
    }
  }

  private static int change(Connection connection, String sql, @Nullable Object... arguments)
      throws SQLException {
    try (var statement = prepared(connection, sql, arguments)) {
      statement.execute();
      return statement.getUpdateCount();
    }
  }

  private static PreparedStatement prepared(
      Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
    var statement = connection.prepareStatement(sql);
    for (int i = 0; i < arguments.length; i++) {
      var value = arguments[i];
      statement.setObject(i + 1, value instanceof Instant at ? (Object) millis(at) : value);
    }
    return statement;
  }

  /** Who asks for what was created in a million years gets nothing rather than an overflow. */
  private static long millis(Instant at) {
    return Math.max(-MAX_SECONDS, Math.min(at.getEpochSecond(), MAX_SECONDS)) * 1000
        + at.getNano() / 1_000_000;
  }

  private static <T extends Record> T read(Class<T> type, ResultSet row) throws SQLException {
    var components = type.getRecordComponents();
    var values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = value(components[i], row);
    }
    try {
      var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code amountFormatted} is column {@code amount} for the eye. */
  private static @Nullable Object value(RecordComponent component, ResultSet row)
      throws SQLException {
    var type = component.getType();
    var name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    if (name.endsWith("_formatted")) {
      return Money.mxn(row.getLong(name.replace("_formatted", ""))).formatted();
    }
    if (row.getObject(name) == null) {
      return null;
    }
    if (type == Instant.class) {
      return Instant.ofEpochMilli(row.getLong(name));
    }
    if (type == long.class) {
      return row.getLong(name);
    }
    return type == boolean.class ? (Object) row.getBoolean(name) : row.getString(name);
  }

  private static String schema() {
    try (var in = GatewayDatabase.class.getResourceAsStream("schema.sql")) {
      return new String(Objects.requireNonNull(in, "schema.sql").readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
