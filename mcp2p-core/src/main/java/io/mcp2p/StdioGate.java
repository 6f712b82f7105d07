package io.mcp2p;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mcp2p.JsonRpcMessage.Bad;
import io.mcp2p.JsonRpcMessage.Good;
import io.mcp2p.JsonRpcMessage.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Stands between stdin and stdout and the SDK's {@code StdioServerTransportProvider}, and keeps it
 * alive.
 *
 * <p>The SDK ends silently on a line that it cannot read, and loses the answers that are still due
 * when its input ends. The gate reads ahead on a thread of its own, answers what is no message
 * itself, passes on only {@link Good} lines, and lets the SDK see the end of input when the last
 * answer is out or a limit has passed. What it holds of the input is bounded by a few times the
 * longest line.
 *
 * <p>Thread-safe. The streams given to it are never closed: they belong to the process.
 */
final class StdioGate implements AutoCloseable {

  static final int DEFAULT_MAX_LINE_BYTES = 4 * 1024 * 1024;

  /** Leaves room within the 2 s after the end of input that a process has to end. */
  static final Duration DEFAULT_DRAIN = Duration.ofMillis(1500);

  /**
   * The SDK works on 256 messages at once and queues the rest without bound, where a request waits
   * behind them all. Below its limit, requests wait here and stdin pushes back on the client.
   */
  static final int MAX_IN_FLIGHT = 200;

  /**
   * How far ahead of the SDK stdin is read: far enough to see the end of input behind some calls,
   * not so far that it is seen while there is more to do than the drain limit allows for.
   */
  private static final int READ_AHEAD_BYTES = 64 * 1024;

  /** Asks for the client's roots: if it has none, or does not answer, the SDK ends the server. */
  private static final String ROOTS_CHANGED = "notifications/roots/list_changed";

  private static final String INITIALIZE = "initialize";
  private static final String INITIALIZED = "notifications/initialized";
  private static final byte[] INITIALIZED_LINE =
      ("{\"jsonrpc\":\"2.0\",\"method\":\"" + INITIALIZED + "\"}").getBytes(US_ASCII);

  private final StdinLines lines;
  private final int maxLineBytes;
  private final long drainNanos;
  private final GateInput input = new GateInput(this::take);
  private final StdoutLines output;

  // All below is guarded by this.
  private final Queue<Good> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private final Map<Object, Integer> inFlight = new HashMap<>();
  private int inFlightCount;
  private boolean firstAnswerOut;
  private boolean ended;
  private long deadline;
  private boolean broken;

  // Only the reading thread looks at these.
  private boolean initializeSeen;
  private boolean initializedSeen;

  private StdioGate(InputStream in, OutputStream out, int maxLineBytes, Duration drain) {
    this.lines = new StdinLines(in, maxLineBytes);
    this.maxLineBytes = maxLineBytes;
    this.drainNanos = drain.toNanos();
    this.output = new StdoutLines(out, this::answered, this::abandon);
  }

  /** Opens a gate. */
  static StdioGate open(InputStream in, OutputStream out, int maxLineBytes, Duration drain) {
    return new StdioGate(in, out, maxLineBytes, drain).start();
  }

  private StdioGate start() {
    var reader = new Thread(this::readAll, "mcp2p-stdin");
    reader.setDaemon(true); // a blocked read of stdin cannot be interrupted
    reader.start();
    return this;
  }

  /** What the SDK reads. */
  InputStream input() {
    return input;
  }

  /** What the SDK writes. */
  OutputStream output() {
    return output;
  }

  /** The limit to give to the SDK: wrapped arguments are longer than what the client sent. */
  int maxLineSizeForSdk() {
    return RawArguments.longest(maxLineBytes);
  }

  /** Waits until the answer to {@code initialize} is out, or there is nothing left to do. */
  synchronized void awaitFirstAnswer() throws InterruptedException {
    while (!firstAnswerOut && !over()) {
      await();
    }
  }

