package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Keycloak from its distribution, with the realm of the examples, in memory. */
final class Keycloak implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final Path REALM = Path.of("src/main/keycloak/payments-realm.json");
  private static final String ADMINISTRATOR = "admin";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final String origin;

  /** Starts it with a realm whose tokens are made out to {@code audience}. */
  Keycloak(Path folder, String audience) throws IOException {
    var home = home();
    var imported = Files.createDirectories(home.resolve("data/import")).resolve("realm.json");
    Files.writeString(
        imported, Files.readString(REALM).replace("https://pay.example/mcp", audience));
    int port = freePort();
    origin = "http://localhost:" + port;
    log = folder.resolve("keycloak.log");
    var builder =
        new ProcessBuilder(
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--db=dev-mem",
                "--http-host=127.0.0.1",
                "--http-port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR);
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMINISTRATOR);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    process = builder.start();
    // Also when it never gets ready, and nobody has anything to close.
    Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
    Awaitility.await("Keycloak, whose log is " + log)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .failFast("Keycloak has ended", () -> !process.isAlive())
        .until(this::isReady);
  }

  private static Path home() throws IOException {
    try (var folders = Files.list(Path.of("target/keycloak"))) {
      return folders
          .filter(it -> Files.exists(it.resolve("bin/kc.sh")))
          .findFirst()
          .orElseThrow()
          .toAbsolutePath();
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady() {
    try {
      return get(issuer() + "/.well-known/openid-configuration").statusCode() == 200;
    } catch (AssertionError e) {
      return false;
    }
  }

  String issuer() {
    return origin + "/realms/payments";
  }

  /** Has tokens signed with a new key from now on; the old one is still published. */
  void rotateKeys() {
    var answer =
        administrate(
            "POST",
            "/components",
            Map.of(
                "name",
                "next",
                "providerId",
                "rsa-generated",
                "providerType",
                "org.keycloak.keys.KeyProvider",
                "config",
                Map.of(
                    "priority", List.of("200"),
                    "enabled", List.of("true"),
                    "active", List.of("true"))));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  void letTokensLive(Duration time) {
    var answer = administrate("PUT", "", Map.of("accessTokenLifespan", time.toSeconds()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private HttpResponse<String> administrate(String method, String path, Map<String, ?> json) {
    var token =
        form(
            origin + "/realms/master/protocol/openid-connect/token",
            Map.of(
                "grant_type",
                "password",
                "client_id",
                "admin-cli",
                "username",
                ADMINISTRATOR,
                "password",
                ADMINISTRATOR));
    assertThat(token.statusCode()).as(token.body()).isEqualTo(200);
    return send(
        HttpRequest.newBuilder(URI.create(origin + "/admin/realms/payments" + path))
            .header("Authorization", "Bearer " + JsonText.object(token.body()).get("access_token"))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(JsonText.of(json))));
  }

  private HttpResponse<String> get(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)));
  }

  HttpResponse<String> form(String url, Map<String, String> fields, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(fields)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void destroy() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    destroy();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
