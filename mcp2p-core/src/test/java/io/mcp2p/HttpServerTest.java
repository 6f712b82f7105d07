package io.mcp2p;

import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.SEND;
import static io.mcp2p.TinyServer.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mcp2p.auth.Authentication;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.CapturingAuditLog;
import io.mcp2p.tck.CapturingVerifier;
import io.mcp2p.tck.RecordingConnector;
import io.mcp2p.tck.SdkTransport;
import io.mcp2p.tck.TinyRail;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A server over HTTP: the SDK's own client, and messages by hand. The token is who asks. */
class HttpServerTest {
  private final CapturingVerifier verifier = new CapturingVerifier();
  private final CapturingAuditLog audit = new CapturingAuditLog();
  private final RecordingConnector connector = new RecordingConnector(Clock.systemUTC());
  private final HttpClient http = HttpClient.newHttpClient();
  private Mcp2pServer server;
  private Server jetty;

  @BeforeEach
  void start() throws Exception {
    server = builder().build();
    jetty = new Server();
    var there = new ServerConnector(jetty);
    there.setHost("localhost");
    jetty.addConnector(there);
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(server.servlet()), "/");
    jetty.setHandler(context);
    jetty.start();
  }

  private Mcp2pServer.Builder builder() {
    return Mcp2pServer.builder()
        .rails(TinyRail.of(connector))
        .verifier(verifier)
        .phoneNumbers(
            caller ->
                new PhoneNumber(caller.id().equals("ana") ? "+525512345678" : "+5511987654321"))
        .audit(audit)
        .authenticator(new Tokens());
  }

  private static final class Tokens implements Authenticator {
    @Override
    public Authentication authenticate(String token, Mode mode) {
      return new Authentication.Known(caller(token));
    }

    @Override
    public List<String> issuers() {
      return List.of("https://login.example");
    }
  }

  private static Caller caller(String token) {
    return switch (token) {
      case "reader" -> new Caller("ana", Set.of(Scope.PAYMENTS_READ), Locale.ENGLISH);
      case "nobody" -> new Caller("ana", Set.of(), Locale.ENGLISH);
      default -> new Caller(token, Set.of(Scope.ALL), Locale.ENGLISH);
    };
  }

  @AfterEach
  void stop() throws Exception {
    jetty.stop();
    server.close();
  }

  private String origin() {
    return "http://localhost:" + ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
  }

  private McpSyncClient client(String token) {
    var client = McpClient.sync(SdkTransport.over(origin(), token)).build();
    client.initialize();
    return client;
  }

  private static Map<?, ?> data(McpSchema.CallToolResult result) {
    return (Map<?, ?>) ((Map<?, ?>) result.structuredContent()).get("data");
  }

  private static McpSchema.CallToolRequest call(String tool, Map<String, Object> arguments) {
    return McpSchema.CallToolRequest.builder(tool).arguments(arguments).build();
  }

  // The SDK's client.

  @Test
  void payment_takesItsTwoTurnsOverHttp() {
    try (var client = client("ana")) {
      assertThat(client.listTools().tools()).hasSize(7);
      var asked = data(client.callTool(call(SEND, LUNCH)));
      assertThat(asked.get("status")).isEqualTo("2fa_required");
      var paid =
          data(client.callTool(call(SEND, with(LUNCH, "verificationCode", verifier.lastCode()))));
      assertThat(paid.get("status")).isEqualTo("success");
      assertThat(paid.get("paymentId")).isEqualTo(asked.get("paymentId"));
    }
    assertThat(connector.sent()).hasSize(1);
    assertThat(audit.entries()).extracting(it -> it.outcome()).contains("2fa_required", "success");
  }

  @Test
  void oneCallersPayment_isNotSeenByAnother() {
    String id;
    try (var ana = client("ana")) {
      id = String.valueOf(data(ana.callTool(call(SEND, LUNCH))).get("paymentId"));
    }
    var code = verifier.lastCode();
    try (var bruno = client("bruno")) {
      assertThat(bruno.callTool(call("payments_get", Map.of("paymentId", id))).isError()).isTrue();
      assertThat(bruno.callTool(call("payments_cancel", Map.of("paymentId", id))).isError())
          .isTrue();
      assertThat(bruno.callTool(call(SEND, with(LUNCH, "verificationCode", code))).isError())
          .isTrue();
      assertThat(data(bruno.callTool(call("payments_list", Map.of()))).get("items"))
          .isEqualTo(List.of());
    }
    assertThat(connector.sent()).isEmpty();
  }

  @Test
  void list_showsWhatTheScopesAllow() {
    try (var client = client("reader")) {
      assertThat(client.listTools().tools())
          .extracting(McpSchema.Tool::name)
          .containsExactly("payments_get", "payments_list", "tiny_check_status");
    }
    try (var client = client("nobody")) {
      assertThat(client.listTools().tools()).isEmpty();
    }
  }

  // Messages by hand.

  private HttpResponse<String> post(String token, String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(origin() + "/mcp"))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .header("Accept", "application/json, text/event-stream")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String toolCall(String tool, String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"tools/call\",\"params\":{\"name\":\""
        + tool
        + "\",\"arguments\":"
        + arguments
        + "}}";
  }

  private static JsonNode json(HttpResponse<String> response) {
    return Json.STRICT.readTree(response.body());
  }

  @Test
  void scopeThatIsMissing_isA403ThatNamesIt() {
    var refused = post("reader", toolCall(SEND, Json.ANSWERS.writeValueAsString(LUNCH)));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(
            it ->
                assertThat(it)
                    .contains("error=\"insufficient_scope\", scope=\"mcp:payments:write\","));
    assertThat(json(refused).at("/result/structuredContent/error/code").asString())
        .isEqualTo("FORBIDDEN");
    assertThat(audit.entries()).extracting(it -> it.outcome()).containsExactly("FORBIDDEN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "[]",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
        "null",
        "\"x\"",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"arguments\":[]}}x"
      })
  void whatIsNoMessage_isA400WithAJsonRpcErrorAndNothingElse(String body) {
    var refused = post("ana", body);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).path("error").path("code").asInt()).isIn(-32700, -32600, -32602);
    assertThat(refused.body()).doesNotContain("Exception", "io.mcp2p", "\\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "[]", "\"x\"", "true"})
  void argumentsThatAreNoObject_areRefusedWithACode(String arguments) {
    var refused = post("ana", toolCall(SEND, arguments));

    assertThat(refused.statusCode()).isEqualTo(200);
    assertThat(json(refused).at("/result/structuredContent/error/code").asString())
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void unknownToolAndMethod_areJsonRpcErrors() {
    assertThat(json(post("ana", toolCall("none", "{}"))).at("/error/code").asInt())
        .isEqualTo(-32602);
    var unknown = post("ana", "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"none\"}");
    assertThat(json(unknown).at("/error/code").asInt()).isEqualTo(-32601);
    assertThat(json(unknown).path("id").asInt()).isEqualTo(7);
  }

  @Test
  void notificationsAndResponses_areAccepted() {
    for (var body :
        List.of(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}")) {
      var accepted = post("ana", body);
      assertThat(accepted.statusCode()).isEqualTo(202);
      assertThat(accepted.body()).isEmpty();
    }
  }

  @Test
  void amounts_areReadExactlyOverHttpToo() {
    for (var amount : List.of("500.0", "1e3", "\"500\"", "99999999999999999999", "1e23")) {
      var arguments = "{\"payee\":\"1234567890\",\"note\":\"Lunch\",\"amount\":" + amount + "}";
      assertThat(
              json(post("ana", toolCall(SEND, arguments)))
                  .at("/result/structuredContent/error/code")
                  .asString())
          .as(amount)
          .isEqualTo("INVALID_AMOUNT");
    }
    var twice = "{\"payee\":\"1234567890\",\"note\":\"Lunch\",\"amount\":1,\"amount\":2}";
    assertThat(
            json(post("ana", toolCall(SEND, twice)))
                .at("/result/structuredContent/error/code")
                .asString())
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void manyCallsWithOneCode_payOnce() throws Exception {
    post("ana", toolCall(SEND, Json.ANSWERS.writeValueAsString(LUNCH)));
    var second =
        toolCall(
            SEND,
            Json.ANSWERS.writeValueAsString(with(LUNCH, "verificationCode", verifier.lastCode())));
    var executor = Executors.newFixedThreadPool(32);
    try {
      var calls = new ArrayList<Future<HttpResponse<String>>>();
      IntStream.range(0, 32).forEach(it -> calls.add(executor.submit(() -> post("ana", second))));
      for (var each : calls) {
        assertThat(each.get().statusCode()).isEqualTo(200);
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(connector.sent()).hasSize(1);
  }

  // Ending.

  @Test
  void close_letsCallsUnderWayEndAndTakesNoMore() throws Exception {
    post("ana", toolCall(SEND, Json.ANSWERS.writeValueAsString(LUNCH)));
    var second =
        toolCall(
            SEND,
            Json.ANSWERS.writeValueAsString(with(LUNCH, "verificationCode", verifier.lastCode())));
    var reached = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    connector.script(
        transfer -> {
          reached.countDown();
          goOn.await();
          return PaymentOutcome.Settled.at(Instant.now());
        });
    var executor = Executors.newFixedThreadPool(2);
    try {
      var paying = executor.submit(() -> post("ana", second));
      reached.await();
      var closing = executor.submit(() -> server.close());
      var refused = post("ana", "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}");
      while (refused.statusCode() == 200) {
        refused = post("ana", "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}");
      }
      assertThat(refused.statusCode()).isEqualTo(503);
      goOn.countDown();
      assertThat(json(paying.get()).at("/result/structuredContent/data/status").asString())
          .isEqualTo("success");
      closing.get();
    } finally {
      executor.shutdownNow();
    }
  }

  // Pages.

  @Test
  void readiness_namesThePartThatIsMissing() throws Exception {
    var ready = get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(200);
    server.close();
    assertThat(get("/readyz").body()).isEqualTo("{\"status\":\"not ready: server\"}");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(origin() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void metadata_namesTheScopesOfTheTools() throws Exception {
    assertThat(get("/.well-known/oauth-protected-resource/mcp").body())
        .contains("\"scopes_supported\":[\"mcp:payments:read\",\"mcp:payments:write\"]");
  }

  @Test
  void httpWithoutAnAuthenticator_isRefused() {
    try (var open =
        Mcp2pServer.builder()
            .rails(TinyRail.of(connector))
            .verifier(Verifier.sandbox())
            .ledger(PaymentLedger.inMemory())
            .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
            .build()) {
      assertThatIllegalStateException()
          .isThrownBy(open::servlet)
          .withMessageContaining("call authenticator(...)");
    }
  }
}
