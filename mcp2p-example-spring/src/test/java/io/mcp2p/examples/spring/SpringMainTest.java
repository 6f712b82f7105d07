package io.mcp2p.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.tck.SdkTransport;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The application, started as it starts in production, and the MCP SDK's own client. */
@ExtendWith(OutputCaptureExtension.class)
class SpringMainTest {
  private static final String AUDIENCE = "https://pay.example/mcp";
  private static final String ALL = "mcp:payments:read mcp:payments:write mcp:reference:read";
  private static final Pattern CODE = Pattern.compile("code (\\d{6}) for");
  private static final Map<String, Object> LUNCH =
      Map.of(
          "clabe", "014027000005555558",
          "amount", 25000,
          "concept", "Comida",
          "recipientName", "Ana Ramírez");

  @TempDir private static Path folder;
  private static TestIssuer issuer;
  private static ConfigurableApplicationContext application;
  private static String origin;

  @BeforeAll
  static void start() throws Exception {
    issuer = new TestIssuer();
    var secret = Base64.getEncoder().encodeToString(new byte[32]);
    application =
        SpringApplication.run(
            SpringMain.class,
            "--server.port=0",
            "--mcp2p.secret=" + secret,
            "--mcp2p.ledger-key=" + secret,
            "--spring.datasource.url=jdbc:sqlite:" + folder.resolve("payments.db"),
            "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer.url());
    origin = "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
  }

  @AfterAll
  static void stop() {
    application.close();
    issuer.close();
  }

  private static McpSyncClient client(String token) {
    var client = McpClient.sync(SdkTransport.over(origin, token)).build();
    client.initialize();
    return client;
  }

  @SuppressWarnings("unchecked") // the envelope
  private static Map<String, Object> call(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    var result =
        client.callTool(McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
    var envelope = (Map<String, Map<String, Object>>) result.structuredContent();
    return envelope.get("data") == null ? envelope.get("error") : envelope.get("data");
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(origin + path)));
  }

  private static HttpResponse<String> listTools(String... authorization) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(origin + "/mcp"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"));
    return send(authorization.length == 0 ? request : request.headers(authorization));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void payment_goesThroughItsTwoTurnsIntoSpringsDataSource(CapturedOutput log) throws Exception {
    try (var ana = client(issuer.token("ana", ALL, AUDIENCE))) {
      assertThat(ana.listTools().tools()).hasSize(19);
      var asked = call(ana, "spei_send_payment", LUNCH);
      assertThat(asked).containsEntry("status", "2fa_required");
      var code = CODE.matcher(log.getAll());
      assertThat(code.find()).isTrue();
      var withCode = new HashMap<>(LUNCH);
      withCode.put("verificationCode", code.group(1));

      var paid = call(ana, "spei_send_payment", withCode);

      assertThat(paid).containsEntry("status", "success");
      assertThat(paid).containsEntry("paymentId", asked.get("paymentId"));
      assertThat(Files.size(folder.resolve("payments.db"))).isPositive();
    }
    try (var bruno = client(issuer.token("bruno", ALL, AUDIENCE))) {
      assertThat((List<?>) call(bruno, "payments_list", Map.of()).get("items")).isEmpty();
      assertThat(call(bruno, "spei_send_payment", LUNCH))
          .as("nobody's phone is known but Ana's")
          .containsEntry("code", "2FA_UNAVAILABLE");
    }
  }

  @Test
  void person_approvesOnThePage_pastSpringSecurity(CapturedOutput log) throws Exception {
    var dinner = new HashMap<>(LUNCH);
    dinner.put("concept", "Cena");
    try (var ana = client(issuer.token("ana", ALL, AUDIENCE))) {
      var link = URI.create((String) call(ana, "spei_send_payment", dinner).get("approvalUrl"));
      assertThat(link.toString()).startsWith("https://pay.example/approve/");
      var code = Pattern.compile("code (\\d{6}) for .*Cena").matcher(log.getAll());
      assertThat(code.find()).isTrue();
      var page = get(link.getPath());
      assertThat(page.body()).contains("MXN 250.00");

      var form =
          "do=approve&code=%s&attempt=%s&guard=%s"
              .formatted(code.group(1), hidden(page, "attempt"), hidden(page, "guard"));
      var answered =
          send(
              HttpRequest.newBuilder(URI.create(origin + link.getPath()))
                  .header("Cookie", page.headers().firstValue("Set-Cookie").orElseThrow())
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(form)));

      assertThat(answered.statusCode()).as(answered.body()).isEqualTo(303);
      assertThat(answered.headers().firstValue("Location").orElse("")).contains("?r=approved.");
      assertThat(call(ana, "spei_send_payment", dinner)).containsEntry("status", "success");
    }
  }

  private static String hidden(HttpResponse<String> page, String name) {
    var value = Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page.body());
    assertThat(value.find()).as("%s in %s", name, page.body()).isTrue();
    return value.group(1);
  }

  @Test
  void limitsAreThoseOfTheSettings() {
    var dear = new HashMap<>(LUNCH);
    dear.put("amount", 500_001);
    try (var ana = client(issuer.token("ana", ALL, AUDIENCE))) {
      assertThat(call(ana, "spei_send_payment", dear)).containsEntry("code", "LIMIT_EXCEEDED");
    }
  }

  @Test
  void scopesAreThoseOfTheToken_andNoTokenHoldsAll() throws Exception {
    var reader = issuer.token("ana", "mcp:payments:read", AUDIENCE);
    try (var ana = client(reader)) {
      assertThat(ana.listTools().tools())
          .extracting(McpSchema.Tool::name)
          .contains("payments_list")
          .doesNotContain("spei_send_payment", "spei_list_banks");
    }
    var all = issuer.token("ana", "*", AUDIENCE);
    assertThat(listTools("Authorization", "Bearer " + all).body()).contains("\"tools\":[]");
  }

  @Test
  void withoutToken_theServletSaysWhereToGetOne() throws Exception {
    var refused = listTools();

    assertThat(refused.statusCode()).isEqualTo(401);
    var metadata = "https://pay.example/.well-known/oauth-protected-resource/mcp";
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("resource_metadata=\"" + metadata + "\"");
    assertThat(get(URI.create(metadata).getPath()).body())
        .contains("\"resource\":\"" + AUDIENCE + "\"", issuer.url(), "mcp:payments:write");
  }

  @Test
  void badToken_isRefusedBySpringSecurity() throws Exception {
    var foreign = issuer.token("ana", ALL, "https://other.example/mcp");

    for (String token : List.of(foreign, "nonsense")) {
      var refused = listTools("Authorization", "Bearer " + token);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
          .contains("error=\"invalid_token\"");
    }
  }

  @Test
  void healthIsForEverybody_andTheRestOfTheApplicationIsClosed() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body()).contains("\"ready\"");
    assertThat(get("/").statusCode()).isEqualTo(403);
    assertThat(get("/mcp/").statusCode()).isEqualTo(403);
  }
}
