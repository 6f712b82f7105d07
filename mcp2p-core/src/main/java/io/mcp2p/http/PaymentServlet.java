package io.mcp2p.http;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
  private static final String NO_SUCH_SESSION = "There is no such session: initialize again.";
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Set<String> PROTOCOL_VERSIONS =
      Set.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

  private static final Pattern JSON =
      Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");

  private final transient McpEndpoint endpoint;
  private final transient HttpOptions options;
  private final transient TokenCheck tokens;
  private final transient BodyReader bodies;
  private final transient ScheduledThreadPoolExecutor timer;
  private final transient ResourceMetadata metadata;
  private final transient @Nullable Mounted mounted;

  /** Another servlet, and the beginning of the paths that are its. */
  record Mounted(String path, HttpServlet servlet) {

    /** The path is that of a URL, of which the path of the servlet's context may be a part. */
    boolean has(HttpServletRequest request, String below) {
      return below.startsWith(path) || (request.getContextPath() + below).startsWith(path);
    }
  }

  PaymentServlet(
      McpEndpoint endpoint,
      HttpOptions options,
      Authenticator authenticator,
      @Nullable Mounted mounted) {
    this.mounted = mounted;
    this.endpoint = endpoint;
    this.options = options;
    this.timer = new ScheduledThreadPoolExecutor(1, PaymentServlet::daemon);
    this.timer.setRemoveOnCancelPolicy(true);
    this.bodies = new BodyReader(options.maxBody(), options.bodyWithin(), timer);
    this.metadata = new ResourceMetadata(options, authenticator.issuers(), endpoint.scopes());
    this.tokens = new TokenCheck(endpoint, authenticator, metadata);
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "mcp2p-http-timer");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void init() {
    if (endpoint.keepsSessions()) {
      var unused =
          timer.scheduleWithFixedDelay(
              this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void beat() {
    try {
      endpoint.beat();
    } catch (RuntimeException e) {
      LOG.error("looking after the sessions failed; it goes on at the next turn", e);
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    var info = request.getPathInfo();
    var path = request.getServletPath() + (info == null ? "" : info);
    if (mounted != null && mounted.has(request, path)) {
      mounted.servlet().service(request, response);
    } else if (path.equals(options.path())) {
      message(request, response);
    } else if (metadata.isThere()
        && (path.equals(METADATA) || path.equals(METADATA + options.path()))) {
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
      JsonPages.write(response, page.status(), page.json().getBytes(UTF_8));
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
    var method = request.getMethod();
    if (!method.equals("POST")
        && !(endpoint.keepsSessions() && (method.equals("GET") || method.equals("DELETE")))) {
      response.setHeader("Allow", endpoint.keepsSessions() ? "POST, GET, DELETE" : "POST");
      refuse(response, 405, "that method is not spoken here");
      return;
    }
    if (!request.isAsyncSupported()) {
      LOG.error("mount the servlet of mcp2p with async-supported, and every filter before it");
      refuse(response, 500, "this server is not set up");
      return;
    }
    var caller = tokens.caller(request, response, from);
    if (caller == null) {
      return;
    }
    switch (method) {
      case "GET" -> listen(request, response, caller);
      case "DELETE" -> end(request, response, caller);
      default -> {
        if (isReadable(request, response)) {
          answer(request, response, caller);
        }
      }
    }
  }

  /** Opens a stream by which the client is told what it has not asked for. */
  private void listen(HttpServletRequest request, HttpServletResponse response, Caller caller)
      throws IOException {
    var accept = request.getHeader("Accept");
    var session = session(request);
    if (accept == null || !accept.contains("text/event-stream")) {
      refuse(response, 406, "Accept is to allow text/event-stream");
    } else if (!isKnown(request.getHeader("MCP-Protocol-Version"))) {
      refuse(response, 400, "that MCP-Protocol-Version is not spoken here");
    } else if (session == null) {
      refuse(response, 400, "Header Mcp-Session-Id is missing: initialize first.");
    } else {
      var stream = new EventStream();
      if (endpoint.listen(session, caller, stream)) {
        stream.begin(request, response);
      } else {
        refuse(response, 404, NO_SUCH_SESSION);
      }
    }
  }

  private void end(HttpServletRequest request, HttpServletResponse response, Caller caller)
      throws IOException {
    var session = session(request);
    if (session == null) {
      refuse(response, 400, "Header Mcp-Session-Id is missing: initialize first.");
    } else if (endpoint.end(session, caller)) {
      response.setStatus(204);
    } else {
      refuse(response, 404, NO_SUCH_SESSION);
    }
  }

  /** The session that the request names; one that is named twice is none that there is. */
  private static @Nullable String session(HttpServletRequest request) {
    var headers = request.getHeaders("Mcp-Session-Id");
    if (!headers.hasMoreElements()) {
      return null;
    }
    var id = headers.nextElement();
    return headers.hasMoreElements() ? "" : id;
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
    bodies.read(
        request,
        caller.id(),
        new BodyReader.Then() {
          @Override
          public void read(byte[] body) throws IOException {
            McpEndpoint.Answer answer;
            try {
              answer = endpoint.post(body, caller, session(request));
            } catch (RuntimeException e) {
              LOG.error("a message could not be answered", e);
              answer = new McpEndpoint.Answer(500, null, null);
            }
            write(request, response, answer);
          }

          @Override
          public void refused(int status) throws IOException {
            response.setHeader("Connection", "close"); // the rest of it is still under way
            if (status == 429) {
              JsonPages.retryAfter(response, Duration.ofSeconds(1));
            }
            refuse(
                response,
                status,
                status == 429
                    ? "too many messages are still on their way"
                    : "the message is too long or too slow");
          }
        });
  }

  private void write(
      HttpServletRequest request, HttpServletResponse response, McpEndpoint.Answer answer)
      throws IOException {
    if (answer.missingScope() != null) {
      response.setHeader(
          "WWW-Authenticate",
          new BearerChallenge(
                  metadata.url(request), "insufficient_scope", null, answer.missingScope())
              .toString());
    }
    if (answer.session() != null) {
      response.setHeader("Mcp-Session-Id", answer.session());
    }
    if (answer.status() == 503) {
      JsonPages.retryAfter(response, Duration.ofSeconds(1));
    }
    if (answer.json() == null) {
      response.setStatus(answer.status());
    } else {
      JsonPages.write(response, answer.status(), answer.json());
    }
  }

  private void refuse(
      HttpServletResponse response, int status, String line, String outcome, String from)
      throws IOException {
    endpoint.refused(outcome, from);
    refuse(response, status, line);
  }

  private static void refuse(HttpServletResponse response, int status, String line)
      throws IOException {
    JsonPages.refuse(response, status, line);
  }
}
