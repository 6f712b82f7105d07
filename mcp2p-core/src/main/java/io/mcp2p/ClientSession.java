package io.mcp2p;

import io.mcp2p.auth.Caller;
import io.mcp2p.http.McpEndpoint.Events;
import io.mcp2p.jsonrpc.JsonRpcMessage.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * One client's session over HTTP: what the client is, and the streams by which it can be told
 * something. It says nothing of who asks; the caller who opened it authenticates every request, and
 * no other caller's request reaches it. Thread-safe.
 */
final class ClientSession implements Client {
  /** One, and one that its client has lost without our knowing it yet. */
  static final int MAX_STREAMS = 2;

  private final String id;
  private final String owner;
  private final ClientInfo info;
  private final Asks asks = new Asks(this::send);

  // All below is guarded by this.
  private final Deque<Stream> streams = new ArrayDeque<>(); // the newest first
  private int callsUnderWay;
  private long usedAt;
  private boolean closed;

  private record Stream(Events events, long openedAt) {}

  ClientSession(String id, Caller owner, ClientInfo info, long now) {
    this.id = id;
    this.owner = owner.id();
    this.info = info;
    this.usedAt = now;
  }

  String id() {
    return id;
  }

  boolean isOf(Caller caller) {
    return owner.equals(caller.id());
  }

  String owner() {
    return owner;
  }

  synchronized void begin(long now) {
    callsUnderWay++;
    usedAt = now;
  }

  synchronized void end(long now) {
    callsUnderWay--;
    usedAt = now;
  }

  synchronized boolean isBusy() {
    return callsUnderWay > 0;
  }

  synchronized boolean isOpen() {
    return !streams.isEmpty();
  }

  synchronized long usedAt() {
    return usedAt;
  }

  synchronized boolean isIdle(long now, Duration limit) {
    return callsUnderWay == 0 && now - usedAt >= limit.toNanos();
  }

  /** Takes a stream on; the oldest of too many is ended. */
  synchronized void listen(Events events, long now) {
    usedAt = now;
    if (closed) {
      events.close();
      return;
    }
    streams.addFirst(new Stream(events, now));
    if (streams.size() > MAX_STREAMS) {
      streams.removeLast().events().close();
    }
  }

  /** Finds out which streams still have a client, and ends those that have been open for long. */
  synchronized void beat(long now, Duration life) {
    streams.removeIf(
        it -> {
          if (now - it.openedAt() >= life.toNanos()) {
            it.events().close();
            return true;
          }
          return !it.events().beat();
        });
  }

  /** Sends a message by one stream, the newest that works. */
  private synchronized boolean send(byte[] message) {
    while (!streams.isEmpty()) {
      if (streams.getFirst().events().send(message)) {
        return true;
      }
      streams.removeFirst();
    }
    return false;
  }

  void answered(Response response) {
    asks.answered(response);
  }

  /** Ends its streams and what waits for an answer. */
  void close() {
    synchronized (this) {
      closed = true;
      streams.forEach(it -> it.events().close());
      streams.clear();
    }
    asks.close();
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
}
