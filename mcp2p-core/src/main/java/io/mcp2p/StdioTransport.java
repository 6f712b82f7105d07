package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.jsonrpc.JsonRpcFault;
import io.mcp2p.jsonrpc.JsonRpcMessage;
import io.mcp2p.jsonrpc.JsonRpcMessage.Bad;
import io.mcp2p.jsonrpc.JsonRpcMessage.Request;
import io.mcp2p.jsonrpc.JsonRpcMessage.Response;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * MCP over two streams, one message a line, for the one session at their other end.
 *
 * <p>The SDK's own ends silently on a line that it cannot read, loses the answers that are due when
 * its input ends, fails when two threads answer at once, and hands each message from thread to
 * thread. Here one thread reads, answers what is no message itself and hands requests to the
 * session; who has an answer writes it. The end of input counts when the last answer is out or a
 * limit has passed.
 *
 * <p>Thread-safe. The streams are never closed: they belong to the process.
 */
final class StdioTransport
    implements McpServerTransportProvider, McpServerTransport, Client, AutoCloseable {

  static final int DEFAULT_MAX_LINE_BYTES = 4 * 1024 * 1024;

  /** Leaves room within the 2 s after the end of input that a process has to end. */
  static final Duration DEFAULT_DRAIN = Duration.ofMillis(1500);

  /** Beyond these, stdin is not read on and so pushes back on the client. */
  static final int MAX_IN_FLIGHT = 200;

  private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);
  private static final McpJsonMapper JSON = McpJsonDefaults.getMapper();
  private static final JSONRPCMessage INITIALIZED =
      new JSONRPCNotification(McpSchema.METHOD_NOTIFICATION_INITIALIZED);

  private final StdinLines lines;
  private final OutputStream out;
  private final Object turn = new Object();
  private final long drainNanos;
  private final Asks asks = new Asks(this::wrote);
  private volatile ClientInfo info = ClientInfo.UNKNOWN;
  private volatile Function<Request, @Nullable Mono<JSONRPCMessage>> first = request -> null;
  private volatile boolean closed;

  // All below is guarded by this.
  private @Nullable McpServerSession session;
  private int inFlight;
  private boolean firstAnswerOut;
  private boolean ended;
  private long deadline;

  private boolean initializeSeen; // only the reading thread looks at it

  private StdioTransport(InputStream in, OutputStream out, int maxLineBytes, Duration drain) {
    this.lines = new StdinLines(in, maxLineBytes);
    this.out = out;
    this.drainNanos = drain.toNanos();
  }

  /** Begins to read; the first request waits for the server that this is given to. */
  static StdioTransport open(InputStream in, OutputStream out, int maxLineBytes, Duration drain) {
    var transport = new StdioTransport(in, out, maxLineBytes, drain);
    var reader = new Thread(transport::readAll, "mcp2p-stdin");
    reader.setDaemon(true); // a blocked read of stdin cannot be interrupted
    reader.start();
    return transport;
  }

  /** Asks this before the SDK's server, which gets what this has no answer to; set before it is. */
  void answerFirst(Function<Request, @Nullable Mono<JSONRPCMessage>> answer) {
    first = answer;
  }

  /** Waits until the answer to {@code initialize} is out, or there is nothing left to do. */
  synchronized void awaitFirstAnswer() throws InterruptedException {
    while (!firstAnswerOut && !over()) {
      await();
    }
  }

  /**
   * Waits until there is nothing left to do: input has ended and its answers are out, or the drain
   * limit has passed, or stdout is broken.
   */
  synchronized void awaitEnd() throws InterruptedException {
    while (!over()) {
      await();
    }
  }

  /** Reads and writes no more. */
  @Override
  public void close() {
    closed = true; // without the lock, which somebody may hold who waits for the client to read
    asks.close();
    synchronized (this) {
      notifyAll();
    }
  }

  private void readAll() {
    try {
      byte[] line;
      while (!closed && (line = lines.next()) != null) {
        judge(line);
      }
    } catch (IOException | InterruptedException e) {
      // Nothing more will come, which is what the end of input means too.
    } finally {
      end();
    }
  }

  /**
   * Notifications are passed over: the SDK would act on one only, and then ask the client for its
   * roots and end the server if it has none. Responses are to requests of ours, not of the SDK's.
   */
  private void judge(byte[] line) throws InterruptedException {
    var message =
        line == StdinLines.TOO_LONG
            ? JsonRpcFault.TOO_LARGE.reply("null")
            : JsonRpcMessage.read(line);
    if (message instanceof Request request) {
      take(request);
    } else if (message instanceof Response response) {
      asks.answered(response);
    } else if (message instanceof Bad bad && bad.expectsReply()) {
      write(bad.reply());
    }
  }

  /**
   * Hands a request to the session, whose work on it ends when the answer is out. The SDK leaves
   * every request unanswered that comes before {@code notifications/initialized}, which some
   * clients never send: so it is told at once.
   */
  private void take(Request request) throws InterruptedException {
    boolean initialize = request.method().equals(McpSchema.METHOD_INITIALIZE);
    if (!initialize && !initializeSeen) {
      write(JsonRpcFault.INITIALIZE_FIRST.replyTo(request).reply());
      return;
    }
    initializeSeen = true;
    if (initialize) {
      info = ClientInfo.of(request.params());
    }
    var to = admit();
    if (to != null) {
      var answer = first.apply(request);
      (answer == null
              ? to.handle(new JSONRPCRequest(request.method(), request.id(), request.params()))
              : answer.flatMap(this::sendMessage))
          .doFinally(signal -> answered())
          .subscribe(nothing -> {}, e -> LOG.error("a request is left unanswered", e));
      if (initialize) {
        to.handle(INITIALIZED).subscribe();
      }
    }
  }

  /** Waits for the session, and for room; null if there is no use in it any more. */
  private synchronized @Nullable McpServerSession admit() throws InterruptedException {
    while (!closed && (session == null || inFlight == MAX_IN_FLIGHT)) {
      wait();
    }
    inFlight++;
    return closed ? null : session;
  }

  private synchronized void answered() {
    inFlight--;
    firstAnswerOut = true;
    notifyAll();
  }

  private void end() {
    asks.close();
    synchronized (this) {
      ended = true;
      deadline = System.nanoTime() + drainNanos;
      notifyAll();
    }
  }

  private boolean over() {
    return closed || (ended && (inFlight == 0 || deadline - System.nanoTime() <= 0));
  }

  /** Waits for a change of state, or for the deadline if there is one. */
  @SuppressWarnings("WaitNotInLoop") // each caller loops
  private void await() throws InterruptedException {
    // Rounded up: a wait of 0 ms would be one without end.
    wait(ended ? Math.max(1, (deadline - System.nanoTime()) / 1_000_000 + 1) : 0);
  }

  /** Writes a whole line, one at a time, whoever writes. */
  private void write(byte[] line) {
    synchronized (turn) {
      if (closed) {
        return;
      }
      try {
        out.write(line);
        out.write('\n');
        out.flush();
      } catch (IOException e) {
        close(); // stdout is gone, and so is whoever asked
      }
    }
  }

  /** Tells whether a line went out, as far as can be known. */
  private boolean wrote(byte[] line) {
    write(line);
    return !closed;
  }

  @Override
  public String name() {
    return info.name();
  }

  @Override
  public boolean supports(String capability) {
    return info.capabilities().contains(capability);
  }

  @Override
  public Optional<Map<String, Object>> ask(String method, Map<String, ?> params, Duration within) {
    return asks.ask(method, params, within);
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.fromCallable(
        () -> {
          // Not as bytes at once: half a character would fail there, and is a question mark here.
          write(JSON.writeValueAsString(McpBridge.plain(message)).getBytes(UTF_8));
          return null;
        });
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return JSON.convertValue(data, type);
  }

  @Override
  public synchronized void setSessionFactory(McpServerSession.Factory sessions) {
    session = sessions.create(this);
    notifyAll();
  }

  /** Does nothing: this server has nothing to say unasked. */
  @Override
  public Mono<Void> notifyClients(String method, Object params) {
    return Mono.empty();
  }

  @Override
  public List<String> protocolVersions() {
    return McpServerTransportProvider.super.protocolVersions();
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(this::close);
  }
}
