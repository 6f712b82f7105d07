package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** OAuth with a real authorization server, and a user who logs in and consents. */
@Tag("keycloak")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakIT {
  private static final String READ = "mcp:payments:read";
  private static final String WRITE = "mcp:payments:write";
  // Keys are fetched anew, and tokens asked about anew, after 30 seconds; clocks may differ by 30.
  private static final Duration A_WHILE = Duration.ofSeconds(75);
  private static final Map<String, Object> LUNCH =
      Map.of(
          "clabe", "014027000005555558",
          "amount", 250_00,
          "concept", "Comida",
          "recipientName", "Ana Ramírez");

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Keycloak.freePort();
  private final String url = "http://localhost:" + port + "/mcp";
  private final LoggingIn agent = new LoggingIn(url);
  private Keycloak keycloak;
  private ServerProcess server;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    keycloak = new Keycloak(folder, url);
    server = jar();
    listening(server);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
    if (keycloak != null) {
      keycloak.close();
    }
  }

  private ServerProcess jar() {
    return ServerProcess.jar(
        "--transport",
        "http",
        "--port",
        Integer.toString(port),
        "--oauth-issuer",
        keycloak.issuer(),
        "--audience",
        url,
        "--sandbox-code",
        "424242");
  }

  private static void listening(ServerProcess server) {
    server.logged("listening on (http://.*)");
  }

  private String token(String scopes) {
    return (String) agent.token(scopes).get("access_token");
  }

  private HttpResponse<String> call(String token, String tool, Map<String, Object> arguments) {
    var message =
        Map.of(
            "jsonrpc",
            "2.0",
            "id",
            1,
            "method",
            "tools/call",
            "params",
            Map.of("name", tool, "arguments", arguments));
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(url))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(JsonText.of(message)))
              .build(),
          HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ConditionFactory patiently() {
    return Awaitility.await().atMost(A_WHILE).pollInterval(Duration.ofSeconds(1));
  }

  private int lookUp(String token) {
    return call(token, "payments_list", Map.of()).statusCode();
  }

  @Test
  void userWhoLogsInAndConsents_pays() {
    var token = token(READ + " " + WRITE);

    var asked = call(token, "spei_send_payment", LUNCH);
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(asked.body())
        .contains("2fa_required")
        .as("in the user's language")
        .contains("Se envió un código");
    var approved = new HashMap<>(LUNCH);
    approved.put("verificationCode", "424242");
    assertThat(call(token, "spei_send_payment", approved).body())
        .contains("\"status\":\"success\"");
    assertThat(call(token, "payments_list", Map.of()).body()).contains("MXN 250.00");
  }

  @Test
  void scopeThatWasNotConsentedTo_isNamed() {
    var refused = call(token(READ), "spei_send_payment", LUNCH);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("error=\"insufficient_scope\"", "scope=\"" + WRITE + "\"", "resource_metadata=")
        .doesNotContain(READ);
  }

  @Test
  void rotatedKey_isPickedUp() {
    var before = token(READ);
    assertThat(lookUp(before)).isEqualTo(200);

    keycloak.rotateKeys();
    var after = token(READ);
    assertThat(head(after).get("kid")).isNotEqualTo(head(before).get("kid"));
    patiently().until(() -> lookUp(after) == 200);
    assertThat(lookUp(before)).as("its key is still published").isEqualTo(200);
  }

  private static Map<String, Object> head(String token) {
    return JsonText.object(new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), UTF_8));
  }

  @Test
  void expiredToken_isRefused() {
    keycloak.letTokensLive(Duration.ofSeconds(5));
    try {
      var token = token(READ);
      assertThat(lookUp(token)).isEqualTo(200);
      patiently().until(() -> lookUp(token) == 401);
    } finally {
      keycloak.letTokensLive(Duration.ofMinutes(5));
    }
  }

  @Test
  void tokensThatAreNoAccessTokens_areRefused() {
    var tokens = agent.token("openid " + READ);

    assertThat(lookUp((String) tokens.get("access_token"))).isEqualTo(200);
    assertThat(lookUp((String) tokens.get("refresh_token"))).isEqualTo(401);
    assertThat(lookUp((String) tokens.get("id_token"))).as("made out to the agent").isEqualTo(401);
  }

  @Test
  void revokedToken_isRefusedByAServerThatAsks() {
    server.close();
    try (var asking =
        ServerProcess.mainOfTests(
            IntrospectingHost.class, keycloak.issuer(), url, Integer.toString(port))) {
      listening(asking);
      var token = token(READ);
      assertThat(lookUp(token)).isEqualTo(200);
      var revoked =
          keycloak.form(
              keycloak.issuer() + "/protocol/openid-connect/revoke",
              Map.of(
                  "token", token,
                  "token_type_hint", "access_token",
                  "client_id", "payment-agent"));
      assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(200);
      patiently().until(() -> lookUp(token) == 401);
    } finally {
      server = jar();
      listening(server);
    }
  }
}
