package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mcp2p.auth.Authentication;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Scope;
import io.mcp2p.docs.Docs;
import io.mcp2p.policy.RateLimits;
import io.mcp2p.tck.CapturingAuditLog;
import io.mcp2p.tck.SdkTransport;
import io.mcp2p.verification.Verifier;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documentation over both transports: who may see it, and what of it. */
@Timeout(120)
class DocsServerTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String HELLO =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

  private final CapturingAuditLog audit = new CapturingAuditLog();
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private Mcp2pServer server;
  private Server jetty;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("refunds.md"), "# Refunds\n\nA \"zebra\" is given back.\n");
    Files.createDirectory(folder.resolve("guides"));
    Files.writeString(folder.resolve("guides/pay.md"), "# Pay\n\nSend a zebra.\n");
  }

  @AfterEach
  void stop() throws Exception {
    if (jetty != null) {
      jetty.stop();
    }
    if (server != null) {
      server.close();
    }
  }

  private Mcp2pServer server(UnaryOperator<Mcp2pServer.Builder> more) {
    var builder =
        Mcp2pServer.builder()
            .docs(Docs.fromDirectory(folder))
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> null)
            .audit(audit)
            .authenticator((token, mode) -> new Authentication.Known(caller(token)));
    server = more.apply(builder).build();
    return server;
  }

  private static Caller caller(String token) {
    var scope = token.equals("reader") ? Scope.DOCS_READ : Scope.PAYMENTS_WRITE;
    return new Caller(token, Set.of(scope), Locale.ENGLISH);
  }

  // Over HTTP.

  private String origin() {
    return "http://localhost:" + ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
  }

  private void serveHttp(UnaryOperator<Mcp2pServer.Builder> more) throws Exception {
    jetty = new Server();
    var there = new ServerConnector(jetty);
    there.setHost("localhost");
    jetty.addConnector(there);
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(server(more).servlet()), "/");
    jetty.setHandler(context);
    jetty.start();
  }

  private McpSyncClient client(String token) {
    var client = McpClient.sync(SdkTransport.over(origin(), token)).build();
    client.initialize();
    return client;
  }

  private HttpResponse<String> post(String token, String message) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(origin() + "/mcp"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(message))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String message(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}"
        .formatted(method, params);
  }

  @Test
  void reader_searchesAndReads() throws Exception {
    serveHttp(builder -> builder);
    try (var client = client("reader")) {
      assertThat(client.getServerCapabilities().resources()).isNotNull();
      assertThat(client.listTools().tools())
          .extracting(McpSchema.Tool::name)
          .containsExactly("docs_get", "docs_search");

      var found =
          client.callTool(
              McpSchema.CallToolRequest.builder("docs_search")
                  .arguments(Map.of("query", "zebras given back"))
                  .build());
      assertThat(found.isError()).isFalse();
      assertThat(found.structuredContent().toString())
          .contains("docs:///refunds.md", "A \"zebra\" is given back.");

      var listed = client.listResources().resources();
      assertThat(listed)
          .extracting(McpSchema.Resource::uri, McpSchema.Resource::title)
          .containsExactly(
              tuple("docs:///guides/pay.md", "Pay"), tuple("docs:///refunds.md", "Refunds"));
      assertThat(client.listResourceTemplates().resourceTemplates())
          .extracting(McpSchema.ResourceTemplate::uriTemplate)
          .containsExactly("docs:///{+page}");
      var read = client.readResource(ReadResourceRequest.builder("docs:///guides/pay.md").build());
      assertThat(read.contents())
          .singleElement()
          .isInstanceOfSatisfying(
              TextResourceContents.class,
              it -> {
                assertThat(it.uri()).isEqualTo("docs:///guides/pay.md");
                assertThat(it.mimeType()).isEqualTo("text/markdown");
                assertThat(it.text()).isEqualTo("# Pay\n\nSend a zebra.\n");
              });
    }
    assertThat(audit.entries())
        .extracting(it -> it.tool() + " " + it.outcome() + " " + it.caller())
        .containsExactly("docs_search ok reader", "resources/read ok reader");
  }

  @Test
  void stranger_seesNothing_andIsToldWhichScopeIsMissing() throws Exception {
    serveHttp(builder -> builder);
    try (var client = client("stranger")) {
      assertThat(client.listTools().tools())
          .extracting(McpSchema.Tool::name)
          .isNotEmpty()
          .noneMatch(it -> it.startsWith("docs_"));
      assertThat(client.listResources().resources()).isEmpty();
      assertThat(client.listResourceTemplates().resourceTemplates()).isEmpty();
    }
    for (String uri : new String[] {"docs:///refunds.md", "docs:///none.md"}) {
      var refused = post("stranger", message("resources/read", "{\"uri\":\"" + uri + "\"}"));
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.headers().firstValue("WWW-Authenticate"))
          .hasValueSatisfying(it -> assertThat(it).contains("insufficient_scope", "mcp:docs:read"));
      var error = JSON.readTree(refused.body()).get("error");
      assertThat(error.get("code").intValue()).isEqualTo(-32003);
      assertThat(error.get("data").get("code").stringValue()).isEqualTo("FORBIDDEN");
      assertThat(error.get("data").get("scope").stringValue()).isEqualTo("mcp:docs:read");
    }
    var called =
        post(
            "stranger",
            message(
                "tools/call", "{\"name\":\"docs_get\",\"arguments\":{\"page\":\"refunds.md\"}}"));
    assertThat(called.statusCode()).isEqualTo(403);
    assertThat(called.body()).contains("FORBIDDEN").doesNotContain("zebra");
    assertThat(audit.entries())
        .extracting(it -> it.tool() + " " + it.outcome())
        .containsExactly(
            "resources/read FORBIDDEN", "resources/read FORBIDDEN", "docs_get FORBIDDEN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs:///none.md",
        "docs:///../refunds.md",
        "docs:///guides/../refunds.md",
        "docs:///guides%2Fpay.md",
        "docs:///refunds.md#x",
        "docs:///",
        "docs://refunds.md",
        "file:///etc/passwd",
        ""
      })
  void uriThatNoPageHas_isNotFound(String uri) throws Exception {
    serveHttp(builder -> builder);
    var answer = post("reader", message("resources/read", "{\"uri\":\"" + uri + "\"}"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()).get("error").get("code").intValue()).isEqualTo(-32002);
    try (var client = client("reader")) {
      assertThatThrownBy(
              () -> client.readResource(ReadResourceRequest.builder("docs:///none.md").build()))
          .isInstanceOfSatisfying(
              McpError.class, e -> assertThat(e.getJsonRpcError().code()).isEqualTo(-32002));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"uri\":null}", "{\"uri\":7}", "{\"uri\":[\"docs:///refunds.md\"]}"})
  void readWithoutAUri_isInvalid(String params) throws Exception {
    serveHttp(builder -> builder);
    var answer = post("reader", message("resources/read", params));
    assertThat(JSON.readTree(answer.body()).get("error").get("code").intValue()).isEqualTo(-32602);
  }

  @Test
  void longList_isPaged() throws Exception {
    for (int i = 0; i < 250; i++) {
      Files.writeString(folder.resolve("p%03d.md".formatted(i)), "# P\n");
    }
    serveHttp(builder -> builder);
    var names = new ArrayList<String>();
    String cursor = null;
    int lists = 0;
    do {
      var params = cursor == null ? "{}" : "{\"cursor\":\"" + cursor + "\"}";
      var result =
          JSON.readTree(post("reader", message("resources/list", params)).body()).get("result");
      result.get("resources").forEach(it -> names.add(it.get("name").stringValue()));
      cursor = result.has("nextCursor") ? result.get("nextCursor").stringValue() : null;
      lists++;
    } while (cursor != null);

    assertThat(lists).isEqualTo(3);
    assertThat(names).hasSize(252).doesNotHaveDuplicates().isSorted();
    var wrong = post("reader", message("resources/list", "{\"cursor\":\"%%%\"}"));
    assertThat(JSON.readTree(wrong.body()).get("error").get("code").intValue()).isEqualTo(-32602);
  }

  @Test
  void readsOfResources_countAsCalls() throws Exception {
    serveHttp(
        builder ->
            builder.rateLimits(
                RateLimits.none().with(RateLimits.Kind.READ, 2, Duration.ofMinutes(1))));
    var read = message("resources/read", "{\"uri\":\"docs:///refunds.md\"}");
    assertThat(post("reader", read).body()).contains("zebra");
    assertThat(post("reader", read).body()).contains("zebra");
    var error = JSON.readTree(post("reader", read).body()).get("error");
    assertThat(error.get("data").get("code").stringValue()).isEqualTo("RATE_LIMITED");
    assertThat(error.get("data").get("retryAfterSeconds").longValue()).isPositive();
  }

  @Test
  void whatIsNotExposedAsATool_isNoResourceEither() throws Exception {
    serveHttp(builder -> builder.exposing(tool -> !tool.name().equals("docs_get")));
    try (var client = client("reader")) {
      assertThat(client.getServerCapabilities().resources()).isNull();
    }
    var answer = post("reader", message("resources/read", "{\"uri\":\"docs:///refunds.md\"}"));
    assertThat(JSON.readTree(answer.body()).get("error").get("code").intValue()).isEqualTo(-32601);
  }

  // Over stdio.

  private Map<Integer, JsonNode> stdio(Caller caller, String... messages) throws IOException {
    var docs = Docs.fromDirectory(folder);
    docs.load();
    server(builder -> builder.docs(docs).stdioCaller(caller));
    var lines = new StringBuilder(HELLO + "\n");
    for (int i = 0; i < messages.length; i++) {
      lines.append(messages[i].replace("\"id\":7", "\"id\":" + (i + 1))).append('\n');
    }
    var out = new ByteArrayOutputStream();
    server.serve(new ByteArrayInputStream(lines.toString().getBytes(UTF_8)), out);
    var answers = new HashMap<Integer, JsonNode>();
    for (var line : out.toString(UTF_8).lines().toList()) {
      var answer = JSON.readTree(line);
      answers.put(answer.get("id").intValue(), answer);
    }
    return answers;
  }

  @Test
  void overStdio_itIsTheSame() throws Exception {
    var answers =
        stdio(
            caller("reader"),
            message("resources/list", "{}"),
            message("resources/templates/list", "{}"),
            message("resources/read", "{\"uri\":\"docs:///refunds.md\"}"),
            message("resources/read", "{\"uri\":\"docs:///none.md\"}"),
            message("resources/subscribe", "{\"uri\":\"docs:///refunds.md\"}"),
            message(
                "tools/call", "{\"name\":\"docs_search\",\"arguments\":{\"query\":\"zebra\"}}"));

    assertThat(answers.get(0).at("/result/capabilities/resources").isObject()).isTrue();
    assertThat(answers.get(1).at("/result/resources/1/name").stringValue()).isEqualTo("refunds.md");
    assertThat(answers.get(2).at("/result/resourceTemplates").size()).isEqualTo(1);
    assertThat(answers.get(3).at("/result/contents/0/text").stringValue()).contains("zebra");
    assertThat(answers.get(4).at("/error/code").intValue()).isEqualTo(-32002);
    assertThat(answers.get(5).at("/error/code").intValue()).isEqualTo(-32601);
    assertThat(answers.get(6).at("/result/structuredContent/data/items").size()).isEqualTo(2);
  }

  @Test
  void overStdio_theCallersScopesCount() throws Exception {
    var answers =
        stdio(
            caller("stranger"),
            message("resources/list", "{}"),
            message("resources/read", "{\"uri\":\"docs:///refunds.md\"}"));

    assertThat(answers.get(1).at("/result/resources").size()).isZero();
    assertThat(answers.get(2).at("/error/code").intValue()).isEqualTo(-32003);
  }

  @Test
  void serverThatIsClosed_closesItsDocs() throws Exception {
    var docs = Docs.fromDirectory(folder);
    server(builder -> builder.docs(docs)).close();
    assertThatThrownBy(docs::load).isInstanceOf(IllegalStateException.class);
  }
}
