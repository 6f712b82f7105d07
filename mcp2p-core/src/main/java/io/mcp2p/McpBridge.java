package io.mcp2p;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.jsonrpc.JsonRpcMessage;
import io.mcp2p.jsonrpc.JsonRpcMessage.Request;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.Tool;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpAsyncListFilter;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.util.RawValue;

/** Between mcp2p and the MCP SDK's server: tools go in, replies come out. */
final class McpBridge {
  private static final String INSTRUCTIONS =
      "Payments take two turns. Call without verificationCode: nothing is paid, the person gets a"
          + " code. Show them the summary. If there is an approvalUrl, they approve there: repeat the"
          + " call as it was. Else ask for the code and repeat the call with the same arguments and the"
          + " code. One payment at a time awaits its code: a first call for another one takes its"
          + " place. Amounts are integers in minor units (50000 is 500.00). After a timeout or"
          + " pending, ask for the status; never pay again.";

  // Arguments are checked by mcp2p, answers by its tests; the SDK would do both a second time.
  private static final JsonSchemaValidator NO_VALIDATION =
      (schema, value) -> JsonSchemaValidator.ValidationResponse.asValid("");

  private final ToolDispatcher dispatcher;
  private final ToolSchemas schemas;
  private final List<Tool<?, ?>> tools;
  private final @Nullable ResourceRequests resources;
  private final String name;
  private final String version;

  McpBridge(
      ToolDispatcher dispatcher,
      Mode mode,
      List<String> rails,
      List<Tool<?, ?>> tools,
      @Nullable ResourceRequests resources,
      String name,
      String version) {
    this.dispatcher = dispatcher;
    this.schemas = new ToolSchemas(mode, rails);
    this.tools = tools;
    this.resources = resources;
    this.name = name;
    this.version = version;
  }

  /** Answers the one caller at the transport's other end until there is nothing left to do. */
  void serve(StdioTransport transport, Caller caller, ExecutorService executor)
      throws InterruptedException {
    var calls = Schedulers.fromExecutor(executor);
    var specifications =
        tools.stream().map(tool -> specification(tool, caller, transport, calls)).toList();
    if (resources != null) {
      transport.answerFirst(request -> resourceAnswer(resources, request, caller, calls));
    }
    server(transport, specifications, (context, tool) -> Mono.just(isVisible(tool.name(), caller)));
    transport.awaitFirstAnswer();
    try {
      // While the client reads the answer to initialize, what it asks for next is made.
      executor.execute(
          () -> {
            dispatcher.warmUp();
            schemas.warmUp();
            if (resources != null) {
              resources.warmUp();
            }
          });
    } catch (RejectedExecutionException e) {
      // The server was closed meanwhile, and nobody will call.
    }
    transport.awaitEnd();
  }

  private void server(
      McpServerTransportProvider provider,
      List<AsyncToolSpecification> specifications,
      McpAsyncListFilter<McpSchema.Tool> filter) {
    var unused =
        McpServer.async(provider)
            .serverInfo(name, version)
            .instructions(INSTRUCTIONS)
            .capabilities(capabilities())
            .validateToolInputs(false)
            .jsonSchemaValidator(NO_VALIDATION)
            .tools(specifications)
            .addToolFilter(filter)
            .build();
  }

  private McpSchema.ServerCapabilities capabilities() {
    var capabilities = McpSchema.ServerCapabilities.builder().tools(false);
    return (resources == null ? capabilities : capabilities.resources(false, false)).build();
  }

  /** Null for what is the SDK's to answer. */
  private static @Nullable Mono<JSONRPCMessage> resourceAnswer(
      ResourceRequests resources, Request request, Caller caller, Scheduler calls) {
    if (!resources.answers(request.method())) {
      return null;
    }
    return Mono.fromCallable(() -> resources.answer(request.method(), request.params(), caller))
        .subscribeOn(calls)
        .onErrorResume(
            RejectedExecutionException.class,
            e -> Mono.fromCallable(() -> resources.busy(request.method(), caller)))
        .map(outcome -> response(request, outcome));
  }

  static JSONRPCResponse response(Request request, ResourceRequests.Outcome outcome) {
    return outcome.code() == 0
        ? JSONRPCResponse.result(request.id(), outcome.result())
        : JSONRPCResponse.error(
            request.id(), new JSONRPCError(outcome.code(), outcome.message(), outcome.data()));
  }

