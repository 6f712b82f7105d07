package io.mcp2p.verification;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * One row for each secret: the last step that was used. One statement decides, so it is as atomic
 * as the database's rows are; SQLite and PostgreSQL take the same.
 */
final class JdbcUsedSteps implements UsedSteps {
  private static final int TIMEOUT_SECONDS = 5;
  private static final String USE =
      """
      insert into mcp2p_used_step (secret, step) values (?, ?)
      on conflict (secret) do update set step = excluded.step
        where mcp2p_used_step.step < excluded.step""";

  private final DataSource dataSource;

  JdbcUsedSteps(DataSource dataSource) {
    this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
  }

  @Override
  public boolean use(String key, long step) {
    try (var connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(true);
      try {
        return used(connection, key, step);
      } finally {
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the used step was not stored", e);
    }
  }

  private static boolean used(Connection connection, String key, long step) throws SQLException {
    try (var statement = connection.prepareStatement(USE)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      statement.setString(1, key);
      statement.setLong(2, step);
      return statement.executeUpdate() == 1;
    }
  }
}
