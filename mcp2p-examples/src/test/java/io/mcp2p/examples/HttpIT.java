package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcp2p.tck.SdkTransport;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server jar over HTTP, with API keys. */
class HttpIT {
  private static final String ALL = "mcp:payments:read,mcp:payments:write,mcp:reference:read";
  private static final Map<String, Object> LUNCH =
      Map.of(
          "clabe", "014027000005555558",
          "amount", 25000,
          "concept", "Comida",
          "recipientName", "Ana Ramírez");

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private String keys;
  private String ana;

  @BeforeEach
  void makeKeys() {
    keys = folder.resolve("keys.jsonl").toString();
    ana = key("--scopes", ALL, "--mode", "test", "--caller", "ana");
  }

  private String key(String... options) {
    var command = new ArrayList<>(List.of("keys", "create", "--api-keys", keys));
    command.addAll(List.of(options));
    try (var made = ServerProcess.jar(command.toArray(String[]::new))) {
      assertThat(made.exitStatus()).as(String.join("\n", made.err())).isZero();
      return made.out().get(0);
    }
  }

  private ServerProcess server(String... more) {
    var command =
        new ArrayList<>(
            List.of(
                "serve",
                "--transport",
                "http",
                "--port",
                "0",
                "--sandbox-code",
                "424242",
                "--api-keys",
                keys));
    command.addAll(List.of(more));
    return ServerProcess.jar(command.toArray(String[]::new));
  }

  private static String origin(ServerProcess server) {
    return server.logged("listening on (http://[^/]+)/");
  }

  private static McpSyncClient client(ServerProcess server, String key) {
    return client(origin(server), key);
  }