  /** A tool that is hidden is refused when called, too: the dispatcher checks the same. */
  private boolean isVisible(String tool, Caller caller) {
    return tools.stream()
        .anyMatch(it -> it.spec().name().equals(tool) && dispatcher.permits(it, caller));
  }

  private AsyncToolSpecification specification(
      Tool<?, ?> tool, Caller caller, Client client, Scheduler calls) {
    return AsyncToolSpecification.builder()
        .tool(described(tool))
        .callHandler(
            (exchange, request) ->
                Mono.fromCallable(
                        () ->
                            dispatcher.call(
                                tool,
                                json(request.arguments()),
                                meta(request.meta()),
                                caller,
                                client))
                    .subscribeOn(calls)
                    .onErrorResume(
                        RejectedExecutionException.class,
                        e -> Mono.fromCallable(() -> dispatcher.busy(tool, caller)))
                    .map(McpBridge::result))
        .build();
  }

  private McpSchema.Tool described(Tool<?, ?> tool) {
    var spec = tool.spec();
    return McpSchema.Tool.builder(spec.name(), schemas.input(tool))
        .title(spec.title())
        .description(spec.description())
        .outputSchema(schemas.output(tool))
        .annotations(
            McpSchema.ToolAnnotations.builder()
                .readOnlyHint(spec.readOnly())
                .destructiveHint(tool instanceof PaymentTool<?, ?>)
                .idempotentHint(true)
                .openWorldHint(spec.openWorld())
                .build())
        .build();
  }

  /** Answers whoever the servlet says is asking, on the thread of the request. */
  void serve(HttpTransport transport) {
    var specifications = tools.stream().map(this::specification).toList();
    var unused =
        McpServer.sync(transport)
            .serverInfo(name, version)
            .instructions(INSTRUCTIONS)
            .capabilities(capabilities())
            .immediateExecution(true)
            .validateToolInputs(false)
            .jsonSchemaValidator(NO_VALIDATION)
            .tools(specifications)
            .addToolFilter((context, tool) -> isVisible(tool.name(), caller(context)))
            .build();
    dispatcher.warmUp();
    schemas.warmUp();
  }

  private SyncToolSpecification specification(Tool<?, ?> tool) {
    return SyncToolSpecification.builder()
        .tool(described(tool))
        .callHandler(
            (context, request) ->
                result(
                    dispatcher.call(
                        tool,
                        json(request.arguments()),
                        meta(request.meta()),
                        caller(context),
                        client(context))))
        .build();
  }

  private static Caller caller(McpTransportContext context) {
    return (Caller) Objects.requireNonNull(context.get(HttpTransport.CALLER), "the caller");
  }

  private static Client client(McpTransportContext context) {
    return (Client) Objects.requireNonNull(context.get(HttpTransport.CLIENT), "the client");
  }

  /** The arguments as the client wrote them, wrapped for their passage through the SDK. */
  static String json(@Nullable Map<String, Object> arguments) {
    var raw = arguments == null ? null : arguments.get(JsonRpcMessage.RAW_ARGUMENTS);
    return raw == null ? "{}" : raw.toString();
  }

  /** The texts among what the client sent besides arguments: its trace. */
  static Map<String, String> meta(@Nullable Map<String, Object> meta) {
    var texts = new HashMap<String, String>();
    if (meta != null) {
      meta.forEach(
          (key, value) -> {
            if (value instanceof String text) {
              texts.put(key, text);
            }
          });
    }
    return texts;
  }

  /**
   * The SDK's own failures carry an exception's message. Tools do not fail this way, so what it
   * could not handle were the parameters.
   */
  static JSONRPCMessage plain(JSONRPCMessage message) {
    return message instanceof JSONRPCResponse response
            && response.error() != null
            && response.error().code() == McpSchema.ErrorCodes.INTERNAL_ERROR
        ? JSONRPCResponse.error(
            response.id(), new JSONRPCError(McpSchema.ErrorCodes.INVALID_PARAMS, "Invalid params"))
        : message;
  }

  /** The envelope goes out twice, as the protocol has it, and is written once. */
  static McpSchema.CallToolResult result(Reply reply) {
    return McpSchema.CallToolResult.builder()
        .addTextContent(reply.text())
        .structuredContent(new RawValue(reply.text()))
        .isError(reply.isError())
        .build();
  }
}
