package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official TypeScript clients and the MCP Inspector, over HTTP and standard input. */
@Tag("clients")
class NodeClientsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String INSPECTOR =
      "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";
  private static final int TOOLS = 19;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void typeScriptClient_paysOverHttp(String version) {
    var servers = new KeyedServers(folder);
    try (var server = servers.jar("--sandbox-code", "424242")) {
      var url = KeyedServers.url(server);
      var ended = NodePackages.node(PATIENCE, "pay.mjs", version, "http", url, servers.key());
      assertThat(pays(ended)).containsEntry("session", false);
    }
  }

  /** With a stream from the server, which both open of themselves, and an end of the session. */
  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void typeScriptClient_paysInASession(String version) {
    var servers = new KeyedServers(folder);
    try (var server = servers.jar("--sandbox-code", "424242", "--sessions")) {
      var url = KeyedServers.url(server);
      var ended = NodePackages.node(PATIENCE, "pay.mjs", version, "http", url, servers.key());
      assertThat((List<?>) pays(ended).get("requests"))
          .map(Object::toString)
          .filteredOn(it -> !it.startsWith("POST"))
          .containsExactly("GET 200", "DELETE 204");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void typeScriptClient_paysOverStdio(String version) {
    pays(
        NodePackages.node(
            PATIENCE,
            "pay.mjs",
            version,
            "stdio",
            ServerProcess.javaCommand(),
            "-jar",
            ServerProcess.serverJar(),
            "--sandbox-code",
            "424242"));
  }

  private static Map<String, Object> pays(NodePackages.Ended ended) {
    assertThat(ended.status()).as(ended.err()).isZero();
    var told = JsonText.object(ended.out());
    assertThat(told).containsEntry("server", "mcp2p").containsEntry("errors", List.of());
    assertThat((List<?>) told.get("tools"))
        .hasSize(TOOLS)
        .anyMatch(it -> it.equals("spei_send_payment"));
    assertThat(map(told, "refused")).containsEntry("isError", true);
    assertThat(map(map(map(told, "refused"), "structuredContent"), "error"))
        .containsEntry("code", "INVALID_AMOUNT");
    assertThat(data(map(told, "asked"))).containsEntry("status", "2fa_required");
    assertThat(data(map(told, "paid")))
        .containsEntry("status", "success")
        .containsEntry("paymentId", data(map(told, "asked")).get("paymentId"));
    return told;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--sessions"})
  void inspector_listsAndCallsOverHttp(String option) {
    var servers = new KeyedServers(folder);
    try (var server = option.isEmpty() ? servers.jar() : servers.jar(option)) {
      inspects(
          KeyedServers.url(server),
          "--transport",
          "http",
          "--header",
          "Authorization: Bearer " + servers.key());
    }
  }

  @Test
  void inspector_listsAndCallsOverStdio() {
    inspects(ServerProcess.javaCommand(), "-jar", ServerProcess.serverJar());
  }

  @Test
  void inspector_readsDocumentation() {
    var server =
        new String[] {
          ServerProcess.javaCommand(), "-jar", ServerProcess.serverJar(), "--docs", "builtin"
        };
    var tools = inspector(server, "--method", "tools/list", "--strict");
    assertThat(tools.status()).as(tools.err()).isZero();
    assertThat(tools.out()).contains("docs_search", "docs_get");

    var listed = inspector(server, "--method", "resources/list");
    assertThat(listed.status()).as(listed.err()).isZero();
    assertThat(listed.out()).contains("docs:///http.md");

    var page = inspector(server, "--method", "resources/read", "--uri", "docs:///http.md");
    assertThat(page.status()).as(page.err()).isZero();
    assertThat(page.out()).contains("text/markdown", "Mcp-Session-Id");

    var none = inspector(server, "--method", "resources/read", "--uri", "docs:///none.md");
    assertThat(none.status()).isNotZero();
    assertThat(none.err()).contains("No resource has this URI");
  }

  private static void inspects(String... target) {
    // Strict: a schema that a client could stumble over ends with status 6.
    var listed = inspector(target, "--method", "tools/list", "--strict");
    assertThat(listed.status()).as(listed.err()).isZero();
    assertThat((List<?>) JsonText.object(listed.out()).get("tools")).hasSize(TOOLS);

    var call = new String[] {"--method", "tools/call", "--tool-name", "spei_check_status"};
    var found = inspector(target, with(call, "trackingKey=\"2024012614574900000012345678\""));
    assertThat(found.status()).as(found.err()).isZero();
    assertThat(data(JsonText.object(found.out())))
        .containsEntry("status", "settled")
        .containsEntry("amount", 50_000);

    var refused = inspector(target, with(call, "trackingKey=\"?\""));
    assertThat(refused.status()).as("the tool says that it is an error").isEqualTo(5);
    assertThat(refused.out()).contains("INVALID_ARGUMENT");
  }

  private static String[] with(String[] call, String argument) {
    var all = new ArrayList<>(List.of(call));
    all.addAll(List.of("--tool-arg", argument));
    return all.toArray(String[]::new);
  }

  private static NodePackages.Ended inspector(String[] target, String... asked) {
    var arguments = new ArrayList<>(List.of("--cli"));
    arguments.addAll(List.of(target));
    arguments.addAll(List.of(asked));
    return NodePackages.node(PATIENCE, INSPECTOR, arguments.toArray(String[]::new));
  }

  private static Map<String, Object> data(Map<String, Object> result) {
    return map(map(result, "structuredContent"), "data");
  }

  @SuppressWarnings("unchecked") // a JSON object
  private static Map<String, Object> map(Map<String, Object> object, String name) {
    assertThat(object.get(name)).as("%s in %s", name, object).isInstanceOf(Map.class);
    return (Map<String, Object>) object.get(name);
  }
}
