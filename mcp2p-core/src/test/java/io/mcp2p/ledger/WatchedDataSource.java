package io.mcp2p.ledger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A data source whose every step a test can see, and break: {@code borrow}, {@code before} and
 * {@code after} each statement and commit. Only faults are made up; the database is real.
 */
public final class WatchedDataSource {
  private final DataSource target;
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final AtomicInteger borrowed = new AtomicInteger();
  private volatile Fault fault = event -> {};

  /** What a test has go wrong. */
  @FunctionalInterface
  public interface Fault {
    /**
     * Throws, or does not.
     *
     * @param event {@code borrow}, or {@code before } or {@code after }, and a statement in lower
     *     case or {@code commit}
     */
    void at(String event) throws SQLException;
  }

  private WatchedDataSource(DataSource target) {
    this.target = target;
  }

  /** Watches {@code target}. */
  public static WatchedDataSource of(DataSource target) {
    return new WatchedDataSource(target);
  }

  /** Breaks what follows. */
  public void breaks(Fault how) {
    fault = how;
  }

  /** Breaks the first event that begins so, and nothing after it. */
  public void breaksOnce(String beginning) {
    var left = new AtomicInteger(1);
    fault =
        event -> {
          if (event.startsWith(beginning) && left.getAndDecrement() > 0) {
            throw new SQLException("connection lost at: " + event, "08006");
          }
        };
  }

  /** Breaks nothing from here on. */
  public void works() {
    fault = event -> {};
  }

  /** Every statement that was prepared, oldest first. */
  public List<String> statements() {
    return List.copyOf(statements);
  }

  /** How many connections are out. */
  public int borrowed() {
    return borrowed.get();
  }

  /** The data source to give to a ledger. */
  public DataSource dataSource() {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          if (!method.getName().equals("getConnection")) {
            return call(target, method, arguments);
          }
          fault.at("borrow");
          var connection = (Connection) call(target, method, arguments);
          borrowed.incrementAndGet();
          return connection(connection);
        });
  }

  private Connection connection(Connection connection) {
    return proxy(
        Connection.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "prepareStatement" -> {
                var sql = last((String) arguments[0]);
                statements.add(sql);
                yield statement(
                    PreparedStatement.class, (Statement) call(connection, method, arguments), sql);
              }
              case "createStatement" ->
                  statement(Statement.class, (Statement) call(connection, method, arguments), null);
              case "commit" -> step("commit", () -> call(connection, method, arguments));
              case "close" -> {
                borrowed.decrementAndGet();
                yield call(connection, method, arguments);
              }
              default -> call(connection, method, arguments);
            });
  }

  private <T extends Statement> T statement(Class<T> type, Statement statement, String prepared) {
    return proxy(
        type,
        (self, method, arguments) -> {
          if (!method.getName().startsWith("execute")) {
            return call(statement, method, arguments);
          }
          var sql = prepared == null ? (String) arguments[0] : prepared;
          return step(
              sql.strip().toLowerCase(Locale.ROOT), () -> call(statement, method, arguments));
        });
  }

  /** Of statements that are sent together, the one that the others are for. */
  private static String last(String sql) {
    var step = sql.endsWith(";\ncommit") ? sql.substring(0, sql.lastIndexOf(";\n")) : sql;
    return step.substring(step.lastIndexOf(";\n") + 1).strip();
  }

  private interface Step {
    Object run() throws Throwable;
  }

  private Object step(String name, Step step) throws Throwable {
    fault.at("before " + name);
    var result = step.run();
    fault.at("after " + name);
    return result;
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            WatchedDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
