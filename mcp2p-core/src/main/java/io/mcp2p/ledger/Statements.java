package io.mcp2p.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
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

  /**
   * A null whose type is known. PostgreSQL keeps a statement prepared for the types that it came
   * with, and a plain null comes without one.
   */
  enum Null {
    TEXT(Types.VARCHAR),
    NUMBER(Types.BIGINT);

    private final int type;

    Null(int type) {
      this.type = type;
    }

    static Object or(@Nullable String text) {
      return text == null ? TEXT : text;
    }

    static Object or(@Nullable Long number) {
      return number == null ? NUMBER : number;
    }
  }

  /** What goes ahead of a statement, in the same message to the database and so in one step. */
  record Guard(String sql, List<?> parameters) {
    static final Guard NONE = new Guard("", List.of());
  }

  static <T> List<T> query(
      Connection connection, Guard guard, String sql, List<?> parameters, Row<T> row)
      throws SQLException {
    try (var statement = executed(connection, guard, sql, parameters);
        var rows = statement.getResultSet()) {
      var all = new ArrayList<T>();
      while (rows.next()) {
        all.add(row.of(rows));
      }
      return all;
    }
  }

  /** The one row of a query without parameters that has one, always. */
  static <T extends @Nullable Object> T queryOne(Connection connection, String sql, Row<T> row)
      throws SQLException {
    try (var statement = executed(connection, Guard.NONE, sql, List.of());
        var rows = statement.getResultSet()) {
      if (!rows.next()) {
        throw new SQLException("no row: " + sql);
      }
      return row.of(rows);
    }
  }

  /** Returns how many rows were changed. */
  static int update(Connection connection, Guard guard, String sql, List<?> parameters)
      throws SQLException {
    try (var statement = executed(connection, guard, sql, parameters)) {
      return statement.getUpdateCount();
    }
  }

  static void execute(Connection connection, String sql, List<?> parameters) throws SQLException {
    executed(connection, Guard.NONE, sql, parameters).close();
  }

  /** Several statements without parameters. */
  static void script(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static PreparedStatement executed(
      Connection connection, Guard guard, String sql, List<?> parameters) throws SQLException {
    var statement = connection.prepareStatement(guard.sql() + sql);
    try {
      bind(statement, guard, parameters);
      statement.execute();
      if (!guard.parameters().isEmpty()) {
        statement.getMoreResults(); // past the guard's
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  static void bind(PreparedStatement statement, Guard guard, List<?> parameters)
      throws SQLException {
    int last = 0;
    for (Object parameter : guard.parameters()) {
      statement.setObject(++last, parameter);
    }
    for (Object parameter : parameters) {
      if (parameter instanceof Null none) {
        statement.setNull(++last, none.type);
      } else {
        statement.setObject(++last, parameter);
      }
    }
  }
}
