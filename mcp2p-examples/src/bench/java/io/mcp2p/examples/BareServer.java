package io.mcp2p.examples;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;

/** The floor to measure against: the MCP SDK with its defaults and two tools written by hand. */
final class BareServer {
  static final McpJsonMapper JSON = McpJsonDefaults.getMapper();
  static final McpSchema.ServerCapabilities TOOLS =
      McpSchema.ServerCapabilities.builder().tools(false).build();
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
      "amount":{"type":"integer","exclusiveMinimum":0},"concept":{"type":"string","maxLength":40},
      "recipientName":{"type":"string","maxLength":40}},
      "required":["clabe","amount","concept","recipientName"],"additionalProperties":false}""";
  private static final String SEND_OUTPUT =
      """
      {"type":"object","properties":{"status":{"type":"string"}},"required":["status"]}""";

  public static void main(String[] args) {
    McpServer.sync(new StdioServerTransportProvider(JSON))
        .serverInfo("bare", "1")
        .capabilities(TOOLS)
        .toolCall(statusTool(), (exchange, request) -> status(request))
        .toolCall(sendTool(), (exchange, request) -> send())
        .build();
  }

  static McpSchema.Tool statusTool() {
    return McpSchema.Tool.builder("spei_check_status", JSON, STATUS_INPUT)
        .description("Status of a SPEI transfer by tracking key")
        .outputSchema(JSON, STATUS_OUTPUT)
        .build();
  }

  static McpSchema.Tool sendTool() {
    return McpSchema.Tool.builder("spei_send_payment", JSON, SEND_INPUT)
        .description("Send a SPEI payment; the first turn asks for a code")
        .outputSchema(JSON, SEND_OUTPUT)
        .build();
  }

  static McpSchema.CallToolResult status(McpSchema.CallToolRequest request) {
    return answer(
        Map.of(
            "trackingKey", request.arguments().get("trackingKey"),
            "status", "settled",
            "amount", 50_000,
            "currency", "MXN",
            "updatedAt", "2024-01-26T14:57:52Z"));
  }

  static McpSchema.CallToolResult send() {
    return answer(Map.of("status", "2fa_required"));
  }

  private static McpSchema.CallToolResult answer(Map<String, Object> data) {
    try {
      return McpSchema.CallToolResult.builder()
          .addTextContent(JSON.writeValueAsString(data))
          .structuredContent(data)
          .build();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private BareServer() {}
}
