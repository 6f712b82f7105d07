package io.mcp2p.http;

import io.mcp2p.auth.Authentication;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.auth.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says who asks, from the one token in the header, or refuses. Thread-safe. */
final class TokenCheck {
  private static final Logger LOG = LoggerFactory.getLogger(TokenCheck.class);
  private static final int MAX_TOKEN = 8192;
  private static final String NONE = "one bearer token is needed, in the header Authorization";
  private static final Pattern TOKEN_IN_QUERY = Pattern.compile("(?i)(.*[&;])?access_token=.*");

  /** Looking at a token may mean asking its issuer: strangers get so many threads and no more. */
  static final int STRANGERS_AT_ONCE = 64;

  private final McpEndpoint endpoint;
  private final Authenticator authenticator;
  private final ResourceMetadata metadata;
  private final GoodTokens goodTokens = new GoodTokens();
  private final Semaphore strangers = new Semaphore(STRANGERS_AT_ONCE);

  TokenCheck(McpEndpoint endpoint, Authenticator authenticator, ResourceMetadata metadata) {
    this.endpoint = endpoint;
    this.authenticator = authenticator;
    this.metadata = metadata;
  }

  /** Returns who asks; null if the request has been refused. */
  @Nullable Caller caller(HttpServletRequest request, HttpServletResponse response, String from)
      throws IOException {
    var token = token(request);
    if (token != null && goodTokens.contains(token)) {
      return looked(token, true, request, response, from);
    }
    var wait = endpoint.badToken(from, false);
    if (!wait.isZero()) {
      JsonPages.retryAfter(response, wait);
      JsonPages.refuse(response, 429, "too many bad tokens from this address");
      return null;
    }
    if (token == null) {
      none(request, response, from);
      return null;
    }
    if (endpoint.isFull() || !strangers.tryAcquire()) {
      JsonPages.retryAfter(response, Duration.ofSeconds(1));
      JsonPages.refuse(response, 503, "there is no room just now");
      return null;
    }
    try {
      return looked(token, false, request, response, from);
    } finally {
      strangers.release();
    }
  }

  private void none(HttpServletRequest request, HttpServletResponse response, String from)
      throws IOException {
    boolean tried = request.getHeader("Authorization") != null || hasTokenInQuery(request);
    if (tried) {
      endpoint.badToken(from, true);
    }
    challenge(request, response, tried ? "invalid_token" : null, NONE, from);
  }

  private @Nullable Caller looked(
      String token,
      boolean wasGood,
      HttpServletRequest request,
      HttpServletResponse response,
      String from)
      throws IOException {
    Authentication authentication;
    try {
      authentication = authenticator.authenticate(token, endpoint.mode());
    } catch (RuntimeException e) {
      LOG.error("who asks cannot be found out now", e);
      JsonPages.retryAfter(response, Duration.ofSeconds(5));
      endpoint.refused("AUTHENTICATION_UNAVAILABLE", from);
      JsonPages.refuse(response, 503, "tokens cannot be checked now");
      return null;
    }
    boolean isGood = authentication instanceof Authentication.Known;
    if (isGood != wasGood) {
      goodTokens.note(token, isGood);
    }
    if (authentication instanceof Authentication.Known known) {
      return known.caller();
    }
    endpoint.badToken(from, true);
    if (authentication instanceof Authentication.WrongMode wrong) {
      var line =
          "ENV_MISMATCH: a token for "
              + wrong.mode().wire()
              + ", and this server is "
              + endpoint.mode().wire();
      endpoint.refused("ENV_MISMATCH", from);
      JsonPages.refuse(response, 403, line);
    } else {
      var why = ((Authentication.Unknown) authentication).why();
      challenge(request, response, "invalid_token", why, from);
    }
    return null;
  }

  /** The token, if there is exactly one, and it stands where it should. */
  private static @Nullable String token(HttpServletRequest request) {
    var headers = request.getHeaders("Authorization");
    if (!headers.hasMoreElements() || hasTokenInQuery(request)) {
      return null;
    }
    var header = headers.nextElement();
    boolean one = !headers.hasMoreElements();
    return one
            && header.length() <= MAX_TOKEN
            && header.regionMatches(true, 0, "Bearer ", 0, 7)
            && header.length() > 7
            && isVisible(header, 7)
        ? header.substring(7)
        : null;
  }

  private static boolean isVisible(String header, int from) {
    for (int i = from; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c <= ' ' || c >= 127) {
        return false;
      }
    }
    return true;
  }

  /** Where it would stand in every log on the way. */
  private static boolean hasTokenInQuery(HttpServletRequest request) {
    var query = request.getQueryString();
    return query != null && TOKEN_IN_QUERY.matcher(query).matches();
  }

  private void challenge(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable String error,
      String why,
      String from)
      throws IOException {
    var line = BearerChallenge.quotable(why);
    response.setHeader(
        "WWW-Authenticate",
        new BearerChallenge(
                metadata.url(request),
                error,
                error == null ? null : line,
                String.join(" ", endpoint.scopes()))
            .toString());
    endpoint.refused("UNAUTHENTICATED", from);
    JsonPages.refuse(response, 401, line);
  }
}
