package io.mcp2p.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.auth.ApiKeys;
import io.mcp2p.auth.Mode;
import io.mcp2p.tck.SdkTransport;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway in a process of its own, out of the server jar. */
class GatewayMainIT {
  private static final Pattern CODE = Pattern.compile("code (\\d{6}) for (.*) to ");
  private static final Pattern LISTENING = Pattern.compile("listening on (http://[^/]+)/");
  private static final Map<String, Object> LINK =
      Map.of("merchantId", "123", "amount", 450_00, "description", "Workshop");

  @TempDir private Path folder;
  private final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();

  private static List<String> command(String... options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("mcp2p.server.jar", "target/mcp2p-server.jar"));
    command.add(GatewayMain.class.getName());
    command.addAll(List.of("--now", GatewayServer.NOW));
    command.addAll(List.of(options));
    return command;
  }

  private McpSyncClient stdio(String... options) {
    var command = command(options);
    var server =
        ServerParameters.builder(command.get(0))
            .args(command.subList(1, command.size()))
            .env(Map.of("GATEWAY_SECRET", "0123456789abcdef".repeat(4)))
            .build();
    var transport = new StdioClientTransport(server, McpJsonDefaults.getMapper());
    transport.setStdErrorHandler(log::add);
    return McpClient.sync(transport).requestTimeout(Duration.ofSeconds(30)).build();
  }

  /** Waits for a line of the log, and returns what the pattern's first group holds. */
  private String logged(Pattern pattern) throws InterruptedException {
    while (true) {
      var line = log.poll(30, TimeUnit.SECONDS);
      assertThat(line).as("a line with %s", pattern).isNotNull();
      var found = pattern.matcher(line);
      if (found.find()) {
        return found.group(1);
      }
    }
  }

  @SuppressWarnings("unchecked") // the envelope is an object of objects
  private static Map<String, Object> data(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    var result =
        client.callTool(McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
    var envelope = (Map<String, Object>) result.structuredContent();
    assertThat(envelope.get("data")).as(envelope.toString()).isNotNull();
    return (Map<String, Object>) envelope.get("data");
  }

  @Test
  void stdio_servesTheOnePersonAtTheOtherEnd() throws InterruptedException {
    try (var client = stdio()) {
      assertThat(client.initialize().serverInfo().name()).isEqualTo("gateway");
      var names = client.listTools().tools().stream().map(McpSchema.Tool::name).toList();
      assertThat(names).containsAll(GatewayCalls.all());
      assertThat((List<?>) data(client, "gateway_list_merchants", Map.of()).get("items"))
          .hasSize(3);
      assertThat(data(client, "gateway_create_link", LINK)).containsEntry("status", "2fa_required");
      var approved = new HashMap<>(LINK);
      approved.put("verificationCode", logged(CODE));

      assertThat(data(client, "gateway_create_link", approved)).containsEntry("status", "success");
    }
  }

  @Test
  void database_isKept() throws InterruptedException {
    var file = folder.resolve("gateway.db").toString();
    var approved = new HashMap<>(LINK);
    Object first;
    try (var client = stdio("--database", file)) {
      client.initialize();
      data(client, "gateway_create_link", LINK);
      approved.put("verificationCode", logged(CODE));
      first = data(client, "gateway_create_link", approved).get("link");
    }
    try (var client = stdio("--database", file)) {
      client.initialize();
      assertThat(data(client, "gateway_create_link", approved)).containsEntry("link", first);
      assertThat(
              (List<?>)
                  data(client, "gateway_list_links", Map.of("merchantId", "123")).get("items"))
          .hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 63})
  void database_takesASecretOf64Characters(int length) throws Exception {
    var file = folder.resolve("gateway.db");
    var builder = new ProcessBuilder(command("--database", file.toString()));
    builder.environment().put("GATEWAY_SECRET", "s".repeat(length));
    var process = builder.start();
    try {
      process.getOutputStream().close();
      read(process);

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
      assertThat(log.poll()).contains("GATEWAY_SECRET is to hold 64 characters or more");
      assertThat(file).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void http_servesWhoHoldsAKey() throws IOException, InterruptedException {
    var keys = folder.resolve("keys.jsonl");
    var key =
        ApiKeys.in(keys)
            .create(
                Mode.TEST,
                Set.of("mcp:payments:read", "mcp:merchants:read", "merchant:456"),
                "shop",
                Locale.ENGLISH,
                null);
    var process = new ProcessBuilder(command("--api-keys", keys.toString(), "--port", "0")).start();
    try {
      var reader = new Thread(() -> read(process));
      reader.setDaemon(true);
      reader.start();
      try (var client = McpClient.sync(SdkTransport.over(logged(LISTENING), key)).build()) {
        client.initialize();
        assertThat(client.listTools().tools().stream().map(McpSchema.Tool::name))
            .filteredOn(it -> it.startsWith("gateway_"))
            .containsExactly(
                "gateway_get_merchant",
                "gateway_get_payment",
                "gateway_list_merchants",
                "gateway_list_payments",
                "gateway_list_refunds");
        assertThat((List<?>) data(client, "gateway_list_merchants", Map.of()).get("items"))
            .singleElement()
            .asInstanceOf(InstanceOfAssertFactories.MAP)
            .containsEntry("id", "456");
      }
    } finally {
      process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }
  }

  private void read(Process process) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(log::add);
    } catch (IOException e) {
      log.add("closed");
    }
  }
}
