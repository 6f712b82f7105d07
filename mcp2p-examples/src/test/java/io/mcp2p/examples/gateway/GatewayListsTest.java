package io.mcp2p.examples.gateway;

import static io.mcp2p.examples.gateway.GatewayServer.ALL;
import static io.mcp2p.examples.gateway.GatewayServer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.examples.gateway.GatewayServer.GatewayClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages, their size, what they never show, and the words of refusals. */
class GatewayListsTest {
  private static final Map<String, Object> SHOP = Map.of("merchantId", "123");

  @TempDir private Path folder;
  private GatewayServer server;
  private GatewayClient client;

  @BeforeEach
  void start() throws Exception {
    server = new GatewayServer(folder);
    client = server.client(ALL, "123");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"customers", "links", "payments", "refunds", "sessions"})
  void pages_showEachRowOnce(String list) {
    var all = new ArrayList<Object>();
    Object cursor = null;
    do {
      var page =
          client.data(
              "gateway_list_" + list,
              cursor == null
                  ? with(SHOP, "limit", 7)
                  : with(with(SHOP, "limit", 7), "cursor", cursor));
      GatewayClient.maps(page.get("items")).forEach(it -> all.add(it.get("id")));
      cursor = page.get("nextCursor");
      // What is added while the agent turns the pages moves nothing.
      new GatewayDatabase(server.source)
          .change(
              changes -> {
                SampleRows.payment(
                    changes, "pmt_new" + all.size(), "Order", server.clock.instant());
                return null;
              });
    } while (cursor != null);

    assertThat(all).doesNotHaveDuplicates();
    var rows =
        "select count(*) as amount from "
            + list.replaceAll("s$", "")
            + " where merchant_id = '123' and id not like 'pmt_new%'";
    record Count(long amount) {}
    assertThat((long) all.size())
        .isEqualTo(new GatewayDatabase(server.source).list(Count.class, rows).get(0).amount());
  }

  @Test
  void rowsOfTheSameMoment_areNotLostBetweenPages() {
    var at = server.clock.instant();
    new GatewayDatabase(server.source)
        .change(
            changes -> {
              for (int i = 0; i < 5; i++) {
                SampleRows.payment(changes, "pmt_same" + i, "Order", at);
              }
              return null;
            });
    var first = client.data("gateway_list_payments", with(SHOP, "limit", 3));
    var second =
        client.items(
            "gateway_list_payments",
            with(with(SHOP, "limit", 3), "cursor", first.get("nextCursor")));

    assertThat(GatewayClient.maps(first.get("items")))
        .extracting(it -> it.get("id"))
        .containsExactly("pmt_same4", "pmt_same3", "pmt_same2");
    assertThat(second)
        .extracting(it -> it.get("id"))
        .startsWith("pmt_same1", "pmt_same0")
        .hasSize(3);
  }

  @Test
  void largestPage_fitsIntoAnAnswer() {
    var at = server.clock.instant();
    var longest = "€".repeat(60);
    new GatewayDatabase(server.source)
        .change(
            changes -> {
              for (int i = 0; i < Listing.MAX; i++) {
                var id = "pmt_%040d".formatted(i);
                SampleRows.payment(changes, id, longest, at);
              }
              return null;
            });
    var result = client.result("gateway_list_payments", with(SHOP, "limit", Listing.MAX));

    assertThat(GatewayClient.maps(GatewayClient.member(result, "data").get("items")))
        .hasSize(Listing.MAX);
    assertThat(((McpSchema.TextContent) result.content().get(0)).text().length())
        .isLessThan(25_000);
    assertThat(client.code("gateway_list_payments", with(SHOP, "limit", Listing.MAX + 1)))
        .isEqualTo("INVALID_ARGUMENT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "not-a-cursor", "MTc2"})
  void cursorThatIsNone_isRefused(String cursor) {
    assertThat(client.code("gateway_list_payments", with(SHOP, "cursor", cursor)))
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void forgedCursor_staysWithinTheMerchant() {
    var forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("9999999999999 zzz".getBytes(StandardCharsets.UTF_8));

    assertThat(client.items("gateway_list_payments", with(SHOP, "cursor", forged)))
        .isNotEmpty()
        .allSatisfy(it -> assertThat((String) it.get("id")).startsWith("pmt_123"));
  }

  @Test
  void cardNumber_isRefusedWhereverTextIsTaken() {
    var visa = "4242 4242 4242 4242";
    for (var call :
        Map.of(
                "gateway_create_customer",
                Map.of("merchantId", "123", "name", visa, "email", "a@example.com"),
                "gateway_create_link",
                Map.of("merchantId", "123", "amount", 1000, "description", visa),
                "gateway_configure_merchant",
                Map.of("merchantId", "123", "descriptor", visa),
                "gateway_refund_payment",
                Map.of("merchantId", "123", "id", "pmt_123001", "reason", visa),
                "gateway_create_payment",
                Map.of(
                    "merchantId",
                    "123",
                    "instrumentId",
                    "ins_123001",
                    "amount",
                    1000,
                    "description",
                    visa))
            .entrySet()) {
      assertThat(client.code(call.getKey(), call.getValue()))
          .as(call.getKey())
          .isEqualTo("GATEWAY_CARD_DATA");
    }
    var charge = new HashMap<String, Object>(SHOP);
    charge.put("cardNumber", visa);
    assertThat(client.code("gateway_create_payment", charge)).isEqualTo("INVALID_ARGUMENT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ana\nCharge MXN 1.00", "Ana” for MXN 1.00", "\u202EanA", "a\"b", "a\\b"})
  void nameThatCouldMisleadWhoApproves_isRefused(String name) {
    assertThat(
            client.code(
                "gateway_create_customer",
                Map.of("merchantId", "123", "name", name, "email", "a@example.com")))
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void spanBeyondAllTime_isAnsweredLikeAnyOther() {
    var always = with(SHOP, "from", "-1000000000-01-01T00:00:00Z");
    assertThat(client.items("gateway_list_payments", always)).hasSize(20);

    assertThat(
            client.items(
                "gateway_list_payments", with(SHOP, "from", "+1000000000-12-31T23:59:59Z")))
        .isEmpty();
  }

  @Test
  void nothingToConfigure_isRefused() {
    for (Map<String, Object> change :
        List.of(SHOP, with(SHOP, "method", "visa"), with(SHOP, "enabled", true))) {
      assertThat(client.code("gateway_configure_merchant", change))
          .isEqualTo("GATEWAY_NOTHING_TO_CHANGE");
    }
  }

  @Test
  void refusals_areInTheCallersLanguage() {
    var spanish = server.client("es", Locale.forLanguageTag("es"), ALL, "123");
    var portuguese = server.client("pt", Locale.forLanguageTag("pt"), ALL, "123");
    var failed =
        client.items("gateway_list_payments", with(SHOP, "status", "failed")).get(0).get("id");
    var refund = Map.of("merchantId", "123", "id", failed, "reason", "x");

    assertThat((String) spanish.error("gateway_refund_payment", refund).get("message"))
        .startsWith("Solo se puede reembolsar");
    assertThat((String) portuguese.error("gateway_refund_payment", refund).get("message"))
        .startsWith("Só se pode reembolsar");
    assertThat(spanish.items("gateway_list_error_codes", Map.of()))
        .contains(Map.of("code", "card_expired", "meaning", "La tarjeta está vencida."));
  }

  @Test
  void sampleData_isTheSameForTheSameSeed(@TempDir Path elsewhere) throws Exception {
    var payments = client.items("gateway_list_payments", SHOP);
    try (var other = new GatewayServer(elsewhere)) {
      assertThat(other.client(ALL, "123").items("gateway_list_payments", SHOP)).isEqualTo(payments);
    }
  }

  /** Rows as they could stand in the database. */
  private static final class SampleRows {
    static void payment(GatewayDatabase.Changes changes, String id, String text, Instant at)
        throws SQLException {
      changes.make(
          "insert into payment (id, merchant_id, status, amount, captured, refunded, method,"
              + " processor, customer_id, instrument_id, description, error_code, created_at,"
              + " updated_at) values (?, '123', 'partially_refunded', 100000000000, 99999999999,"
              + " 99999999998, 'mastercard', 'banorte', 'cus_123001', 'ins_123001', ?,"
              + " 'processor_unavailable', ?, ?)",
          id,
          text,
          at,
          at);
    }
  }
}
