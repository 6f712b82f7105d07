package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.http.McpEndpoint;
import io.mcp2p.http.SessionLimits;
import io.mcp2p.jsonrpc.JsonRpcFault;
import io.mcp2p.jsonrpc.JsonRpcMessage;
import io.mcp2p.jsonrpc.JsonRpcMessage.Bad;
import io.mcp2p.jsonrpc.JsonRpcMessage.Request;
import io.mcp2p.jsonrpc.JsonRpcMessage.Response;
import io.mcp2p.policy.RateLimiter;
import io.mcp2p.policy.RateLimits.Kind;
import io.mcp2p.tool.Tool;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonEncoding;

/**
 * MCP over HTTP, one message a request and nothing kept between them: any node can answer any call.
 * The servlet has authenticated the caller; here its message is judged and handed to the tool that
 * it calls, or else to the SDK, on the request's own thread. Where sessions are kept, they add a
 * way back to the client; the SDK knows nothing of them.
 */
final class HttpTransport implements McpStatelessServerTransport, McpEndpoint {
  /** The key under which the SDK's context carries the caller to a tool. */
  static final String CALLER = "mcp2p:caller";

  /** The same for the client. */
  static final String CLIENT = "mcp2p:client";

  private static final McpJsonMapper JSON = McpJsonDefaults.getMapper();

  private final ToolDispatcher dispatcher;
  private final Map<String, Tool<?, ?>> tools;
  private final @Nullable ResourceRequests resources;
  private final RateLimiter rates;
  private final Mode mode;
  private final Readiness readiness;
  private final CallShares shares;
  private final @Nullable ClientSessions sessions;
  private @Nullable McpStatelessServerHandler handler;
  private volatile boolean closed;

  HttpTransport(
      ToolDispatcher dispatcher,
      Map<String, Tool<?, ?>> tools,
      @Nullable ResourceRequests resources,
      RateLimiter rates,
      Mode mode,
      Supplier<List<String>> notReady,
      CallShares shares,
      @Nullable SessionLimits sessions) {
    this.dispatcher = dispatcher;
    this.tools = Map.copyOf(tools);
    this.resources = resources;
    this.rates = rates;
    this.mode = mode;
    this.readiness = new Readiness(notReady, System::nanoTime);
    this.shares = shares;
    this.sessions =
        sessions == null
            ? null
            : new ClientSessions(
                sessions, System::nanoTime, thief -> refused("SESSION_NOT_YOURS", thief.id()));
  }

  @Override
  public void setMcpHandler(McpStatelessServerHandler mcpHandler) {
    handler = mcpHandler;
  }

  @Override
  public Answer post(byte[] body, Caller caller, @Nullable String sessionId) {
    var message = JsonRpcMessage.read(body);
    if (message instanceof Bad bad) {
      return new Answer(400, bad.expectsReply() ? bad.reply() : null, null);
    }
    if (sessions == null) {
      return answer(message, caller, Client.NONE);
    }
    if (message instanceof Request request
        && request.method().equals(McpSchema.METHOD_INITIALIZE)) {
      return initialize(request, caller, sessions);
    }
    if (sessionId == null) {
      return new Answer(400, JsonRpcFault.NO_SESSION.replyTo(message).reply(), null);
    }
    var session = sessions.find(sessionId, caller);
    if (session == null) {
      return new Answer(404, JsonRpcFault.UNKNOWN_SESSION.replyTo(message).reply(), null);
    }
    session.begin(System.nanoTime());
    try {
      if (message instanceof Response response) {
        session.answered(response);
      }
      return answer(message, caller, session);
    } finally {
      session.end(System.nanoTime());
    }
  }

  /** Whatever session the request names: an id that a client has chosen never becomes one. */
  private Answer initialize(Request request, Caller caller, ClientSessions sessions) {
    var answer = answer(request, caller, Client.NONE);
    if (answer.status() != 200) {
      return answer;
    }
    var session = sessions.open(caller, ClientInfo.of(request.params()));
    return session == null
        ? new Answer(503, JsonRpcFault.TOO_MANY_SESSIONS.replyTo(request).reply(), null)
        : new Answer(200, answer.json(), null, session.id());
  }

  private Answer answer(JsonRpcMessage message, Caller caller, Client client) {
    if (!(message instanceof Request request)) {
      return new Answer(202, null, null); // a notification; there is none that we act on
    }
    if (closed) {
      return new Answer(503, null, null);
    }
    var called = tools.get(toolOf(request));
    boolean isResource = resources != null && resources.answers(request.method());
    if (!shares.enter(caller.id())) {
      if (isResource) {
        var outcome = Objects.requireNonNull(resources).busy(request.method(), caller);
        return new Answer(200, json(McpBridge.response(request, outcome)), null);
      }
      return called == null ? new Answer(503, null, null) : busy(request, called, caller);
    }
    try {
      return isResource
          ? resource(Objects.requireNonNull(resources), request, caller)
          : answer(request, called, caller, client);
    } finally {
      shares.leave(caller.id());
    }
  }

