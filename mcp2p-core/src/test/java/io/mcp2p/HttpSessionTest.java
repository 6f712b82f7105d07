package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcp2p.auth.Authentication;
import io.mcp2p.auth.Mode;
import io.mcp2p.http.HttpOptions;
import io.mcp2p.http.McpServlets;
import io.mcp2p.http.SessionLimits;
import io.mcp2p.tck.SdkTransport;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions over HTTP, on a real server. The token is who asks. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpSessionTest {
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{\"elicitation\":{\"url\":{}}},"
          + "\"clientInfo\":{\"name\":\"desk\",\"version\":\"1\"}}}";
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  private static final HttpOptions OPTIONS =
      HttpOptions.local().sessions(new SessionLimits(4, 2, Duration.ofMinutes(5)));

  private final TinyServer server = TinyServer.with(it -> it.http(OPTIONS));
  private final HttpTransport endpoint = (HttpTransport) server.wiring.endpoint();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Server jetty;

  @BeforeEach
  void start() throws Exception {
    jetty = new Server();
    var there = new ServerConnector(jetty);
    there.setHost("localhost");
    jetty.addConnector(there);
    var context = new ServletContextHandler();
    context.addServlet(
        new ServletHolder(McpServlets.of(endpoint, OPTIONS, HttpSessionTest::whose)), "/");
    jetty.setHandler(context);
    jetty.start();
  }

  private static Authentication whose(String token, Mode mode) {
    return new Authentication.Known(TinyServer.caller(token, Locale.ENGLISH));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    jetty.stop();
    threads.shutdownNow();
  }

  private String origin() {
    return "http://localhost:" + ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
  }

  private HttpRequest.Builder request(String caller, @Nullable String session) {
    var request =
        HttpRequest.newBuilder(URI.create(origin() + "/mcp"))
            .header("Authorization", "Bearer " + caller)
            .header("Accept", "application/json, text/event-stream");
    return session == null ? request : request.header("Mcp-Session-Id", session);
  }

  private HttpResponse<String> post(String caller, @Nullable String session, String body) {
    return send(
        request(caller, session)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String open(String caller) {
    var opened = post(caller, null, INITIALIZE);
    assertThat(opened.statusCode()).isEqualTo(200);
    return opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
  }

  /** A GET that stays open, read line by line. */
  private BufferedReader listen(String caller, String session) throws Exception {
    HttpResponse<InputStream> stream =
        http.send(
            request(caller, session).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(stream.statusCode()).isEqualTo(200);
    assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(stream.headers().firstValue("Mcp-Session-Id")).isEmpty();
    var lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8));
    assertThat(lines.readLine()).isEqualTo("retry: 3000");
    assertThat(lines.readLine()).isEqualTo(": open");
    assertThat(lines.readLine()).isEmpty();
    return lines;
  }

  @Test
  void initialize_opensASession_thatLaterRequestsName() {
    var session = open("ana");

    assertThat(session).matches("[\\x21-\\x7E]{43}");
    assertThat(post("ana", session, INITIALIZED).statusCode()).isEqualTo(202);
    var answered = post("ana", session, PING);
    assertThat(answered.statusCode()).isEqualTo(200);
    assertThat(answered.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    assertThat(answered.headers().firstValue("Mcp-Session-Id")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {PING, INITIALIZED, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"})
  void messageWithoutASession_isA400_andOfAnUnknownOneA404(String message) {
    assertThat(post("ana", null, message).statusCode()).isEqualTo(400);
    assertThat(post("ana", "unknown", message).statusCode()).isEqualTo(404);
  }

  @Test
  void sessionThatWasEnded_isUnknown() {
    var session = open("ana");

    assertThat(send(request("ana", session).DELETE()).statusCode()).isEqualTo(204);

    assertThat(post("ana", session, PING).statusCode()).isEqualTo(404);
    assertThat(send(request("ana", session).DELETE()).statusCode()).isEqualTo(404);
    assertThat(send(request("ana", null).DELETE()).statusCode()).isEqualTo(400);
    assertThat(send(request("ana", session).GET()).statusCode()).isEqualTo(404);
    assertThat(send(request("ana", null).GET()).statusCode()).isEqualTo(400);
  }

  @Test
  void stolenSession_isLikeAnUnknownOne_andLeavesAnAuditEntry() {
    var session = open("ana");

    var stolen = post("bruno", session, PING);
    var unknown = post("bruno", "unknown", PING);

    assertThat(stolen.statusCode()).isEqualTo(404);
    assertThat(stolen.body()).isEqualTo(unknown.body());
    assertThat(stolen.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
    assertThat(send(request("bruno", session).GET()).statusCode()).isEqualTo(404);
    assertThat(send(request("bruno", session).DELETE()).statusCode()).isEqualTo(404);
    assertThat(server.audit.entries())
        .extracting(it -> it.outcome() + " " + it.caller())
        .containsExactly(
            "SESSION_NOT_YOURS bruno", "SESSION_NOT_YOURS bruno", "SESSION_NOT_YOURS bruno");
    assertThat(post("ana", session, PING).statusCode()).isEqualTo(200);
  }

  @Test
  void sessionThatAClientChose_isNotTaken() {
    var opened = post("ana", "chosen", INITIALIZE);

    assertThat(opened.statusCode()).isEqualTo(200);
    assertThat(opened.headers().firstValue("Mcp-Session-Id").orElseThrow()).isNotEqualTo("chosen");
    assertThat(post("ana", "chosen", PING).statusCode()).isEqualTo(404);
  }

  @Test
  void twoSessionsInOneRequest_areNone() {
    var session = open("ana");
    assertThat(
            send(request("ana", session)
                    .header("Mcp-Session-Id", session)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(PING)))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void sessionsOfOneCaller_giveWayToEachOtherAndToNobodyElse() {
    var anas = open("ana");
    var brunos = open("bruno");
    var brunosSecond = open("bruno");
    open("bruno");

    assertThat(post("bruno", brunos, PING).statusCode()).isEqualTo(404);
    assertThat(post("bruno", brunosSecond, PING).statusCode()).isEqualTo(200);
    open("carla");
    var full = post("diego", null, INITIALIZE);
    assertThat(full.statusCode()).isEqualTo(503);
    assertThat(full.headers().firstValue("Retry-After")).isPresent();
    assertThat(post("ana", anas, PING).statusCode()).isEqualTo(200);
  }

  @Test
  void tenThousandOpenedAndAbandoned_leaveNoMoreThanAreKept() {
    for (int i = 0; i < 10_000; i++) {
      var caller = TinyServer.caller("caller" + i % 3, Locale.ENGLISH);
      endpoint.post(INITIALIZE.getBytes(UTF_8), caller, null);
    }
    assertThat(endpoint.sessions().size()).isEqualTo(4);
  }

  @Test
  void streamsAndBadForms() {
    var session = open("ana");
    assertThat(
            send(HttpRequest.newBuilder(URI.create(origin() + "/mcp"))
                    .header("Authorization", "Bearer ana")
                    .header("Accept", "application/json")
                    .header("Mcp-Session-Id", session)
                    .GET())
                .statusCode())
        .isEqualTo(406);
    assertThat(
            send(request("ana", session).header("MCP-Protocol-Version", "1999-01-01").GET())
                .statusCode())
        .isEqualTo(400);
    assertThat(
            send(request("ana", session).method("PUT", HttpRequest.BodyPublishers.noBody()))
                .headers()
                .firstValue("Allow"))
        .hasValue("POST, GET, DELETE");
  }

  // The way back.

  @Test
  void question_goesOutByTheStreamAndIsAnsweredByAPost() throws Exception {
    var session = open("ana");
    var client = endpoint.sessions().find(session, ANA);
    assertThat(client.name()).isEqualTo("desk");
    assertThat(client.supports("elicitation.url")).isTrue();
    var lines = listen("ana", session);
    var answer = new CompletableFuture<Optional<Map<String, Object>>>();
    threads.execute(
        () ->
            answer.complete(
                client.ask(
                    "elicitation/create",
                    Map.of("mode", "url", "message", "a\nb"),
                    Duration.ofSeconds(30))));

    var event = lines.readLine();
    assertThat(lines.readLine()).isEmpty();
    assertThat(event).startsWith("data: ");
    var asked = Json.STRICT.readTree(event.substring(6));
    assertThat(asked.at("/params/message").asString()).isEqualTo("a\nb");
    var response =
        "{\"jsonrpc\":\"2.0\",\"id\":" + asked.get("id") + ",\"result\":{\"action\":\"accept\"}}";
    assertThat(post("bruno", session, response).statusCode()).isEqualTo(404);
    assertThat(post("ana", session, response).statusCode()).isEqualTo(202);

    assertThat(answer.get()).contains(Map.of("action", "accept"));
  }

  @Test
  void close_endsTheStreamsAtOnce() throws Exception {
    var lines = listen("ana", open("ana"));

    server.close();

    assertThat(lines.readLine()).isNull();
  }

  @Test
  void clientThatDoesNotRead_isGivenUp_andNobodyWaitsForIt() throws Exception {
    var session = open("ana");
    var client = endpoint.sessions().find(session, ANA);
    try (var unread = listen("ana", session)) {
      var large = Map.of("message", "x".repeat(500_000));
      for (int i = 0; i < 400 && client.isOpen(); i++) {
        client.ask("elicitation/create", large, Duration.ofMillis(1));
      }
      assertThat(client.isOpen()).isFalse();
      assertThat(unread).isNotNull();
    }
    assertThat(post("ana", session, PING).statusCode()).isEqualTo(200);
  }

  @Test
  void clientThatIsGone_isNoticed() throws Exception {
    var session = open("ana");
    var client = endpoint.sessions().find(session, ANA);
    listen("ana", session).close();

    await()
        .untilAsserted(
            () -> {
              endpoint.beat();
              assertThat(client.isOpen()).isFalse();
            });
  }

  @Test
  void sdkClient_callsAndIsAskedInOneSession() {
    var asked = new AtomicReference<McpSchema.ElicitUrlRequest>();
    var session = new String[1];
    try (var client =
        McpClient.sync(SdkTransport.over(origin(), "ana"))
            .capabilities(McpSchema.ClientCapabilities.builder().elicitation(false, true).build())
            .urlElicitation(
                request -> {
                  asked.set(request);
                  return McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.ACCEPT)
                      .build();
                })
            .build()) {
      client.initialize();
      assertThat(client.listTools().tools()).hasSize(7);
      var there = endpoint.sessions().of(ANA).get(0);
      session[0] = there.id();
      await().until(there::isOpen);
      assertThat(there.supports("elicitation.url")).isTrue();
      var params =
          Map.of(
              "mode", "url", "message", "m", "url", "https://pay.example/x", "elicitationId", "e");
      assertThat(there.ask("elicitation/create", params, Duration.ofSeconds(30)))
          .hasValueSatisfying(it -> assertThat(it).containsEntry("action", "accept"));
      assertThat(asked.get().url()).isEqualTo("https://pay.example/x");
    }
    // It says DELETE when it is closed, and does not wait for the answer.
    await().until(() -> post("ana", session[0], PING).statusCode() == 404);
  }
}
