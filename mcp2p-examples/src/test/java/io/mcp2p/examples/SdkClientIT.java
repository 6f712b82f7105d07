package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The MCP SDK's own client, which checks every answer against its schema. */
class SdkClientIT {
  private static final Pattern CODE = Pattern.compile("code (\\d{6}) for");
  private static final Map<String, Object> LUNCH =
      Map.of(
          "clabe", "014027000005555558",
          "amount", 250_00,
          "concept", "Comida",
          "recipientName", "Ana Ramírez");

  private final LinkedBlockingQueue<String> codes = new LinkedBlockingQueue<>();

  private McpSyncClient client(String... arguments) {
    var server = ServerParameters.builder(ServerProcess.javaCommand()).args(arguments).build();
    var transport = new StdioClientTransport(server, McpJsonDefaults.getMapper());
    transport.setStdErrorHandler(
        line -> {
          var code = CODE.matcher(line);
          if (code.find()) {
            codes.add(code.group(1));
          }
        });
    return McpClient.sync(transport).requestTimeout(Duration.ofSeconds(30)).build();
  }

  private McpSyncClient clientOf(Class<?> program) {
    return client("-cp", ServerProcess.serverJar(), program.getName());
  }

  @SuppressWarnings("unchecked") // the envelope is an object of objects
  private static Map<String, Object> call(
      McpSyncClient client, String tool, Map<String, Object> arguments, String member) {
    var result =
        client.callTool(McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
    var envelope = (Map<String, Object>) result.structuredContent();
    assertThat(envelope.get(member)).as(envelope.toString()).isNotNull();
    assertThat(result.isError()).isEqualTo(member.equals("error"));
    return (Map<String, Object>) envelope.get(member);
  }

  private static Map<String, Object> with(
      Map<String, Object> arguments, String name, Object value) {
    var more = new HashMap<>(arguments);
    more.put(name, value);
    return more;
  }

  private String code() throws InterruptedException {
    var code = codes.poll(30, TimeUnit.SECONDS);
    assertThat(code).as("a code in the log").isNotNull();
    return code;
  }

  private void payLunch(McpSyncClient client) throws InterruptedException {
    var asked = call(client, "spei_send_payment", LUNCH, "data");
    assertThat(asked).containsEntry("status", "2fa_required");
    var paid = call(client, "spei_send_payment", with(LUNCH, "verificationCode", code()), "data");
    assertThat(paid).containsEntry("status", "success");
    var status =
        call(client, "spei_check_status", Map.of("trackingKey", paid.get("trackingKey")), "data");
    assertThat(status).containsEntry("status", "settled").containsEntry("amount", 250_00);
  }

  @Test
  void serverJar_isSpokenToByARealClient() throws InterruptedException {
    try (var client = client("-jar", ServerProcess.serverJar())) {
      var hello = client.initialize();
      assertThat(hello.serverInfo().name()).isEqualTo("mcp2p");
      assertThat(hello.instructions()).contains("verificationCode");
      assertThat(client.listTools().tools()).hasSize(19);
      client.ping();
      payLunch(client);
    }
  }

  @Test
  void quickstart_paysUpToItsLimit() throws InterruptedException {
    try (var client = clientOf(QuickstartMain.class)) {
      client.initialize();
      payLunch(client);
      var refused = call(client, "spei_send_payment", with(LUNCH, "amount", 5_000_01), "error");
      assertThat(refused).containsEntry("code", "LIMIT_EXCEEDED");
      assertThat((Map<?, ?>) refused.get("details"))
          .extracting("rule", "retryable")
          .doesNotContainNull();
    }
  }

  @Test
  void hostsOwnTool_standsBesideTheRails() throws InterruptedException {
    try (var client = clientOf(HostToolMain.class)) {
      client.initialize();
      var names = client.listTools().tools().stream().map(McpSchema.Tool::name).toList();
      assertThat(names).contains("contacts_find", "spei_send_payment").isSorted();
      assertThat(call(client, "contacts_find", Map.of("name", "ana"), "data"))
          .containsEntry("clabe", "014027000005555558");
      assertThat(call(client, "contacts_find", Map.of("name", "bruno"), "error"))
          .containsEntry("code", "CONTACT_NOT_FOUND");
      for (var wrong : List.of(Map.<String, Object>of("name", "ANA"), Map.<String, Object>of())) {
        assertThat(call(client, "contacts_find", wrong, "error"))
            .containsEntry("code", "INVALID_ARGUMENT");
      }
      payLunch(client);
    }
  }
}