  private static String toolOf(Request request) {
    return request.params() != null && request.method().equals(McpSchema.METHOD_TOOLS_CALL)
        ? String.valueOf(request.params().get("name"))
        : "";
  }

  private Answer answer(
      Request request, @Nullable Tool<?, ?> called, Caller caller, Client client) {
    if (called != null) {
      return call(request, called, caller, client);
    }
    var context = McpTransportContext.create(Map.of(CALLER, caller, CLIENT, client));
    var response =
        Objects.requireNonNull(handler, "the SDK's server was made")
            .handleRequest(
                context, new JSONRPCRequest(request.method(), request.id(), request.params()))
            .block();
    return new Answer(
        200, json(Objects.requireNonNull(response, "the SDK answers every request")), null);
  }

  /**
   * A call of a tool that exists needs nothing of the SDK, which would read its parameters once
   * more. A scope that is missing is told twice: to HTTP, which may get it, and to the agent.
   */
  @SuppressWarnings("unchecked") // as the reader of messages writes them
  private Answer call(Request request, Tool<?, ?> called, Caller caller, Client client) {
    var missing = dispatcher.permits(called, caller) ? null : called.spec().scope();
    var params = Objects.requireNonNull(request.params(), "a call has parameters");
    var reply =
        dispatcher.call(
            called,
            McpBridge.json((Map<String, Object>) params.get("arguments")),
            McpBridge.meta((Map<String, Object>) params.get("_meta")),
            caller,
            client);
    return new Answer(missing == null ? 200 : 403, json(request, reply), missing);
  }

  private static Answer resource(ResourceRequests resources, Request request, Caller caller) {
    var missing = resources.missingScope(request.method(), caller);
    var outcome = resources.answer(request.method(), request.params(), caller);
    var json = json(McpBridge.response(request, outcome));
    return new Answer(missing == null ? 200 : 403, json, missing);
  }

  private Answer busy(Request request, Tool<?, ?> called, Caller caller) {
    return new Answer(200, json(request, dispatcher.busy(called, caller)), null);
  }

  /** What the SDK would write of {@link McpBridge#result}, without asking beans what they hold. */
  static byte[] json(Request request, Reply reply) {
    // Half a character is a question mark from here on; a generator would refuse it.
    var text = reply.text().getBytes(UTF_8);
    var bytes = new ByteArrayOutputStream(3 * text.length);
    try (var json = Json.ANSWERS.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringProperty("jsonrpc", McpSchema.JSONRPC_VERSION);
      json.writeName("id");
      if (request.id() instanceof String id) {
        var letters = id.getBytes(UTF_8);
        json.writeUTF8String(letters, 0, letters.length);
      } else {
        json.writeNumber((Long) request.id());
      }
      json.writeObjectPropertyStart("result");
      json.writeArrayPropertyStart("content");
      json.writeStartObject();
      json.writeStringProperty("type", "text");
      json.writeName("text");
      json.writeUTF8String(text, 0, text.length);
      json.writeEndObject();
      json.writeEndArray();
      json.writeBooleanProperty("isError", reply.isError());
      json.writeName("structuredContent");
      json.writeRawValue(""); // so much for the generator
      json.flush();
      bytes.writeBytes(text);
      json.writeEndObject();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static byte[] json(McpSchema.JSONRPCResponse response) {
    try {
      // Not as bytes at once: half a character would fail there, and is a question mark here.
      return JSON.writeValueAsString(McpBridge.plain(response)).getBytes(UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("an answer that cannot be written", e);
    }
  }

  @Nullable ClientSessions sessions() {
    return sessions;
  }

  @Override
  public boolean keepsSessions() {
    return sessions != null;
  }

  @Override
  public boolean listen(String sessionId, Caller caller, Events events) {
    var session = sessions == null ? null : sessions.find(sessionId, caller);
    if (session == null) {
      return false;
    }
    session.listen(events, System.nanoTime());
    return true;
  }

  @Override
  public boolean end(String sessionId, Caller caller) {
    if (sessions == null) {
      return false;
    }
    var session = sessions.find(sessionId, caller);
    if (session == null) {
      return false;
    }
    sessions.end(session);
    return true;
  }

  @Override
  public void beat() {
    if (sessions != null) {
      sessions.beat();
    }
  }

  @Override
  public boolean isFull() {
    return shares.isFull();
  }

  @Override
  public void refused(String outcome, String from) {
    dispatcher.refusedBeforeACall(outcome, from);
  }

  @Override
  public Duration badToken(String address, boolean count) {
    return count ? rates.take(Kind.FAILED_LOGIN, address) : rates.peek(Kind.FAILED_LOGIN, address);
  }

  @Override
  public List<String> notReady() {
    return closed ? List.of("server") : readiness.missing();
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public List<String> scopes() {
    return tools.values().stream().map(it -> it.spec().scope()).distinct().sorted().toList();
  }

  /** Takes no more calls, and lets those under way end. */
  void drain(Duration limit) throws InterruptedException {
    closed = true;
    if (sessions != null) {
      sessions.close(); // a stream that is open would keep its container from ending
    }
    shares.awaitNone(limit.toMillis());
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(() -> closed = true);
  }
}
