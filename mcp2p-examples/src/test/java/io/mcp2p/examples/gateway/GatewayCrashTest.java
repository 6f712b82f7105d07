package io.mcp2p.examples.gateway;

import static io.mcp2p.examples.gateway.GatewayServer.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refund whose outcome was not heard is found again by another process, and not made again. */
class GatewayCrashTest {
  private static final Map<String, Object> OF = Map.of("merchantId", "123");

  @TempDir private Path folder;

  /** {@code begin immediate}: before anything is stored; {@code commit}: after all of it is. */
  @ParameterizedTest
  @CsvSource({"begin immediate, failed, 0", "commit, settled, 2000"})
  void refundThatWasNotHeardOf_isLookedUp(String where, String status, int refunded)
      throws Exception {
    Map<String, Object> refund;
    Object operation;
    var broken = new AtomicBoolean();
    try (var server =
        new GatewayServer(
            folder,
            (source, seed, now) -> Gateway.tools(failing(source, where, broken), seed, now))) {
      var shop = server.client("shop", Locale.ENGLISH, ALL, "123");
      var captured =
          shop.items("gateway_list_payments", GatewayServer.with(OF, "status", "captured")).get(0);
      refund =
          shop.asked(
              "gateway_refund_payment",
              Map.of(
                  "merchantId",
                  "123",
                  "id",
                  captured.get("id"),
                  "amount",
                  20_00,
                  "reason",
                  "Late"));
      broken.set(true);
      var pending = shop.data("gateway_refund_payment", refund);
      assertThat(pending).containsEntry("status", "pending");
      operation = pending.get("paymentId");
    }

    try (var server = new GatewayServer(folder)) {
      server.clock.advance(Duration.ofHours(3));
      var shop = server.client("shop", Locale.ENGLISH, ALL, "123");
      shop.result("gateway_refund_payment", refund);
      assertThat(server.reconcile()).isEqualTo(1);

      assertThat(shop.data("payments_get", Map.of("paymentId", operation)))
          .containsEntry("status", status);
      shop.result("gateway_refund_payment", refund);
      assertThat(
              shop.data("gateway_get_payment", Map.of("merchantId", "123", "id", refund.get("id"))))
          .containsEntry("refunded", refunded);
    }
  }

  @ParameterizedTest
  @CsvSource({"begin immediate, false", "commit, true"})
  void chargeThatWasNotHeardOf_isPendingWhetherMadeOrNot(String where, boolean made)
      throws Exception {
    var broken = new AtomicBoolean();
    try (var server =
        new GatewayServer(
            folder,
            (source, seed, now) -> Gateway.tools(failing(source, where, broken), seed, now))) {
      var shop = server.client(ALL, "123");
      var charge =
          shop.asked(
              "gateway_create_payment",
              Map.of(
                  "merchantId", "123",
                  "instrumentId", "ins_123001",
                  "amount", 100_00,
                  "description", "Order"));
      broken.set(true);
      var pending = shop.data("gateway_create_payment", charge);

      assertThat(pending).containsEntry("status", "pending");
      assertThat(pending.containsKey("payment")).isEqualTo(made);
    }
  }

  @Test
  void operation_isDoneOnceUnderItsReference() throws Exception {
    try (var server = new GatewayServer(folder)) {
      var database = new GatewayDatabase(server.source);
      GatewayDatabase.Effect rename =
          changes ->
              changes.makeOr("gone", "update merchant set name = name || '!' where id = '123'");

      var first = database.once("gwo-1", server.clock.instant(), rename);
      var second = database.once("gwo-1", server.clock.instant().plusSeconds(9), rename);

      assertThat(second).isEqualTo(first);
      assertThat(new Access(database).find("123").orElseThrow().name()).isEqualTo("Romero Libros!");
    }
  }

  /** A database whose connection breaks as it is told to do {@code where}, once broken. */
  private static DataSource failing(DataSource source, String where, AtomicBoolean broken) {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          var made = method.invoke(source, arguments);
          return made instanceof Connection connection ? failing(connection, where, broken) : made;
        });
  }

  private static Connection failing(Connection connection, String where, AtomicBoolean broken) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          var made = method.invoke(connection, arguments);
          if (made instanceof PreparedStatement statement
              && where.equals(arguments[0])
              && broken.get()) {
            if (where.equals("commit")) {
              statement.execute();
            }
            statement.close();
            throw new InvocationTargetException(new SQLException("the line is dead"));
          }
          return made;
        });
  }

  private interface Call {
    Object with(Method method, Object[] arguments)
        throws ReflectiveOperationException, SQLException;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return call.with(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
