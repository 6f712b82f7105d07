package io.mcp2p;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.mcp2p.auth.Caller;
import io.mcp2p.http.SessionLimits;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that are open. A caller finds his own and no other's; so many are kept for each and
 * in all, and making room never ends another caller's. Thread-safe.
 */
final class ClientSessions {
  private static final int ID_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final SessionLimits limits;
  private final LongSupplier nanoTime;
  private final Consumer<Caller> theft;

  // All below is guarded by this.
  private final Map<String, ClientSession> byId = new HashMap<>();
  private final Map<String, List<ClientSession>> byCaller = new HashMap<>();
  private boolean closed;

  /**
   * @param theft is told of a caller who names the session of another
   */
  ClientSessions(SessionLimits limits, LongSupplier nanoTime, Consumer<Caller> theft) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.theft = theft;
  }

  /** Opens a session; null if there is no room, which only the caller's own can make. */
  synchronized @Nullable ClientSession open(Caller caller, ClientInfo info) {
    if (closed) {
      return null;
    }
    var own = byCaller.getOrDefault(caller.id(), List.of());
    if (own.size() >= limits.perCaller() || byId.size() >= limits.total()) {
      var givesWay =
          own.stream()
              .filter(it -> !it.isBusy())
              // One without a stream has more likely been abandoned.
              .min(comparing(ClientSession::isOpen).thenComparing(comparingLong(this::usedAt)));
      if (givesWay.isEmpty()) {
        return null;
      }
      remove(givesWay.get());
    }
    var session = new ClientSession(newId(), caller, info, nanoTime.getAsLong());
    byId.put(session.id(), session);
    byCaller.computeIfAbsent(caller.id(), id -> new ArrayList<>(1)).add(session);
    return session;
  }

  /** Relative to now, because the clock may have any origin. */
  private long usedAt(ClientSession session) {
    return session.usedAt() - nanoTime.getAsLong();
  }

  private String newId() {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the caller's session of this id; null, too, if the session is another caller's. */
  @Nullable ClientSession find(String id, Caller caller) {
    ClientSession session;
    synchronized (this) {
      session = byId.get(id);
    }
    if (session == null || session.isIdle(nanoTime.getAsLong(), limits.idle())) {
      return null;
    }
    if (!session.isOf(caller)) {
      theft.accept(caller);
      return null;
    }
    return session;
  }

  synchronized void end(ClientSession session) {
    remove(session);
  }

  /** Ends what is idle, and lets the streams of the others beat. */
  void beat() {
    long now = nanoTime.getAsLong();
    List<ClientSession> open;
    synchronized (this) {
      byId.values().stream()
          .filter(it -> it.isIdle(now, limits.idle()))
          .toList()
          .forEach(this::remove);
      open = List.copyOf(byId.values());
    }
    // Well before the session ends, or the client could not come back to it.
    open.forEach(it -> it.beat(now, limits.idle().dividedBy(2)));
  }

  /** Ends all, and opens no more. */
  synchronized void close() {
    closed = true;
    List.copyOf(byId.values()).forEach(this::remove);
  }

  synchronized List<ClientSession> of(Caller caller) {
    return List.copyOf(byCaller.getOrDefault(caller.id(), List.of()));
  }

  synchronized int size() {
    return byId.size();
  }

  private void remove(ClientSession session) {
    byId.remove(session.id());
    byCaller.computeIfPresent(
        session.owner(),
        (id, own) -> {
          own.remove(session);
          return own.isEmpty() ? null : own;
        });
    session.close();
  }
}
