package io.mcp2p.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The few things that are done with a connection. */
final class Statements {
  private Statements() {}

  /** Makes something of the row that a result stands at. */
  interface Row<T extends @Nullable Object> {
    T of(ResultSet row) throws SQLException;
  }

  static <T> List<T> query(
      Connection connection, int timeout, String sql, List<?> parameters, Row<T> row)
      throws SQLException {
    try (var statement = prepare(connection, timeout, sql, parameters);
        var rows = statement.executeQuery()) {
      var all = new ArrayList<T>();
      while (rows.next()) {
        all.add(row.of(rows));
      }
      return all;
    }
  }

  /** The one row of a query that has one, always. */
  static <T extends @Nullable Object> T queryOne(
      Connection connection, int timeout, String sql, Row<T> row) throws SQLException {
    try (var statement = prepare(connection, timeout, sql, List.of());
        var rows = statement.executeQuery()) {
      if (!rows.next()) {
        throw new SQLException("no row: " + sql);
      }
      return row.of(rows);
    }
  }

  static int update(Connection connection, int timeout, String sql, List<?> parameters)
      throws SQLException {
    try (var statement = prepare(connection, timeout, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  static void execute(Connection connection, int timeout, String sql, List<?> parameters)
      throws SQLException {
    try (var statement = prepare(connection, timeout, sql, parameters)) {
      statement.execute();
    }
  }

  /** Several statements without parameters. */
  static void script(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static PreparedStatement prepare(
      Connection connection, int timeout, String sql, List<?> parameters) throws SQLException {
    var statement = connection.prepareStatement(sql);
    try {
      if (timeout > 0) {
        statement.setQueryTimeout(timeout);
      }
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }
}
