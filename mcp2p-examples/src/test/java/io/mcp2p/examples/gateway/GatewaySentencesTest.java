package io.mcp2p.examples.gateway;

import static io.mcp2p.examples.gateway.GatewayServer.ALL;
import static io.mcp2p.examples.gateway.GatewayServer.GatewayClient.map;
import static io.mcp2p.examples.gateway.GatewayServer.GatewayClient.maps;
import static io.mcp2p.examples.gateway.GatewayServer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.examples.gateway.GatewayServer.GatewayClient;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documentation of hosted payment servers shows people asking, in our words, and the call
 * that answers it. It is Friday, 20 November 2026.
 */
class GatewaySentencesTest {
  private static final Map<String, Object> SHOP = Map.of("merchantId", "123");
  private static final Map<String, Object> LAST_WEEK =
      Map.of("merchantId", "123", "from", "2026-11-09T00:00:00Z", "to", "2026-11-16T00:00:00Z");

  @TempDir private static Path folder;
  private static GatewayServer server;
  private static GatewayClient client;

  @BeforeAll
  static void start() throws Exception {
    server = new GatewayServer(folder);
    client = server.client(ALL, "123", "456", "789");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Map<String, Object> first(String tool, Map<String, ?> arguments) {
    return client.items(tool, arguments).get(0);
  }

  // Plexo, https://plexo.gitbook.io/rest-api/getting-started/mcp-server

  /** Which payments of merchant 123 failed last week? */
  @Test
  void failedPaymentsOfLastWeek() {
    var failed = client.items("gateway_list_payments", with(LAST_WEEK, "status", "failed"));

    assertThat(failed)
        .isNotEmpty()
        .allSatisfy(
            it -> {
              assertThat(it).containsEntry("status", "failed").containsKey("errorCode");
              assertThat((String) it.get("createdAt")).matches("2026-11-(09|1[0-5])T.*");
            });
    assertThat(client.items("gateway_list_payments", LAST_WEEK)).hasSizeGreaterThan(failed.size());
  }

  /** Charge 100 to the VISA of a customer of merchant 123. */
  @Test
  void chargeWithVisa() {
    var visa = first("gateway_list_payments", with(SHOP, "method", "visa")).get("instrumentId");
    var paid =
        client.approved(
            "gateway_create_payment",
            Map.of(
                "merchantId",
                "123",
                "instrumentId",
                visa,
                "amount",
                100_00,
                "description",
                "Order 2001"));

    assertThat(paid).containsEntry("amountFormatted", "MXN 100.00");
    assertThat(map(paid.get("payment"))).containsEntry("method", "visa");
  }

  /** Which merchants are there, and how is merchant 789 set up? */
  @Test
  void merchantsAndTheirConfiguration() {
    assertThat(client.items("gateway_list_merchants", Map.of()))
        .extracting(it -> it.get("name"))
        .containsExactlyInAnyOrder("Romero Libros", "Café Tacubaya", "Bicicletas Sur");

    var shop = client.data("gateway_get_merchant", Map.of("merchantId", "789"));

    assertThat(map(shop.get("merchant"))).containsEntry("captureMode", "manual");
    assertThat(maps(shop.get("methods")))
        .filteredOn(it -> it.get("method").equals("amex"))
        .extracting(it -> it.get("enabled"))
        .containsExactly(false);
  }

  /** Let merchant 456 take American Express. */
  @Test
  void enableAPaymentMethod() {
    var change = Map.of("merchantId", "456", "method", "amex", "enabled", true);
    var asked = client.data("gateway_configure_merchant", change);
    assertThat((String) asked.get("summary")).contains("Café Tacubaya", "amex=true", "unchanged");

    var done = client.approved("gateway_configure_merchant", with(change, "captureMode", "manual"));

    assertThat(maps(done.get("methods")))
        .extracting(it -> it.get("enabled"))
        .containsExactly(true, true, true, true);
  }

  /** Capture the payment that is authorised; cancel the other. */
  @Test
  void captureAndCancel() {
    var authorised =
        client.items("gateway_list_payments", with(SHOP, "status", "authorised")).stream()
            .map(it -> Map.of("merchantId", "123", "id", it.get("id")))
            .toList();
    var captured = client.approved("gateway_capture_payment", authorised.get(0));
    var cancelled = client.approved("gateway_cancel_payment", authorised.get(1));

    assertThat(map(captured.get("payment"))).containsEntry("status", "captured");
    assertThat(map(cancelled.get("payment"))).containsEntry("status", "cancelled");
  }

  /** Which checkout sessions are still open? Show one, and close it. */
  @Test
  void openSessions() {
    var open = client.items("gateway_list_sessions", with(SHOP, "status", "open"));
    assertThat(open)
        .isNotEmpty()
        .allSatisfy(
            it -> assertThat((String) it.get("expiresAt")).isGreaterThan(GatewayServer.NOW));
    var one = Map.of("merchantId", "123", "id", open.get(0).get("id"));

    assertThat(client.data("gateway_get_session", one)).containsEntry("status", "open");
    client.approved("gateway_expire_session", one);
    assertThat(client.data("gateway_get_session", one)).containsEntry("status", "expired");
    assertThat(client.code("gateway_expire_session", one)).isEqualTo("GATEWAY_SESSION_CLOSED");
  }

  // Stripe, https://docs.stripe.com/mcp: its tools for customers, payment links and refunds

  /** Is there a customer with this email? If not, make one. */
  @Test
  void findOrCreateACustomer() {
    var email = "Irma.Solis@example.com";
    assertThat(client.items("gateway_list_customers", with(SHOP, "email", email))).isEmpty();

    var made =
        client.approved(
            "gateway_create_customer",
            Map.of("merchantId", "123", "name", "Irma Solís", "email", email));

    assertThat(made).doesNotContainKey("amount").containsEntry("instruments", List.of());
    assertThat(
            client.items("gateway_list_customers", with(SHOP, "email", "irma.solis@example.com")))
        .containsExactly(map(made.get("customer")));
  }

  /** Make a link at which a workshop for 450 can be paid; later, stop it. */
  @Test
  void createAPaymentLink() {
    var made =
        client.approved(
            "gateway_create_link",
            Map.of("merchantId", "123", "amount", 450_00, "description", "Workshop, 2 hours"));
    var link = map(made.get("link"));
    var one = Map.of("merchantId", "123", "id", link.get("id"));

    assertThat(link)
        .containsEntry("amountFormatted", "MXN 450.00")
        .containsEntry("url", "https://pay.example.com/" + link.get("id"))
        .containsEntry("active", true);
    assertThat(client.data("gateway_get_link", one)).containsEntry("active", true);
    client.approved("gateway_deactivate_link", one);
    assertThat(client.items("gateway_list_links", with(SHOP, "active", true)))
        .noneMatch(it -> it.get("id").equals(link.get("id")));
    assertThat(client.code("gateway_deactivate_link", one)).isEqualTo("GATEWAY_LINK_INACTIVE");
  }

  /** Refund 20 of that payment. */
  @Test
  void refundAPart() {
    var paid = first("gateway_list_payments", with(SHOP, "status", "captured"));
    var refunded =
        client.approved(
            "gateway_refund_payment",
            Map.of("merchantId", "123", "id", paid.get("id"), "amount", 20_00, "reason", "Late"));

    assertThat(refunded).containsEntry("amountFormatted", "MXN 20.00");
    assertThat(map(refunded.get("payment")))
        .containsEntry("status", "partially_refunded")
        .containsEntry("refunded", 20_00);
  }

  // Flex, https://docs.withflex.com/developer-guides/integration/mcp/overview and quick-start

  /** Show the five newest payments. */
  @Test
  void fiveNewestPayments() {
    var newest = client.items("gateway_list_payments", with(SHOP, "limit", 5));

    assertThat(newest).hasSize(5);
    assertThat(newest)
        .extracting(it -> (String) it.get("createdAt"))
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  /** What was captured yesterday, and what was refunded? */
  @Test
  void yesterday() {
    Map<String, Object> span =
        Map.of("merchantId", "123", "from", "2026-11-19T00:00:00Z", "to", "2026-11-20T00:00:00Z");

    for (var list : List.of("gateway_list_payments", "gateway_list_refunds")) {
      assertThat(client.items(list, span))
          .allSatisfy(it -> assertThat((String) it.get("createdAt")).startsWith("2026-11-19T"));
    }
    assertThat(client.items("gateway_list_payments", span)).isNotEmpty();
  }

  /** Look this payment up for a customer who calls: why did it fail? */
  @Test
  void whyAPaymentFailed() {
    var failed = first("gateway_list_payments", with(SHOP, "status", "failed"));
    var shown =
        client.data("gateway_get_payment", Map.of("merchantId", "123", "id", failed.get("id")));

    assertThat(shown).containsAllEntriesOf(failed);
    assertThat(client.items("gateway_list_error_codes", Map.of()))
        .anySatisfy(it -> assertThat(it).containsEntry("code", shown.get("errorCode")));
  }

  /** Which customers are new this month? */
  @Test
  void newCustomersOfTheMonth() {
    assertThat(client.items("gateway_list_customers", with(SHOP, "from", "2026-11-01T00:00:00Z")))
        .isNotEmpty()
        .allSatisfy(it -> assertThat((String) it.get("createdAt")).startsWith("2026-11"));
  }

  // Pelcro, https://docs.pelcro.com/docs/mcp-examples

  /** Through which processor, and with which methods, do we take money? */
  @Test
  void processorsAndMethods() {
    assertThat(client.items("gateway_list_processors", Map.of()))
        .extracting(it -> it.get("meaning"))
        .contains("PROSA");
    assertThat(client.items("gateway_list_methods", Map.of()))
        .extracting(it -> it.get("code"))
        .containsExactly("amex", "carnet", "mastercard", "visa");
  }

  /** Which cards has this customer saved? Remove one, as he asks. */
  @Test
  void savedCardsOfACustomer() {
    var customer = first("gateway_list_customers", Map.of("merchantId", "456"));
    var one = Map.of("merchantId", "456", "id", customer.get("id"));
    var saved = maps(client.data("gateway_get_customer", one).get("instruments"));

    assertThat(saved)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it).containsOnlyKeys("id", "method", "last4", "expires");
              assertThat((String) it.get("last4")).matches("\\d{4}");
            });
    var left =
        client.approved(
            "gateway_remove_instrument", Map.of("merchantId", "456", "id", saved.get(0).get("id")));
    assertThat(left).containsEntry("instruments", List.of());
  }

  /** How much did we give back in October? */
  @Test
  void refundsOfAMonth() {
    Map<String, Object> october =
        Map.of("merchantId", "123", "from", "2026-10-01T00:00:00Z", "to", "2026-11-01T00:00:00Z");

    assertThat(
            client.items("gateway_list_refunds", october).stream()
                .mapToLong(it -> ((Number) it.get("amount")).longValue())
                .sum())
        .isPositive();
  }
}
