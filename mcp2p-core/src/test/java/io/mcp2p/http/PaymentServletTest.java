package io.mcp2p.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mcp2p.auth.Authentication;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks before a message is read, on a real server, with requests written by hand. */
class PaymentServletTest {
  private static final Caller ANA = new Caller("ana", Set.of("mcp:payments:read"), Locale.ENGLISH);

  private final Recorded endpoint = new Recorded();
  private Server server;

  /** What reaches the endpoint. */
  private static final class Recorded implements McpEndpoint {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> notReady = new CopyOnWriteArrayList<>();
    private int badTokens;
    private int probes;
    private boolean full;
    private boolean failing;
    private Answer answer = new Answer(200, "{\"ok\":true}".getBytes(UTF_8), null);

    @Override
    public Answer post(byte[] message, Caller caller, String session) {
      if (failing) {
        throw new IllegalStateException("jdbc:secret");
      }
      messages.add(caller.id() + " " + new String(message, UTF_8));
      return answer;
    }

    @Override
    public boolean keepsSessions() {
      return false;
    }

    @Override
    public boolean listen(String session, Caller caller, Events events) {
      return false;
    }

    @Override
    public boolean end(String session, Caller caller) {
      return false;
    }

    @Override
    public void beat() {}

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public void refused(String outcome, String from) {
      refused.add(outcome + " " + from);
    }

    @Override
    public Duration badToken(String address, boolean count) {
      var wait = badTokens >= 3 ? Duration.ofMillis(1500) : Duration.ZERO;
      badTokens += count ? 1 : 0;
      return wait;
    }

    @Override
    public List<String> notReady() {
      probes++;
      return notReady;
    }

    @Override
    public Mode mode() {
      return Mode.TEST;
    }

    @Override
    public List<String> scopes() {
      return List.of("mcp:payments:read", "mcp:payments:write");
    }
  }

  private List<String> issuers = List.of("https://login.example/bank");

  private final Authenticator tokens =
      new Authenticator() {
        @Override
        public Authentication authenticate(String token, Mode mode) {
          return switch (token) {
            case "good" -> new Authentication.Known(ANA);
            case "live" -> new Authentication.WrongMode(Mode.LIVE);
            case "outage" -> throw new IllegalStateException("jdbc:secret");
            default -> new Authentication.Unknown("no \"such\" key\r\nñ");
          };
        }

        @Override
        public List<String> issuers() {
          return issuers;
        }
      };

  @BeforeEach
  void start() throws Exception {
    start(HttpOptions.local().maxBody(2048).bodyWithin(Duration.ofMillis(200)));
  }

  private void start(HttpOptions options) throws Exception {
    start("/", McpServlets.of(endpoint, options, tokens));
  }

  private void start(String path, HttpServlet servlet) throws Exception {
    stop();
    server = new Server();
    var connector = new ServerConnector(server);
    connector.setHost("localhost");
    server.addConnector(connector);
    var context = new ServletContextHandler(path);
    context.addServlet(new ServletHolder(servlet), "/");
    server.setHandler(context);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  private int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  private RawHttp request() {
    return new RawHttp(port());
  }

  // Messages.

  @Test
  void message_reachesTheEndpointWithItsCaller() throws IOException {
    var response = request().send();

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"ok\":true}");
    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    assertThat(response.header("Cache-Control")).isEqualTo("no-store");
    assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(endpoint.messages)
        .containsExactly("ana {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
    assertThat(endpoint.refused).isEmpty();
  }

  @Test
  void scopeThatIsMissing_isChallengedWithExactlyThat() throws IOException {
    endpoint.answer = new McpEndpoint.Answer(403, "{}".getBytes(UTF_8), "mcp:payments:write");

    var response = request().send();

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer error=\"insufficient_scope\", scope=\"mcp:payments:write\","
                + " resource_metadata=\"http://localhost:"
                + port()
                + "/.well-known/oauth-protected-resource/mcp\"");
  }