  /**
   * Waits until there is nothing left to do: input has ended and its answers are out, or the drain
   * limit has passed, or stdout is broken. The server can be closed then without losing an answer.
   */
  synchronized void awaitEnd() throws InterruptedException {
    while (!over()) {
      await();
    }
  }

  /** Ends the input now. Requests already passed on still have the drain limit to be answered. */
  @Override
  public synchronized void close() {
    waiting.clear();
    end();
  }

  private void readAll() {
    try {
      byte[] line;
      while ((line = lines.next()) != null) {
        judge(line);
      }
    } catch (IOException | InterruptedException e) {
      // Nothing more will come, which is what the end of input means too.
    } finally {
      end();
    }
  }

  private void judge(byte[] line) throws InterruptedException {
    var message =
        line == StdinLines.TOO_LONG
            ? JsonRpcFault.TOO_LARGE.reply("null")
            : JsonRpcMessage.read(line);
    if (message instanceof Good good) {
      admit(good);
    } else if (message instanceof Bad bad && bad.expectsReply()) {
      output.writeLine(bad.reply());
    }
  }

  /**
   * Keeps the order that the SDK relies on. It leaves every request unanswered that comes without
   * {@code notifications/initialized} before it, and some clients never send that: then the gate
   * does.
   */
  private void admit(Good message) throws InterruptedException {
    if (message.isRequest(INITIALIZE)) {
      initializeSeen = true;
    } else if (!initializeSeen) {
      if (message.expectsReply()) {
        output.writeLine(JsonRpcFault.INITIALIZE_FIRST.replyTo(message).reply());
      }
      return;
    } else if (message.isNotification(ROOTS_CHANGED)) {
      return;
    } else if (message.isNotification(INITIALIZED)) {
      initializedSeen = true;
    } else if (message.expectsReply() && !initializedSeen) {
      initializedSeen = true;
      enqueue(new Good(INITIALIZED_LINE, Kind.NOTIFICATION, INITIALIZED, null));
    }
    enqueue(message);
  }

  private synchronized void enqueue(Good message) throws InterruptedException {
    int length = message.bytes().length;
    while (!ended && !waiting.isEmpty() && waitingBytes + length > READ_AHEAD_BYTES) {
      wait();
    }
    if (!ended) {
      waiting.add(message);
      waitingBytes += length;
      notifyAll();
    }
  }

  /** Waits for the next line for the SDK; null when there will be none. */
  private synchronized byte @Nullable [] take() throws InterruptedException {
    while (!over()) {
      var next = waiting.peek();
      if (next != null && mayPass(next)) {
        waiting.remove();
        waitingBytes -= next.bytes().length;
        if (next.expectsReply()) {
          inFlight.merge(next.id(), 1, Integer::sum);
          inFlightCount++;
        }
        notifyAll();
        return next.bytes();
      }
      await();
    }
    return null;
  }

  private boolean mayPass(Good next) {
    return !next.expectsReply() || inFlightCount < MAX_IN_FLIGHT;
  }

  private void answered(byte[] line) {
    var id = JsonRpcReply.idOf(line);
    if (id != null) {
      synchronized (this) {
        if (inFlight.containsKey(id)) {
          inFlight.computeIfPresent(id, (same, count) -> count == 1 ? null : count - 1);
          inFlightCount--;
          firstAnswerOut = true;
          notifyAll();
        }
      }
    }
  }

  private synchronized void end() {
    if (!ended) {
      ended = true;
      deadline = System.nanoTime() + drainNanos;
    }
    notifyAll();
  }

  /** Stdout is gone, and so is whoever asked. */
  private synchronized void abandon() {
    broken = true;
    end();
  }

  private boolean over() {
    boolean done = waiting.isEmpty() && inFlight.isEmpty();
    return broken || (ended && (done || deadline - System.nanoTime() <= 0));
  }

  /** Waits for a change of state, or for the deadline if there is one. */
  @SuppressWarnings("WaitNotInLoop") // each caller loops
  private void await() throws InterruptedException {
    // Rounded up: a wait of 0 ms would be one without end.
    wait(ended ? Math.max(1, (deadline - System.nanoTime()) / 1_000_000 + 1) : 0);
  }
}
