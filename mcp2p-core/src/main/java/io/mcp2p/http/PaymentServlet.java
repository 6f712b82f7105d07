package io.mcp2p.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.auth.Authentication;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.auth.Caller;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one servlet of a server. Every check of a request stands here, in the order in which it costs
 * least to refuse; a message that has passed them all is the endpoint's.
 */
final class PaymentServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(PaymentServlet.class);
  private static final String METADATA = "/.well-known/oauth-protected-resource";
  private static final int MAX_TOKEN = 8192;
  private static final Set<String> PROTOCOL_VERSIONS =
      Set.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

  private static final Pattern JSON =
      Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");
  private static final Pattern TOKEN_IN_QUERY = Pattern.compile("(?i)(.*[&;])?access_token=.*");

  private final transient McpEndpoint endpoint;
  private final transient HttpOptions options;
  private final transient Authenticator authenticator;
  private final transient BodyReader bodies;
  private final transient ResourceMetadata metadata;
  private final transient GoodTokens goodTokens = new GoodTokens();
  private final transient @Nullable Mounted mounted;

  /** Another servlet, and the beginning of the paths that are its. */
  record Mounted(String path, HttpServlet servlet) {}

  PaymentServlet(
      McpEndpoint endpoint,
      HttpOptions options,
      Authenticator authenticator,
      @Nullable Mounted mounted) {
    this.mounted = mounted;
    this.endpoint = endpoint;
    this.options = options;
    this.authenticator = authenticator;
    this.bodies = new BodyReader(options.maxBody(), options.bodyWithin());
    this.metadata = new ResourceMetadata(options, authenticator.issuers(), endpoint.scopes());
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    var info = request.getPathInfo();
    var path = request.getServletPath() + (info == null ? "" : info);
    if (mounted != null && path.startsWith(mounted.path())) {
      mounted.servlet().service(request, response);
    } else if (path.equals(options.path())) {
      message(request, response);
    } else if (path.equals(METADATA) || path.equals(METADATA + options.path())) {
      get(request, response, () -> new Page(200, metadata.json(request)));
    } else if (path.equals("/healthz")) {
      get(request, response, () -> new Page(200, "{\"status\":\"up\"}"));
    } else if (path.equals("/readyz")) {
      get(request, response, this::readiness);
    } else {
      refuse(response, 404, "there is nothing here");
    }
  }

  private record Page(int status, String json) {}

  private Page readiness() {
    var missing = endpoint.notReady();
    var status = missing.isEmpty() ? "ready" : "not ready: " + String.join(", ", missing);
    return new Page(missing.isEmpty() ? 200 : 503, "{\"status\":\"" + status + "\"}");
  }

  private void get(HttpServletRequest request, HttpServletResponse response, Supplier<Page> made)
      throws IOException {
    if (!options.isHost(request.getHeader("Host"))) {
      refuse(response, 403, "this server has another name");
    } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      response.setHeader("Allow", "GET, HEAD");
      refuse(response, 405, "only GET");
    } else {
      var page = made.get();
      write(response, page.status(), page.json().getBytes(UTF_8));
    }
  }

  private void message(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var from = request.getRemoteAddr();
    if (!options.isHost(request.getHeader("Host"))) {
      refuse(response, 403, "this server has another name", "HOST_NOT_ALLOWED", from);
      return;
    }
    var origin = request.getHeader("Origin");
    if (origin != null && !options.isOrigin(origin)) {
      refuse(response, 403, "pages of that origin may not call", "ORIGIN_NOT_ALLOWED", from);
      return;
    }
    if (!request.getMethod().equals("POST")) {
      response.setHeader("Allow", "POST");
      refuse(response, 405, "only POST: this server keeps no sessions");
      return;
    }
    var caller = authenticated(request, response, from);
    if (caller != null && isReadable(request, response)) {
      answer(request, response, caller);
    }
  }

  /** Says who asks, or refuses. */
  private @Nullable Caller authenticated(
      HttpServletRequest request, HttpServletResponse response, String from) throws IOException {
    var token = token(request);
    boolean wasGood = token != null && goodTokens.contains(token);
    var wait = wasGood ? Duration.ZERO : endpoint.badToken(from, false);
    if (!wait.isZero()) {
      retryAfter(response, wait);
      refuse(response, 429, "too many bad tokens from this address");
      return null;
    }
    if (token == null || hasTokenInQuery(request)) {
      boolean none = request.getHeader("Authorization") == null && !hasTokenInQuery(request);
      if (!none) {
        endpoint.badToken(from, true);
      }
      challenge(request, response, none ? null : "invalid_token", "one, in the header", from);
      return null;
    }
    Authentication authentication;
    try {
      authentication = authenticator.authenticate(token, endpoint.mode());
    } catch (RuntimeException e) {
      LOG.error("who asks cannot be found out now", e);
      retryAfter(response, Duration.ofSeconds(5));
      refuse(response, 503, "tokens cannot be checked now", "AUTHENTICATION_UNAVAILABLE", from);
      return null;
    }
    goodTokens.note(token, authentication instanceof Authentication.Known);
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
      refuse(response, 403, line, "ENV_MISMATCH", from);
    } else {
      var why = ((Authentication.Unknown) authentication).why();
      challenge(request, response, "invalid_token", why, from);
    }
    return null;
  }

  private static @Nullable String token(HttpServletRequest request) {
    var headers = request.getHeaders("Authorization");
    if (!headers.hasMoreElements()) {
      return null;
    }
    var header = headers.nextElement();
    boolean one = !headers.hasMoreElements();
    return one
            && header.length() <= MAX_TOKEN
            && header.regionMatches(true, 0, "Bearer ", 0, 7)
            && header.chars().skip(7).allMatch(c -> c > ' ' && c < 127)
            && header.length() > 7
        ? header.substring(7)
        : null;
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
      String description,
      String from)
      throws IOException {
    response.setHeader(
        "WWW-Authenticate",
        new BearerChallenge(
                metadata.url(request),
                error,
                error == null ? null : description,
                String.join(" ", endpoint.scopes()))
            .toString());
    refuse(response, 401, "a bearer token is needed in the header", "UNAUTHENTICATED", from);
  }

  /** Tells whether the body is JSON in a form that we read, or refuses. */
  private boolean isReadable(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
    var encoding = request.getHeader("Content-Encoding");
    if (!JSON.matcher(type).matches()) {
      refuse(response, 415, "Content-Type is to be application/json");
    } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      refuse(response, 415, "a compressed body is not read");
    } else if (!isAccepted(request.getHeader("Accept"))) {
      refuse(response, 406, "Accept is to allow application/json");
    } else if (!isKnown(request.getHeader("MCP-Protocol-Version"))) {
      refuse(response, 400, "that MCP-Protocol-Version is not spoken here");
    } else {
      return true;
    }
    return false;
  }

  private static boolean isAccepted(@Nullable String accept) {
    return accept == null
        || accept.contains("application/json")
        || accept.contains("application/*")
        || accept.contains("*/*");
  }

  private static boolean isKnown(@Nullable String version) {
    return version == null || PROTOCOL_VERSIONS.contains(version);
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, Caller caller)
      throws IOException {
    byte[] body;
    try {
      body = bodies.read(request);
    } catch (BodyReader.Unreadable e) {
      response.setHeader("Connection", "close"); // the rest of it is still under way
      refuse(response, e.status(), "the message is too long or too slow");
      return;
    }
    var answer = endpoint.post(body, caller);
    if (answer.missingScope() != null) {
      response.setHeader(
          "WWW-Authenticate",
          new BearerChallenge(
                  metadata.url(request), "insufficient_scope", null, answer.missingScope())
              .toString());
    }
    if (answer.json() == null) {
      response.setStatus(answer.status());
    } else {
      write(response, answer.status(), answer.json());
    }
  }

  private static void retryAfter(HttpServletResponse response, Duration wait) {
    response.setHeader("Retry-After", Long.toString(wait.plusSeconds(1).minusNanos(1).toSeconds()));
  }

  private void refuse(
      HttpServletResponse response, int status, String line, String outcome, String from)
      throws IOException {
    endpoint.refused(outcome, from);
    refuse(response, status, line);
  }

  /** A JSON-RPC error without an id: nothing of what came in is sent back. */
  private static void refuse(HttpServletResponse response, int status, String line)
      throws IOException {
    var json =
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\""
            + line
            + "\"}}";
    write(response, status, json.getBytes(UTF_8));
  }

  private static void write(HttpServletResponse response, int status, byte[] json)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }
}
