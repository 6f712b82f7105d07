package io.mcp2p;

import io.mcp2p.jsonrpc.JsonRpcMessage.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Our requests to one client, and the answers that it gives to them. Thread-safe. */
final class Asks {
  /** Each holds a thread; more than these from one client would starve the others. */
  static final int AT_ONCE = 4;

  private final Predicate<byte[]> sending;
  private final Map<String, CompletableFuture<Optional<Map<String, Object>>>> open =
      new ConcurrentHashMap<>();
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final AtomicLong ids = new AtomicLong();
  private volatile boolean closed;

  /**
   * @param sending takes a message's bytes; tells whether they are on their way
   */
  Asks(Predicate<byte[]> sending) {
    this.sending = sending;
  }

  Optional<Map<String, Object>> ask(String method, Map<String, ?> params, Duration within) {
    if (!room.tryAcquire()) {
      return Optional.empty();
    }
    var id = "mcp2p-" + ids.incrementAndGet();
    var answer = new CompletableFuture<Optional<Map<String, Object>>>();
    open.put(id, answer);
    try {
      if (closed || !sending.test(request(id, method, params))) {
        return Optional.empty();
      }
      return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      var unused = sending.test(cancelled(id));
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer never fails", e);
    } finally {
      open.remove(id);
      room.release();
    }
  }

  /** Hands an answer to whoever waits for it; one that nobody waits for is passed over. */
  void answered(Response response) {
    var waiting = open.get(String.valueOf(response.id()));
    if (waiting != null) {
      waiting.complete(Optional.ofNullable(response.result()));
    }
  }

  /** Ends the waiting: no answer will come any more. */
  void close() {
    closed = true;
    open.values().forEach(it -> it.complete(Optional.empty()));
  }

  private static byte[] request(String id, String method, Map<String, ?> params) {
    var message = new LinkedHashMap<String, Object>();
    message.put("jsonrpc", "2.0");
    message.put("id", id);
    message.put("method", method);
    message.put("params", params);
    return Json.ANSWERS.writeValueAsBytes(message);
  }

  private static byte[] cancelled(String id) {
    var message = new LinkedHashMap<String, Object>();
    message.put("jsonrpc", "2.0");
    message.put("method", "notifications/cancelled");
    message.put("params", Map.of("requestId", id, "reason", "no answer in time"));
    return Json.ANSWERS.writeValueAsBytes(message);
  }
}
