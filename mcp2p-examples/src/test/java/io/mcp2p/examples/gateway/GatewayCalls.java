package io.mcp2p.examples.gateway;

import static io.mcp2p.examples.gateway.GatewayServer.ALL;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A good call of every tool, for one merchant. */
final class GatewayCalls {
  /** Each tool with the scope that it needs, as the project's issue names them. */
  static final Map<String, List<String>> TOOLS =
      Map.ofEntries(
          Map.entry("mcp:merchants:read", List.of("list_merchants", "get_merchant")),
          Map.entry("mcp:merchant-config:write", List.of("configure_merchant")),
          Map.entry("mcp:customers:read", List.of("list_customers", "get_customer")),
          Map.entry("mcp:customers:write", List.of("create_customer", "remove_instrument")),
          Map.entry("mcp:payment-links:read", List.of("list_links", "get_link")),
          Map.entry("mcp:payment-links:write", List.of("create_link", "deactivate_link")),
          Map.entry("mcp:payments:read", List.of("list_payments", "get_payment", "list_refunds")),
          Map.entry(
              "mcp:payments:write",
              List.of("create_payment", "capture_payment", "cancel_payment", "refund_payment")),
          Map.entry("mcp:sessions:read", List.of("list_sessions", "get_session")),
          Map.entry("mcp:sessions:write", List.of("expire_session")),
          Map.entry(
              "mcp:reference:read",
              List.of("list_methods", "list_processors", "list_error_codes")));

  /** The tools that are the same for everybody, and the one that names no merchant. */
  static final List<String> WITHOUT_MERCHANT =
      List.of(
          "gateway_list_methods",
          "gateway_list_processors",
          "gateway_list_error_codes",
          "gateway_list_merchants");

  static List<String> all() {
    var names = new ArrayList<String>();
    TOOLS.values().forEach(tools -> tools.forEach(it -> names.add("gateway_" + it)));
    return names.stream().sorted().toList();
  }

  static Map<String, Map<String, Object>> of(GatewayServer server, String merchant) {
    var client = server.client(ALL, merchant);
    var of = Map.<String, Object>of("merchantId", merchant);
    var authorised = byId(merchant, first(client, "list_payments", of, "status", "authorised"));
    var captured = byId(merchant, first(client, "list_payments", of, "status", "captured"));
    var customer = byId(merchant, first(client, "list_customers", of, "merchantId", merchant));
    var link = byId(merchant, first(client, "list_links", of, "active", true));
    var session = byId(merchant, first(client, "list_sessions", of, "status", "open"));
    var instrument =
        GatewayServer.GatewayClient.maps(
                client.data("gateway_get_customer", customer).get("instruments"))
            .get(0)
            .get("id");
    var calls = new TreeMap<String, Map<String, Object>>();
    WITHOUT_MERCHANT.forEach(it -> calls.put(it, Map.of()));
    for (String list : List.of("customers", "links", "payments", "refunds", "sessions")) {
      calls.put("gateway_list_" + list, of);
    }
    calls.put("gateway_get_merchant", of);
    calls.put(
        "gateway_configure_merchant", GatewayServer.with(of, "descriptor", "SAMPLE " + merchant));
    calls.put("gateway_get_customer", customer);
    calls.put(
        "gateway_create_customer",
        Map.of("merchantId", merchant, "name", "Irma Solís", "email", "irma@example.com"));
    calls.put("gateway_remove_instrument", byId(merchant, (String) instrument));
    calls.put("gateway_get_link", link);
    calls.put(
        "gateway_create_link",
        Map.of("merchantId", merchant, "amount", 150_00, "description", "Workshop"));
    calls.put("gateway_deactivate_link", link);
    calls.put("gateway_get_payment", captured);
    calls.put(
        "gateway_create_payment",
        Map.of(
            "merchantId",
            merchant,
            "instrumentId",
            instrument,
            "amount",
            100_00,
            "description",
            "Order 1187"));
    calls.put("gateway_capture_payment", authorised);
    calls.put("gateway_cancel_payment", authorised);
    calls.put(
        "gateway_refund_payment",
        Map.of(
            "merchantId", merchant, "id", captured.get("id"), "amount", 10_00, "reason", "Late"));
    calls.put("gateway_get_session", session);
    calls.put("gateway_expire_session", session);
    return calls;
  }

  private static String first(
      GatewayServer.GatewayClient client,
      String list,
      Map<String, Object> of,
      String filter,
      Object value) {
    var items = client.items("gateway_" + list, GatewayServer.with(of, filter, value));
    return (String) items.get(0).get("id");
  }

  private static Map<String, Object> byId(String merchant, String id) {
    return Map.of("merchantId", merchant, "id", id);
  }

  private GatewayCalls() {}
}
