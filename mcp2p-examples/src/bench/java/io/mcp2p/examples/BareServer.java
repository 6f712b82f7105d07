package io.mcp2p.examples;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;

/** The floor to measure against: the MCP SDK with its defaults and two tools written by hand. */
final class BareServer {
  private static final String STATUS_INPUT =
      """
      {"type":"object","properties":{"trackingKey":{"type":"string","pattern":"^[A-Za-z0-9]+$"}},
      "required":["trackingKey"],"additionalProperties":false}""";
  private static final String STATUS_OUTPUT =
      """
      {"type":"object","properties":{"trackingKey":{"type":"string"},"status":{"type":"string"},
      "amount":{"type":"integer"},"currency":{"type":"string"},"updatedAt":{"type":"string"}},
      "required":["trackingKey","status","amount","currency","updatedAt"]}""";
  private static final String SEND_INPUT =
      """
      {"type":"object","properties":{"clabe":{"type":"string","pattern":"^[0-9]{18}$"},
      "amount":{"type":"integer","exclusiveMinimum":0},"concept":{"type":"string","maxLength":40}},
      "required":["clabe","amount","concept"],"additionalProperties":false}""";
  private static final String SEND_OUTPUT =
      """
      {"type":"object","properties":{"status":{"type":"string"}},"required":["status"]}""";

  public static void main(String[] args) {
    var json = McpJsonDefaults.getMapper();
    McpServer.sync(new StdioServerTransportProvider(json))
        .serverInfo("bare", "1")
        .capabilities(McpSchema.ServerCapabilities.builder().tools(false).build())
        .toolCall(
            McpSchema.Tool.builder("spei_check_status", json, STATUS_INPUT)
                .description("Status of a SPEI transfer by tracking key")
                .outputSchema(json, STATUS_OUTPUT)
                .build(),
            (exchange, request) ->
                answer(
                    Map.of(
                        "trackingKey", request.arguments().get("trackingKey"),
                        "status", "settled",
                        "amount", 50_000,
                        "currency", "MXN",
                        "updatedAt", "2024-01-26T14:57:52Z")))
        .toolCall(
            McpSchema.Tool.builder("spei_send_payment", json, SEND_INPUT)
                .description("Send a SPEI payment; the first turn asks for a code")
                .outputSchema(json, SEND_OUTPUT)
                .build(),
            (exchange, request) -> answer(Map.of("status", "2fa_required")))
        .build();
  }

  private static McpSchema.CallToolResult answer(Map<String, Object> data) {
    try {
      return McpSchema.CallToolResult.builder()
          .addTextContent(McpJsonDefaults.getMapper().writeValueAsString(data))
          .structuredContent(data)
          .build();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private BareServer() {}
}
