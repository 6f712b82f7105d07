package io.mcp2p.examples.gateway;

import io.mcp2p.examples.gateway.GatewayDatabase.Changes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Three merchants in Mexico and six weeks of their business up to now, the same for the same seed
 * and time.
 */
final class SampleData {
  private static final List<String> MERCHANTS =
      List.of("Romero Libros", "Café Tacubaya", "Bicicletas Sur");
  private static final List<String> IDS = List.of("123", "456", "789");
  private static final List<String> NAMES =
      List.of("Ana", "Bruno", "Carla", "Diego", "Elena", "Fabián", "Gabriela", "Hugo");
  private static final List<String> SURNAMES =
      List.of("Romero", "Salas", "Torres", "Ugalde", "Vega", "Zamora");
  private static final List<String> METHODS = List.of("visa", "mastercard", "amex", "carnet");
  private static final List<String> STATUSES =
      List.of("captured", "captured", "captured", "failed", "authorised", "refunded", "cancelled");
  private static final int CUSTOMERS = 12;
  private static final int PAYMENTS = 90;
  private static final int SESSIONS = 12;
  private static final Duration BETWEEN_PAYMENTS = Duration.ofHours(11);

  private final Changes changes;
  private final Random random;
  private final Instant now;

  private SampleData(Changes changes, Random random, Instant now) {
    this.changes = changes;
    this.random = random;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  static void fill(GatewayDatabase database, long seed, Instant now) {
    database.change(
        changes -> {
          var data = new SampleData(changes, new Random(seed), now);
          for (int i = 0; i < IDS.size(); i++) {
            data.merchant(IDS.get(i), MERCHANTS.get(i), i);
          }
          return null;
        });
  }

  private void merchant(String id, String name, int number) throws SQLException {
    var since = now.minus(Duration.ofDays(400 - number));
    var mode = number == 2 ? "manual" : "automatic";
    insert("merchant", id, name, mode, name.toUpperCase(Locale.ROOT), since);
    for (String method : METHODS) {
      // Who takes no American Express shows what a disabled method looks like.
      insert("merchant_method", id, method, "prosa", number == 0 || !method.equals("amex"));
    }
    for (int i = 1; i <= CUSTOMERS; i++) {
      customer(id, i);
    }
    for (int i = 1; i <= PAYMENTS; i++) {
      payment(id, i);
    }
    for (int i = 1; i <= SESSIONS; i++) {
      session(id, i);
    }
  }

  private void customer(String merchant, int number) throws SQLException {
    var first = any(NAMES);
    var last = any(SURNAMES);
    var id = id("cus", merchant, number);
    var email = (first + "." + last + number + "@example.com").toLowerCase(Locale.ROOT);
    var since = now.minus(Duration.ofDays(3L * (CUSTOMERS - number)).plusHours(5));
    insert("customer", id, merchant, first + " " + last, email.replace("á", "a"), since);
    insert(
        "instrument",
        id("ins", merchant, number),
        merchant,
        id,
        METHODS.get(number % METHODS.size()),
        "%04d".formatted(random.nextInt(10_000)),
        "20%d-%02d".formatted(28 + random.nextInt(4), 1 + random.nextInt(12)),
        since,
        null);
  }

  private void payment(String merchant, int number) throws SQLException {
    var id = id("pmt", merchant, number);
    int customer = 1 + random.nextInt(CUSTOMERS);
    var status = any(STATUSES);
    long amount = 50_00L + random.nextInt(200_000);
    var at = now.minus(BETWEEN_PAYMENTS.multipliedBy(PAYMENTS - number)).minusSeconds(4000);
    boolean captured = status.equals("captured") || status.equals("refunded");
    insert(
        "payment",
        id,
        merchant,
        status,
        amount,
        captured ? amount : 0L,
        status.equals("refunded") ? amount : 0L,
        METHODS.get(customer % METHODS.size()),
        "prosa",
        id("cus", merchant, customer),
        id("ins", merchant, customer),
        "Order " + (1000 + number),
        status.equals("failed") ? any(ReferenceTools.ERRORS.subList(0, 5)) : null,
        at,
        at.plusSeconds(60));
    if (status.equals("refunded")) {
      insert("refund", id("ref", merchant, number), merchant, id, amount, "Returned", at);
    }
  }

  private void session(String merchant, int number) throws SQLException {
    var link = number % 4 == 1 ? id("lnk", merchant, number) : null;
    long amount = 100_00L * number;
    var at = now.minus(Duration.ofHours(20L * (SESSIONS - number)).plusMinutes(10));
    if (link != null) {
      insert("link", link, merchant, "Workshop " + number, amount, number > 1, at);
    }
    var status = number % 3 == 0 ? "complete" : "open";
    var payment = number % 3 == 0 ? id("pmt", merchant, number) : null;
    var expires = at.plus(Duration.ofHours(24));
    insert(
        "session",
        id("ses", merchant, number),
        merchant,
        status,
        amount,
        link,
        payment,
        at,
        expires);
  }

  private static String id(String kind, String merchant, int number) {
    return "%s_%s%03d".formatted(kind, merchant, number);
  }

  private <T> T any(List<T> many) {
    return many.get(random.nextInt(many.size()));
  }

  private void insert(String table, @Nullable Object... values) throws SQLException {
    var places = "?" + ", ?".repeat(values.length - 1);
    changes.make("insert into " + table + " values (" + places + ")", values);
  }
}