  private static McpSyncClient client(String base, String key) {
    var client = McpClient.sync(SdkTransport.over(base, key)).build();
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

  private static Map<String, Object> withCode(Map<String, Object> arguments) {
    var more = new HashMap<>(arguments);
    more.put("verificationCode", "424242");
    return more;
  }

  private HttpResponse<String> post(String url, String key) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"))
            .build(),
        BodyHandlers.ofString(UTF_8));
  }

  @Test
  void eachRail_paysOverHttp() {
    try (var server = server();
        var client = client(server, ana)) {
      assertThat(client.listTools().tools()).hasSize(19);
      for (var payment :
          Map.of(
                  "spei_send_payment",
                  LUNCH,
                  "pse_send_payment",
                  Map.<String, Object>of(
                      "recipientId", "NIT:900123456",
                      "bankCode", "001",
                      "amount", 10000000,
                      "description", "Factura 1"),
                  "pix_send_payment",
                  Map.<String, Object>of("pixKey", "12345678909", "amount", 15000))
              .entrySet()) {
        var asked = call(client, payment.getKey(), payment.getValue());
        assertThat(asked.get("status")).as(payment.getKey()).isEqualTo("2fa_required");
        var paid = call(client, payment.getKey(), withCode(payment.getValue()));
        assertThat(paid.get("status")).as(payment.getKey()).isEqualTo("success");
      }
      var listed = (List<?>) call(client, "payments_list", Map.of()).get("items");
      assertThat(listed).hasSize(3);
      assertThat(listed.stream().map(it -> String.valueOf(((Map<?, ?>) it).get("rail"))))
          .containsExactlyInAnyOrder("spei", "pse", "pix");
      assertThat(server.out()).isEmpty();
    }
  }

  @Test
  void paymentApprovedOnThePage_isSentByTheNextCall() throws Exception {
    try (var server = server("--approval-url", "https://pay.example/pay/approve");
        var client = client(server, ana)) {
      var link = call(client, "spei_send_payment", LUNCH).get("approvalUrl").toString();
      var url = URI.create(link.replace("https://pay.example", origin(server)));
      var page = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("MXN 250.00").doesNotContain("424242");
      var guard = page.body().replaceFirst("(?s).*name=\"guard\" value=\"([^\"]+)\".*", "$1");
      var answered =
          http.send(
              HttpRequest.newBuilder(url)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("Cookie", page.headers().firstValue("Set-Cookie").orElseThrow())
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "do=approve&attempt=5&code=424242&guard=" + guard))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answered.statusCode()).isEqualTo(303);

      assertThat(call(client, "spei_send_payment", LUNCH).get("status")).isEqualTo("success");
      var elsewhere = URI.create(origin(server) + "/pay/approve");
      assertThat(
              http.send(HttpRequest.newBuilder(elsewhere).build(), BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void keyThatIsMadeOrRevokedMeanwhile_countsWithinASecond() throws Exception {
    try (var server = server()) {
      var url = origin(server) + "/mcp";
      assertThat(post(url, ana).statusCode()).isEqualTo(200);
      var bruno = key("--scopes", "mcp:payments:read", "--mode", "test", "--caller", "bruno");
      var live = key("--scopes", "mcp:payments:read", "--mode", "live");
      assertThat(printed("keys", "revoke", ana.substring(11, 19), "--api-keys", keys)).isEmpty();
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> post(url, ana).statusCode(), status -> status != 200);

      assertThat(post(url, ana).statusCode()).isEqualTo(401);
      assertThat(post(url, bruno).body()).contains("payments_get").doesNotContain("spei_send");
      var refused = post(url, live);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("ENV_MISMATCH");
    }
  }

  private static List<String> printed(String... arguments) {
    try (var process = ServerProcess.jar(arguments)) {
      assertThat(process.exitStatus()).isZero();
      return process.out();
    }
  }

  @Test
  void paymentsOutliveTheProcess_andTheSecondTurnMayFindAnother() {
    var ledger = "jdbc:sqlite:" + folder.resolve("payments.db");
    Map<String, Object> asked;
    try (var first = server("--ledger", ledger);
        var client = client(first, ana)) {
      asked = call(client, "spei_send_payment", LUNCH);
    }
    try (var second = server("--ledger", ledger);
        var client = client(second, ana)) {
      var paid = call(client, "spei_send_payment", withCode(LUNCH));
      assertThat(paid.get("status")).isEqualTo("success");
      assertThat(paid.get("paymentId")).isEqualTo(asked.get("paymentId"));
    }
    try (var third = server("--ledger", ledger);
        var client = client(third, ana)) {
      var again = call(client, "spei_send_payment", withCode(LUNCH));
      assertThat(again.get("paymentId")).isEqualTo(asked.get("paymentId"));
      assertThat((List<?>) call(client, "payments_list", Map.of()).get("items")).hasSize(1);
    }
  }

  /** What was done is what the audit log says; each line of it has to have had its answer. */
  @Test
  void termination_losesNoAnswer() throws Exception {
    var audit = folder.resolve("audit.jsonl");
    var answered = new AtomicInteger();
    try (var server = server("--audit", audit.toString(), "--sessions")) {
      var url = origin(server) + "/mcp";
      var session = open(url);
      var stream = http.sendAsync(request(url, session).GET().build(), BodyHandlers.ofString());
      var executor = Executors.newFixedThreadPool(8);
      try {
        var all = new ArrayList<Future<?>>();
        for (int i = 0; i < 8; i++) {
          all.add(executor.submit(() -> callUntilRefused(url, session, answered)));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> answered.get() > 200);
        server.terminate();
        for (var each : all) {
          each.get();
        }
      } finally {
        executor.shutdownNow();
      }
      assertThat(server.exitStatus(Duration.ofSeconds(20))).isEqualTo(143);
      assertThat(stream.get().statusCode()).isEqualTo(200);
    }
    var done = Files.readAllLines(audit).stream().filter(it -> it.contains("payments_list"));
    assertThat(done.count()).isEqualTo(answered.get());
  }

  private HttpRequest.Builder request(String url, String session) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", "Bearer " + ana)
        .header("Accept", "application/json, text/event-stream")
        .header("Mcp-Session-Id", session);
  }

  private HttpResponse<String> post(String url, String session, String body) throws Exception {
    return http.send(
        request(url, session)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString(UTF_8));
  }

  private String open(String url) throws Exception {
    return post(url, "none", ServerProcess.INITIALIZE)
        .headers()
        .firstValue("Mcp-Session-Id")
        .orElseThrow();
  }

  private Void callUntilRefused(String url, String session, AtomicInteger answered)
      throws Exception {
    var call =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
            + "\"params\":{\"name\":\"payments_list\",\"arguments\":{}}}";
    while (true) {
      HttpResponse<String> response;
      try {
        response = post(url, session, call);
      } catch (IOException e) {
        return null; // nobody is there any more; that nothing was done, the audit log says
      }
      if (response.statusCode() != 200) {
        return null;
      }
      assertThat(response.body()).endsWith("}");
      answered.incrementAndGet();
    }
  }

  @Test
  void portThatIsTaken_isOneLineAndStatus2() {
    try (var first = server()) {
      var port = origin(first).replaceFirst(".*:", "");
      try (var second =
          ServerProcess.jar("--transport", "http", "--api-keys", keys, "--port", port)) {
        assertThat(second.exitStatus()).isEqualTo(2);
        assertThat(second.err().get(second.err().size() - 1))
            .startsWith("mcp2p-server: --port: cannot listen on 127.0.0.1:" + port);
        assertThat(String.join("\n", second.err())).doesNotContain("\tat ");
      }
    }
  }

  @Test
  void sessions_areKeptOnRequest() {
    try (var server = server("--sessions");
        var client = client(server, ana)) {
      assertThat(client.listTools().tools()).hasSize(19);
      assertThat(call(client, "spei_send_payment", LUNCH).get("status")).isEqualTo("2fa_required");
    }
  }

  // Two modes.

  @Test
  void twoModesInOneProcess_shareNothing() throws Exception {
    var live = key("--scopes", ALL, "--mode", "live", "--caller", "ana");
    var payments = folder.resolve("live.db").toString();
    try (var process = ServerProcess.main(TwoModesMain.class, keys, payments, "0")) {
      var origin = origin(process);
      assertThat(post(origin + "/test/mcp", live).body()).contains("ENV_MISMATCH");
      var refused = post(origin + "/live/mcp", ana);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("ENV_MISMATCH");
      try (var testing = client(origin + "/test", ana);
          var paying = client(origin + "/live", live)) {
        var asked = call(paying, "spei_send_payment", LUNCH);
        assertThat(String.valueOf(asked.get("paymentId"))).startsWith("pay_live_");
        assertThat(asked.get("mode")).isEqualTo("live");
        var more = new HashMap<>(LUNCH);
        more.put("verificationCode", process.logged("phone - .*?([0-9]{6})"));
        assertThat(call(paying, "spei_send_payment", more).get("status")).isEqualTo("success");
        // The same caller, in the other mode: another world.
        assertThat(
                call(testing, "payments_get", Map.of("paymentId", asked.get("paymentId")))
                    .get("code"))
            .isEqualTo("PAYMENT_NOT_FOUND");
        assertThat((List<?>) call(testing, "payments_list", Map.of()).get("items")).isEmpty();
        assertThat((List<?>) call(paying, "payments_list", Map.of()).get("items")).hasSize(1);
      }
    }
  }
}