  @Test
  void answerWithoutABody_isOnlyAStatus() throws IOException {
    endpoint.answer = new McpEndpoint.Answer(202, null, null);

    var response = request().send();

    assertThat(response.status()).isEqualTo(202);
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"})
  void protocolVersionsThatAreSpoken_areTaken(String version) throws IOException {
    assertThat(request().header("MCP-Protocol-Version", version).send().status()).isEqualTo(200);
  }

  // Where a request comes from.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "evil.example:80",
        "localhost:",
        "localhost:123456",
        "localhost:8o",
        "localhost:80:80",
        "[::1",
        "127.0.0.1.nip.io",
        "localhost@evil.example",
        "10.0.0.1"
      })
  void otherHost_isRefused(String host) throws IOException {
    var response = request().header("Host", host).send();

    assertThat(response.status()).isIn(400, 403);
    assertThat(endpoint.messages).isEmpty();
    for (String path : List.of("/.well-known/oauth-protected-resource", "/healthz", "/readyz")) {
      var page = request().request("GET " + path).header("Host", host).body("").send();
      assertThat(page.status()).isIn(400, 403);
      assertThat(page.body()).doesNotContain("evil");
    }
    assertThat(endpoint.probes).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:65535", "[::1]", "[::1]:80"})
  void thisMachine_isThisHost(String host) throws IOException {
    assertThat(request().header("Host", host).send().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "http://localhost.evil.example",
        "http://evil.example/localhost",
        "http://localhost:1:2",
        "file://",
        ""
      })
  void otherOrigin_isRefused(String origin) throws IOException {
    var response = request().header("Origin", origin).send();

    assertThat(response.status()).isEqualTo(403);
    assertThat(endpoint.messages).isEmpty();
    assertThat(endpoint.refused).containsExactly("ORIGIN_NOT_ALLOWED 127.0.0.1");
    assertThat(response.headers()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void origins_areThoseOfThisMachineOrOfThePublicUrl() throws Exception {
    assertThat(request().header("Origin", "http://localhost:6274").send().status()).isEqualTo(200);

    start(HttpOptions.at("https://pay.example/a/mcp").allowedOrigins("https://chat.example"));
    var there = request().request("POST /a/mcp").header("Host", "pay.example");
    assertThat(there.send().status()).isEqualTo(200);
    assertThat(there.header("Origin", "https://pay.example").send().status()).isEqualTo(200);
    assertThat(there.header("Origin", "https://chat.example").send().status()).isEqualTo(200);
    assertThat(there.header("Origin", "http://pay.example").send().status()).isEqualTo(403);
    assertThat(there.header("Origin", "http://localhost:6274").send().status()).isEqualTo(403);
  }

  // Who asks.

  @Test
  void noToken_isChallengedWithoutAnError() throws IOException {
    var response = request().without("Authorization").send();

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer scope=\"mcp:payments:read mcp:payments:write\", resource_metadata=\"http://localhost:"
                + port()
                + "/.well-known/oauth-protected-resource/mcp\"");
    assertThat(endpoint.refused).containsExactly("UNAUTHENTICATED 127.0.0.1");
    assertThat(endpoint.messages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer bad",
        "Bearer ",
        "Bearer",
        "Basic Z29vZDo=",
        "good",
        "Bearer good evil",
        "Bearer\tgood",
        "Bearer  good",
        "Bearer good,good"
      })
  void badToken_isChallenged(String header) throws IOException {
    var response = request().header("Authorization", header).send();

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
    assertThat(endpoint.messages).isEmpty();
    assertThat(endpoint.badTokens).isOne();
  }

  @Test
  void whyATokenIsBad_isToldTwice_andBreaksNeitherHeaderNorBody() throws IOException {
    var response = request().header("Authorization", "Bearer bad").send();

    assertThat(response.header("WWW-Authenticate"))
        .contains("error_description=\"no ?such? key???\"");
    assertThat(response.body()).contains("\"message\":\"no ?such? key???\"");
  }

  @Test
  void tokenThatIsNowhereOrInTheWrongPlace_isToldWhereItBelongs() throws IOException {
    var where = "one bearer token is needed, in the header Authorization";

    assertThat(request().without("Authorization").send().body()).contains(where);
    var inTheQuery = request().request("POST /mcp?access_token=good").send();
    assertThat(inTheQuery.body()).contains(where);
    assertThat(inTheQuery.header("WWW-Authenticate"))
        .contains("error_description=\"" + where + "\"");
  }

  @Test
  void twoTokens_areNone() throws IOException {
    assertThat(request().also("Authorization: Bearer good").send().status()).isEqualTo(401);
    assertThat(endpoint.messages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?access_token=good", "?x=1&access_token=good", "?ACCESS_TOKEN=good"})
  void tokenInTheQuery_isRefusedWithOrWithoutAHeader(String query) throws IOException {
    var request = request().request("POST /mcp" + query);

    assertThat(request.send().status()).isEqualTo(401);
    assertThat(request.without("Authorization").send().status()).isEqualTo(401);
    assertThat(endpoint.messages).isEmpty();
  }

  @Test
  void tokenTooLong_isRefused() throws IOException {
    var response = request().header("Authorization", "Bearer " + "g".repeat(8200)).send();

    assertThat(response.status()).isIn(401, 431);
    assertThat(endpoint.messages).isEmpty();
  }

  @Test
  void tokenOfTheOtherMode_isAMismatch() throws IOException {
    var response = request().header("Authorization", "Bearer live").send();

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.body()).contains("ENV_MISMATCH");
    assertThat(endpoint.refused).containsExactly("ENV_MISMATCH 127.0.0.1");
  }

  @Test
  void tokenThatCannotBeChecked_isAnOutageThatTellsNothing() throws IOException {
    var response = request().header("Authorization", "Bearer outage").send();

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.header("Retry-After")).isEqualTo("5");
    assertThat(response.body()).doesNotContain("secret");
    assertThat(endpoint.refused).containsExactly("AUTHENTICATION_UNAVAILABLE 127.0.0.1");
  }

  @Test
  void floodOfBadTokens_isStoppedBeforeTheyAreLookedAt() throws IOException {
    for (int i = 0; i < 3; i++) {
      request().header("Authorization", "Bearer bad").send();
    }

    var response = request().send();

    assertThat(response.status()).isEqualTo(429);
    assertThat(response.header("Retry-After")).isEqualTo("2");
    assertThat(endpoint.messages).isEmpty();
  }

  @Test
  void whenThereIsNoRoom_onlyTokensThatWereGoodAreLookedAt() throws IOException {
    endpoint.full = true;

    var refused = request().send();

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(endpoint.messages).isEmpty();
    endpoint.full = false;
    request().send();
    endpoint.full = true;
    // It is for the endpoint to refuse this one, with a code.
    assertThat(request().send().status()).isEqualTo(200);
  }

  @Test
  void messageThatCannotBeAnswered_isA500ThatTellsNothing() throws IOException {
    endpoint.failing = true;
    var late = "26\r\n{\"jsonrpc\":\"2.0\",\"method\":\"secret\"}   \r\n0\r\n\r\n";

    for (var request :
        List.of(request(), request().header("Transfer-Encoding", "chunked").body(late))) {
      var response = request.send();
      assertThat(response.status()).isEqualTo(500);
      assertThat(response.body()).isEmpty();
    }
  }

  @Test
  void callerBehindTheSameProxyAsAFlood_isStillServed() throws IOException {
    request().send();
    for (int i = 0; i < 3; i++) {
      request().header("Authorization", "Bearer bad").send();
    }

    assertThat(request().header("Authorization", "Bearer bad").send().status()).isEqualTo(429);
    assertThat(request().send().status()).isEqualTo(200);
  }

  // Forms.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonx",
        "application/json; charset=utf-16",
        "application/json-rpc",
        ""
      })
  void otherContentType_isRefused(String type) throws IOException {
    assertThat(request().header("Content-Type", type).send().status()).isEqualTo(415);
    assertThat(endpoint.messages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json;charset=UTF-8",
        "Application/JSON",
        "application/json ; charset=\"utf-8\""
      })
  void jsonContentType_isTaken(String type) throws IOException {
    assertThat(request().header("Content-Type", type).send().status()).isEqualTo(200);
  }

  @Test
  void otherForms_areRefused() throws IOException {
    assertThat(request().header("Content-Encoding", "gzip").send().status()).isEqualTo(415);
    assertThat(request().header("Accept", "text/html").send().status()).isEqualTo(406);
    assertThat(request().header("MCP-Protocol-Version", "1999-01-01").send().status())
        .isEqualTo(400);
    assertThat(request().without("Content-Type").send().status()).isEqualTo(415);
    assertThat(endpoint.messages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "PUT", "OPTIONS", "HEAD", "TRACE", "PATCH"})
  void otherMethods_areRefused(String method) throws IOException {
    var response = request().request(method + " /mcp").body("").send();

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("Allow")).isEqualTo("POST");
    assertThat(endpoint.messages).isEmpty();
  }

  @Test
  void longBody_isRefusedWhetherItSaysSoOrNot() throws IOException {
    var said = request().body("x".repeat(2049)).send();
    assertThat(said.status()).isEqualTo(413);
    var chunk = "801\r\n" + "x".repeat(2049) + "\r\n0\r\n\r\n";
    var unsaid = request().header("Transfer-Encoding", "chunked").body(chunk).send();
    assertThat(unsaid.status()).isEqualTo(413);
    assertThat(endpoint.messages).isEmpty();
    assertThat(request().body("x".repeat(2048)).send().status()).isEqualTo(200);
  }

  @Test
  void bodyThatTrickles_isGivenUp() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      var out = socket.getOutputStream();
      out.write(
          String.join(
                  "\r\n",
                  "POST /mcp HTTP/1.1",
                  "Host: localhost",
                  "Authorization: Bearer good",
                  "Content-Type: application/json",
                  "Content-Length: 2000",
                  "",
                  "")
              .getBytes(UTF_8));
      var answer = new ArrayList<Byte>();
      var reader =
          new Thread(
              () -> {
                try {
                  for (int b = socket.getInputStream().read(); b >= 0; ) {
                    answer.add((byte) b);
                    b = socket.getInputStream().read();
                  }
                } catch (IOException e) {
                  // closed: what has come is looked at below
                }
              });
      reader.start();
      for (int i = 0; i < 2000 && reader.isAlive(); i++) {
        try {
          out.write('x');
          out.flush();
        } catch (IOException e) {
          break;
        }
        reader.join(10);
      }
      reader.join(5000);
      var text = new StringBuilder();
      answer.forEach(it -> text.append((char) (byte) it));
      assertThat(text).startsWith("HTTP/1.1 408");
    }
    assertThat(endpoint.messages).isEmpty();
  }

  // The other pages.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/oauth-protected-resource",
        "/.well-known/oauth-protected-resource/mcp"
      })
  void metadata_isForEverybody(String path) throws IOException {
    var response = request().request("GET " + path).without("Authorization").body("").send();

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"resource\":\"http://localhost:"
                + port()
                + "/mcp\",\"authorization_servers\":[\"https://login.example/bank\"],"
                + "\"scopes_supported\":[\"mcp:payments:read\",\"mcp:payments:write\"],"
                + "\"bearer_methods_supported\":[\"header\"],\"resource_name\":\"mcp2p\"}");
  }

  @Test
  void metadata_namesThePublicUrlWhateverTheRequestSays() throws Exception {
    start(HttpOptions.at("https://pay.example/bank/mcp").allowedHosts("inside.example"));

    var path = "/.well-known/oauth-protected-resource/bank/mcp";
    var response = request().request("GET " + path).header("Host", "inside.example").send();
    assertThat(response.body()).contains("\"resource\":\"https://pay.example/bank/mcp\"");
    var refused = request().request("POST /bank/mcp").without("Authorization").send();
    assertThat(refused.header("WWW-Authenticate")).contains("\"https://pay.example" + path + "\"");
  }

  @Test
  void withoutAnIssuer_nothingSaysThatTokensAreToBeHadByOAuth() throws Exception {
    issuers = List.of();
    start(HttpOptions.local());

    assertThat(get("/.well-known/oauth-protected-resource").status()).isEqualTo(404);
    assertThat(get("/.well-known/oauth-protected-resource/mcp").status()).isEqualTo(404);
    var none = request().without("Authorization").send();
    assertThat(none.header("WWW-Authenticate"))
        .isEqualTo("Bearer scope=\"mcp:payments:read mcp:payments:write\"");
    endpoint.answer = new McpEndpoint.Answer(403, "{}".getBytes(UTF_8), "mcp:payments:write");
    assertThat(request().send().header("WWW-Authenticate"))
        .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"mcp:payments:write\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/bank"})
  void servletBelow_isFoundWhereItsUrlSays_inAContextOfWhateverPath(String context)
      throws Exception {
    var below =
        new HttpServlet() {
          @Override
          protected void service(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(204);
          }
        };
    start(context, McpServlets.of(endpoint, HttpOptions.local(), tokens, "/bank/approve", below));

    assertThat(get("/bank/approve/x").status()).isEqualTo(204);
    assertThat(get("/bank/approved").status()).isEqualTo(404);
    assertThat(get(context.equals("/") ? "/healthz" : "/bank/healthz").status()).isEqualTo(200);
  }

  @Test
  void health_andReadiness() throws IOException {
    assertThat(get("/healthz").body()).isEqualTo("{\"status\":\"up\"}");
    assertThat(get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");
    endpoint.notReady.addAll(List.of("ledger", "spei"));
    assertThat(get("/readyz").status()).isEqualTo(503);
    assertThat(get("/readyz").body()).isEqualTo("{\"status\":\"not ready: ledger, spei\"}");
    assertThat(get("/healthz").status()).isEqualTo(200);
    assertThat(request().request("POST /healthz").send().status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/mcp/", "/MCP", "/mcp/x", "/.well-known/x", "//mcp", "/x/../mcp2"})
  void otherPaths_areNotFound(String path) throws IOException {
    assertThat(request().request("POST " + path).send().status()).isIn(400, 404);
    assertThat(endpoint.messages).isEmpty();
  }

  private RawHttp.Response get(String path) throws IOException {
    return request().request("GET " + path).without("Authorization").body("").send();
  }

  // Options.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pay.example/mcp",
        "ftp://pay.example/mcp",
        "https://pay.example",
        "https:///mcp",
        "https://pay.example/",
        "https://pay.example/mcp?x=1",
        "https://pay.example/mcp#x",
        "https://pay.example/a%20b"
      })
  void urlThatIsNone_isRefused(String url) {
    assertThatIllegalArgumentException().isThrownBy(() -> HttpOptions.at(url));
  }

  @Test
  void wrongOptions_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> HttpOptions.local().path("mcp"));
    assertThatIllegalArgumentException().isThrownBy(() -> HttpOptions.local().maxBody(1));
    assertThatIllegalArgumentException().isThrownBy(() -> HttpOptions.local().maxBody(1 << 23));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpOptions.local().bodyWithin(Duration.ZERO));
  }
}
