package io.mcp2p.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the issuer about each token (RFC 7662), and remembers good ones for a moment. While the
 * issuer gives no answer at all, one call at a time finds that out, every few seconds; the others
 * are told so at once, and hold no thread. Whatever is answered ends that: what an issuer makes of
 * one token says nothing of others.
 */
final class TokenIntrospection implements TokenVerifier {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REMEMBERED = Duration.ofSeconds(30);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);
  private static final int MAX_REMEMBERED = 10_000;
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final HttpClient client = IssuerMetadata.client();
  private final URI endpoint;
  private final String authorization;
  private final String issuer;
  private final String audience;
  private final Duration clockSkew;
  private final Clock clock;
  private final Map<String, Good> remembered =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Good> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /** When an issuer that does not answer is tried again; null while it does. */
  private final AtomicReference<@Nullable Instant> tryAt = new AtomicReference<>();

  private record Good(Map<String, Object> claims, Instant until) {}

  TokenIntrospection(
      URI endpoint,
      String clientId,
      String clientSecret,
      String issuer,
      String audience,
      Duration clockSkew,
      Clock clock) {
    this.endpoint = endpoint;
    // RFC 6749, 2.3.1: both are form-encoded before they are joined.
    var pair = encoded(clientId) + ":" + encoded(clientSecret);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    this.issuer = issuer;
    this.audience = audience;
    this.clockSkew = clockSkew;
    this.clock = clock;
  }

  @Override
  public Map<String, Object> claims(String token) throws Rejected {
    var now = clock.instant();
    var hash = ApiKeys.sha256(token);
    synchronized (remembered) {
      var good = remembered.get(hash);
      if (good != null && now.isBefore(good.until())) {
        return good.claims();
      }
    }
    var answer = ask(token);
    check(answer, now);
    Map<String, Object> claims = JsonMapper.shared().convertValue(answer, MAP);
    synchronized (remembered) {
      remembered.remove(hash); // so that it moves to the end
      remembered.put(hash, new Good(claims, now.plus(REMEMBERED)));
    }
    return claims;
  }

  private JsonNode ask(String token) {
    var later = tryAt.get();
    var now = clock.instant();
    if (later != null
        && (now.isBefore(later) || !tryAt.compareAndSet(later, now.plus(BETWEEN_TRIES)))) {
      throw new IllegalStateException("introspection was not answered just now");
    }
    var request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Authorization", authorization)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "token_type_hint=access_token&token=" + encoded(token)))
            .build();
    var response = answered(request);
    if (response.statusCode() != 200) {
      throw new IllegalStateException("introspection was answered " + response.statusCode());
    }
    try {
      return IssuerMetadata.json(response.body());
    } catch (JacksonException e) {
      throw new IllegalStateException("introspection was not answered in JSON");
    }
  }

  private HttpResponse<String> answered(HttpRequest request) {
    try {
      var response = IssuerMetadata.send(client, request);
      tryAt.set(null);
      return response;
    } catch (IllegalStateException e) {
      if (!Thread.currentThread().isInterrupted()) {
        tryAt.set(clock.instant().plus(BETWEEN_TRIES));
      }
      throw e;
    }
  }

  private void check(JsonNode answer, Instant now) throws Rejected {
    if (!answer.path("active").asBoolean(false)) {
      throw new Rejected("the issuer says that the token is not active");
    }
    if (answer.has("iss") && !answer.path("iss").asString("").equals(issuer)) {
      throw new Rejected("the token is of another issuer");
    }
    if (!isAudience(answer.path("aud"))) {
      throw new Rejected("the token is for another audience");
    }
    var expires = answer.path("exp");
    if (expires.isNumber()
        && !now.isBefore(Instant.ofEpochSecond(expires.asLong()).plus(clockSkew))) {
      throw new Rejected("the token has expired");
    }
  }

  private boolean isAudience(JsonNode named) {
    if (named.isArray()) {
      for (JsonNode each : named) {
        if (each.asString("").equals(audience)) {
          return true;
        }
      }
      return false;
    }
    return named.asString("").equals(audience);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
