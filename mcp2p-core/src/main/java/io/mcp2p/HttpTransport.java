package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.http.McpEndpoint;
import io.mcp2p.jsonrpc.JsonRpcMessage;
import io.mcp2p.jsonrpc.JsonRpcMessage.Bad;
import io.mcp2p.jsonrpc.JsonRpcMessage.Request;
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
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * MCP over HTTP, one message a request and nothing kept between them: any node can answer any call.
 * The servlet has authenticated the caller; here its message is judged and handed to the tool that
 * it calls, or else to the SDK, on the request's own thread.
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
  private final Semaphore room;
  private final int atOnce;
  private @Nullable McpStatelessServerHandler handler;
  private volatile boolean closed;

  HttpTransport(
      ToolDispatcher dispatcher,
      Map<String, Tool<?, ?>> tools,
      @Nullable ResourceRequests resources,
      RateLimiter rates,
      Mode mode,
      Supplier<List<String>> notReady,
      int atOnce) {
    this.dispatcher = dispatcher;
    this.tools = Map.copyOf(tools);
    this.resources = resources;
    this.rates = rates;
    this.mode = mode;
    this.readiness = new Readiness(notReady, System::nanoTime);
    this.room = new Semaphore(atOnce);
    this.atOnce = atOnce;
  }

  @Override
  public void setMcpHandler(McpStatelessServerHandler mcpHandler) {
    handler = mcpHandler;
  }

  @Override
  public Answer post(byte[] body, Caller caller) {
    var message = JsonRpcMessage.read(body);
    if (message instanceof Bad bad) {
      return new Answer(400, bad.expectsReply() ? bad.reply() : null, null);
    }
    if (!(message instanceof Request request)) {
      return new Answer(202, null, null); // a notification; there is none that we act on
    }
    if (closed) {
      return new Answer(503, null, null);
    }
    var called = tools.get(toolOf(request));
    boolean isResource = resources != null && resources.answers(request.method());
    if (!room.tryAcquire()) {
      if (isResource) {
        var outcome = Objects.requireNonNull(resources).busy(request.method(), caller);
        return new Answer(200, json(McpBridge.response(request, outcome)), null);
      }
      return called == null ? new Answer(503, null, null) : busy(request, called, caller);
    }
    try {
      return isResource
          ? resource(Objects.requireNonNull(resources), request, caller)
          : answer(request, called, caller);
    } finally {
      room.release();
    }
  }

  private static String toolOf(Request request) {
    return request.params() != null && request.method().equals(McpSchema.METHOD_TOOLS_CALL)
        ? String.valueOf(request.params().get("name"))
        : "";
  }

  private Answer answer(Request request, @Nullable Tool<?, ?> called, Caller caller) {
    if (called != null) {
      return call(request, called, caller);
    }
    var context = McpTransportContext.create(Map.of(CALLER, caller, CLIENT, Client.NONE));
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
  private Answer call(Request request, Tool<?, ?> called, Caller caller) {
    var missing = dispatcher.permits(called, caller) ? null : called.spec().scope();
    var params = Objects.requireNonNull(request.params(), "a call has parameters");
    var reply =
        dispatcher.call(
            called,
            McpBridge.json((Map<String, Object>) params.get("arguments")),
            McpBridge.meta((Map<String, Object>) params.get("_meta")),
            caller,
            Client.NONE);
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

  private static byte[] json(Request request, Reply reply) {
    return json(McpSchema.JSONRPCResponse.result(request.id(), McpBridge.result(reply)));
  }

  private static byte[] json(McpSchema.JSONRPCResponse response) {
    try {
      // Not as bytes at once: half a character would fail there, and is a question mark here.
      return JSON.writeValueAsString(McpBridge.plain(response)).getBytes(UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("an answer that cannot be written", e);
    }
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
    if (room.tryAcquire(atOnce, limit.toMillis(), TimeUnit.MILLISECONDS)) {
      room.release(atOnce);
    }
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(() -> closed = true);
  }
}
