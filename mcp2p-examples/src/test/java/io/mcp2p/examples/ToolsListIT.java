package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.json.McpJsonDefaults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client learns of the tools. */
class ToolsListIT {
  private static final int MOST_BYTES = 12 * 1024;

  private static ServerProcess server;

  @BeforeAll
  static void start() {
    server = ServerProcess.jar("--rails", "spei").initialize();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @SuppressWarnings("unchecked") // an array of objects
  private static List<Map<String, Object>> tools() {
    var result = (Map<String, Object>) JsonText.object(server.toolsLine()).get("result");
    return (List<Map<String, Object>>) result.get("tools");
  }

  @SuppressWarnings("unchecked") // an object
  private static Map<String, Object> object(Map<String, Object> of, String name) {
    assertThat(of.get(name)).as(name).isInstanceOf(Map.class);
    return (Map<String, Object>) of.get(name);
  }

  private static Map<String, Object> tool(String name) {
    return tools().stream().filter(it -> it.get("name").equals(name)).findFirst().orElseThrow();
  }

  @Test
  void tools_areSortedByName() {
    assertThat(tools())
        .extracting(it -> it.get("name"))
        .containsExactly(
            "payments_cancel",
            "payments_get",
            "payments_list",
            "payments_resend_code",
            "spei_check_status",
            "spei_list_banks",
            "spei_request_refund",
            "spei_send_payment",
            "spei_validate_clabe");
  }

  @Test
  void list_isTheSameEveryTimeAndInEveryProcess() {
    var result = result(server.toolsLine());
    assertThat(result(server.request("tools/list", "{}"))).isEqualTo(result);
    try (var other = ServerProcess.jar("--rails", "spei", "--locale", "es").initialize()) {
      assertThat(result(other.toolsLine())).isEqualTo(result);
    }
  }

  @Test
  void list_isSmall() {
    assertThat(result(server.toolsLine()).getBytes(UTF_8)).hasSizeLessThan(MOST_BYTES);
  }

  @Test
  void listOfAllRails_isSmall() {
    try (var all = ServerProcess.jar().initialize()) {
      assertThat(all.toolNames()).hasSize(19);
      assertThat(result(all.toolsLine()).getBytes(UTF_8)).hasSizeLessThan(30 * 1024);
    }
  }

  private static String result(String line) {
    return line.substring(line.indexOf("\"result\":") + "\"result\":".length(), line.length() - 1);
  }

  @Test
  void everyTool_hasATitleADescriptionAndAllAnnotations() {
    for (var tool : tools()) {
      assertThat((String) tool.get("title")).isNotBlank();
      assertThat((String) tool.get("description")).isNotBlank();
      var hints = object(tool, "annotations");
      for (var hint :
          List.of("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint")) {
        assertThat(hints.get(hint)).as("%s of %s", hint, tool).isInstanceOf(Boolean.class);
      }
    }
  }

  @Test
  void sendsAndRefunds_areDestructiveAndReadsAreNot() {
    for (var name : List.of("spei_send_payment", "spei_request_refund")) {
      assertThat(object(tool(name), "annotations"))
          .containsEntry("readOnlyHint", false)
          .containsEntry("destructiveHint", true)
          .containsEntry("idempotentHint", true)
          .containsEntry("openWorldHint", true);
    }
    for (var name :
        List.of(
            "payments_get",
            "payments_list",
            "spei_check_status",
            "spei_list_banks",
            "spei_validate_clabe")) {
      assertThat(object(tool(name), "annotations"))
          .containsEntry("readOnlyHint", true)
          .containsEntry("destructiveHint", false);
    }
  }

  @Test
  void schemas_areValidAndNameNeitherDialectNorId() {
    assertThat(server.toolsLine()).doesNotContain("$id", "$schema");
    for (var tool : tools()) {
      for (var name : List.of("inputSchema", "outputSchema")) {
        var schema = object(tool, name);
        assertThat(schema.get("type")).isEqualTo("object");
        assertThat(McpJsonDefaults.getSchemaValidator().validateSchema(schema).valid())
            .as("%s of %s", name, tool.get("name"))
            .isTrue();
      }
    }
  }

  @Test
  void arguments_areClosedDescribedAndExemplified() {
    for (var tool : tools()) {
      var schema = object(tool, "inputSchema");
      assertThat(schema.get("additionalProperties")).isEqualTo(false);
      var arguments = object(schema, "properties");
      for (var name : arguments.keySet()) {
        var argument = object(arguments, name);
        assertThat((String) argument.get("description")).as(name).isNotBlank();
        assertThat((List<?>) argument.get("examples")).as(name).isNotEmpty();
        assertThat(
                McpJsonDefaults.getSchemaValidator()
                    .validate(
                        Map.of("type", "object", "properties", arguments),
                        Map.of(name, ((List<?>) argument.get("examples")).get(0)))
                    .valid())
            .as("example of %s of %s", name, tool.get("name"))
            .isTrue();
      }
    }
  }

  @Test
  void coreTools_haveThePublishedArguments() {
    var send = object(tool("spei_send_payment"), "inputSchema");
    assertThat(object(send, "properties").keySet())
        .containsExactly("clabe", "amount", "concept", "recipientName", "verificationCode");
    assertThat(send.get("required"))
        .isEqualTo(List.of("clabe", "amount", "concept", "recipientName"));
    var status = object(tool("spei_check_status"), "inputSchema");
    assertThat(object(status, "properties").keySet()).containsExactly("trackingKey");
    var refund = object(tool("spei_request_refund"), "inputSchema");
    assertThat(object(refund, "properties").keySet())
        .containsExactly("trackingKey", "reason", "verificationCode");
    assertThat(refund.get("required")).isEqualTo(List.of("trackingKey", "reason"));
  }

  @Test
  void amount_isAnIntegerWithTheRailsMaximum() {
    var arguments = object(object(tool("spei_send_payment"), "inputSchema"), "properties");

    assertThat(object(arguments, "amount"))
        .containsEntry("type", "integer")
        .containsEntry("minimum", 1)
        .containsEntry("maximum", 999_999_999_999_99L);
  }

  @Test
  void answers_haveBothShapesInTheirSchema() {
    for (var tool : tools()) {
      var schema = object(tool, "outputSchema");
      assertThat(schema.get("required")).isEqualTo(List.of("data", "error"));
      var properties = object(schema, "properties");
      assertThat(object(properties, "data").get("type")).isEqualTo(List.of("object", "null"));
      assertThat(object(properties, "error").get("type")).isEqualTo(List.of("object", "null"));
    }
  }
}
