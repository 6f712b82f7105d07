package io.mcp2p.auth;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an issuer publishes of itself: RFC 8414, or OpenID Connect Discovery. */
final class IssuerMetadata {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration IN_ALL = Duration.ofSeconds(10);
  private static final int MAX_CHARACTERS = 1_000_000;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private IssuerMetadata() {}

  /** Asks with bounded time, and follows no redirect: it could lead anywhere. */
  static HttpClient client() {
    return CLIENT;
  }

  /** Https, or http that does not leave the machine. */
  static boolean isTrustworthy(URI uri) {
    return "https".equals(uri.getScheme())
        || ("http".equals(uri.getScheme())
            && uri.getHost() != null
            && Set.of("localhost", "127.0.0.1", "[::1]").contains(uri.getHost()));
  }

  /**
   * Finds where the issuer's keys are.
   *
   * @throws IllegalStateException if the issuer does not say, or says it is another
   */
  static URI keys(String issuer) {
    for (URI place : places(URI.create(issuer))) {
      var metadata = get(place);
      if (metadata != null && metadata.path("issuer").asString("").equals(issuer)) {
        var keys = URI.create(metadata.path("jwks_uri").asString(""));
        if (isTrustworthy(keys)) {
          return keys;
        }
      }
    }
    throw new IllegalStateException("the issuer " + issuer + " publishes no metadata of its own");
  }

  /** RFC 8414 puts the well-known path before the issuer's path, OpenID Connect behind it. */
  static List<URI> places(URI issuer) {
    var path = issuer.getRawPath().replaceFirst("/$", "");
    return List.of(
        issuer.resolve("/.well-known/oauth-authorization-server" + path),
        issuer.resolve("/.well-known/openid-configuration" + path),
        issuer.resolve(path + "/.well-known/openid-configuration"));
  }

  /**
   * Returns what is at {@code place}.
   *
   * @throws IllegalStateException if nothing is, or too much
   */
  static String page(URI place) {
    var response = send(client(), HttpRequest.newBuilder(place).timeout(TIMEOUT).build());
    if (response.statusCode() != 200 || response.body().length() > MAX_CHARACTERS) {
      throw new IllegalStateException(
          place.getHost() + " answered " + response.statusCode() + ", or too much");
    }
    return response.body();
  }

  private static @Nullable JsonNode get(URI place) {
    try {
      var response = send(client(), HttpRequest.newBuilder(place).timeout(TIMEOUT).build());
      return response.statusCode() == 200 ? json(response.body()) : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  static JsonNode json(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new IllegalStateException("an answer of " + text.length() + " characters");
    }
    return JsonMapper.shared().readTree(text);
  }

  /**
   * Sends a request whose time is bounded.
   *
   * @throws IllegalStateException if there is no answer
   */
  static HttpResponse<String> send(HttpClient client, HttpRequest request) {
    // A request's own time limit ends with the header of its answer.
    var sent = client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      return sent.get(IN_ALL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      sent.cancel(true);
      throw new IllegalStateException("no answer from " + request.uri().getHost(), e);
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
