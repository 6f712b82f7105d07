package io.mcp2p.examples.gateway;

import static io.mcp2p.examples.gateway.GatewayCalls.TOOLS;
import static io.mcp2p.examples.gateway.GatewayCalls.WITHOUT_MERCHANT;
import static io.mcp2p.examples.gateway.GatewayServer.ALL;
import static io.mcp2p.examples.gateway.GatewayServer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may call what, and for whom: every tool, every scope, two merchants. */
class GatewayAccessTest {
  @TempDir private static Path folder;
  private static GatewayServer server;
  private static Map<String, Map<String, Object>> own;
  private static Map<String, Map<String, Object>> others;
  private static GatewayServer.GatewayClient shop;

  @BeforeAll
  static void start() throws Exception {
    server = new GatewayServer(folder);
    own = GatewayCalls.of(server, "123");
    others = GatewayCalls.of(server, "456");
    shop = server.client(ALL, "123");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static List<String> tools() {
    return GatewayCalls.all();
  }

  static List<String> toolsOfMerchants() {
    return tools().stream().filter(it -> !WITHOUT_MERCHANT.contains(it)).toList();
  }

  static List<String> toolsWithId() {
    return toolsOfMerchants().stream()
        .filter(
            it -> own.get(it).keySet().stream().anyMatch(Set.of("id", "instrumentId")::contains))
        .toList();
  }

  static Set<String> scopes() {
    return TOOLS.keySet();
  }

  @Test
  void tools_areThoseOfTheGateway() {
    assertThat(own.keySet()).containsExactlyElementsOf(tools());
    assertThat(shop.tools())
        .filteredOn(it -> it.startsWith("gateway_"))
        .containsExactlyElementsOf(tools());
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void scope_openWhatItNamesAndNothingElse(String scope) {
    var client = server.client(scope, "123");
    var open = TOOLS.get(scope).stream().map(it -> "gateway_" + it).toList();

    assertThat(client.tools())
        .filteredOn(it -> it.startsWith("gateway_"))
        .containsExactlyInAnyOrderElementsOf(open);
    for (String tool : tools()) {
      if (open.contains(tool)) {
        assertThat(client.data(tool, own.get(tool))).isNotEmpty();
      } else {
        assertForbidden(client, tool, own.get(tool));
      }
    }
  }

  @Test
  void readersOfEverything_writeNothing() {
    var reads =
        String.join(" ", TOOLS.keySet().stream().filter(it -> it.endsWith(":read")).toList());
    var client = server.client(reads, "123");

    assertThat(client.tools()).noneMatch(it -> it.contains("create") || it.contains("refund_"));
    assertForbidden(client, "gateway_refund_payment", own.get("gateway_refund_payment"));
  }

  /** HTTP's own words for a scope that is missing; {@code FORBIDDEN} is in the body. */
  private static void assertForbidden(
      GatewayServer.GatewayClient client, String tool, Map<String, Object> arguments) {
    assertThatExceptionOfType(McpHttpClientTransportAuthorizationException.class)
        .as(tool)
        .isThrownBy(() -> client.result(tool, arguments))
        .extracting(it -> it.getResponseInfo().statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @MethodSource("toolsOfMerchants")
  void merchantThatIsNotGranted_isNotFound(String tool) {
    for (var key : List.of(shop, server.client(ALL))) {
      var error = key.error(tool, others.get(tool));

      assertThat(error).containsEntry("code", "GATEWAY_NOT_FOUND");
      assertThat((Map<?, ?>) error.get("details")).extracting("field").isEqualTo("merchantId");
    }
    assertThat(shop.error(tool, others.get(tool)))
        .as("as if it were not there")
        .isEqualTo(shop.error(tool, with(others.get(tool), "merchantId", "999")));
  }

  @ParameterizedTest
  @MethodSource("toolsWithId")
  void whatAnotherMerchantHas_isNotFound(String tool) {
    var borrowed = with(others.get(tool), "merchantId", "123");

    assertThat(shop.code(tool, borrowed)).isEqualTo("GATEWAY_NOT_FOUND");
    assertThat(server.verifier.sent())
        .as("nobody is asked for a code")
        .noneMatch(it -> it.summary().contains(String.valueOf(borrowed.get("id"))));
  }

  @Test
  void lists_showOneMerchant() {
    assertThat(shop.items("gateway_list_merchants", Map.of()))
        .extracting(it -> it.get("id"))
        .containsExactly("123");
    for (String list : List.of("customers", "links", "payments", "refunds", "sessions")) {
      assertThat(shop.items("gateway_list_" + list, Map.of("merchantId", "123")))
          .isNotEmpty()
          .allSatisfy(it -> assertThat((String) it.get("id")).matches("[a-z]{3}_123\\d{3}"));
    }
    var filters =
        Map.of(
            "gateway_list_payments", "customerId",
            "gateway_list_refunds", "paymentId");
    filters.forEach(
        (tool, filter) -> {
          var id =
              others.get(
                  filter.equals("customerId") ? "gateway_get_customer" : "gateway_get_payment");
          assertThat(shop.items(tool, Map.of("merchantId", "123", filter, id.get("id")))).isEmpty();
        });
  }

  @Test
  void keyForTwoMerchants_worksForBothAndNoThird() {
    var both = server.client(ALL, "123", "456");

    assertThat(both.items("gateway_list_merchants", Map.of()))
        .extracting(it -> it.get("id"))
        .containsExactlyInAnyOrder("123", "456");
    assertThat(both.items("gateway_list_payments", Map.of("merchantId", "456"))).isNotEmpty();
    assertThat(both.code("gateway_list_payments", Map.of("merchantId", "789")))
        .isEqualTo("GATEWAY_NOT_FOUND");
  }

  @Test
  void grantOfAMerchant_isNoScopeToDoAnything() {
    assertThat(server.client("none", "123").tools()).isEmpty();
    assertThat(server.client(ALL).items("gateway_list_merchants", Map.of())).isEmpty();
  }

  @Test
  void codeOfOneCaller_isOfNoUseToAnother() {
    var colleague = server.client(ALL, "123");
    var refund = own.get("gateway_refund_payment");
    var approved = shop.asked("gateway_refund_payment", refund);

    assertThat(colleague.code("gateway_refund_payment", approved)).isEqualTo("2FA_NOT_STARTED");
  }
}
