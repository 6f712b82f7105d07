package io.mcp2p;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many calls run at once: in all, and of one caller, who cannot take the others' room. Every
 * call passes here twice, so none waits for another.
 */
final class CallShares {
  private final int total;
  private final int perCaller;
  private final Semaphore free;
  private final ConcurrentMap<String, Integer> ofCaller = new ConcurrentHashMap<>();

  CallShares(int total, int perCaller) {
    this.total = total;
    this.perCaller = perCaller;
    this.free = new Semaphore(total);
  }

  /** The caller's own share comes first: who has used it up takes no room even for a moment. */
  boolean enter(String caller) {
    if (!enterOwn(caller)) {
      return false;
    }
    if (free.tryAcquire()) {
      return true;
    }
    leaveOwn(caller);
    return false;
  }

  void leave(String caller) {
    leaveOwn(caller);
    free.release();
  }

  private boolean enterOwn(String caller) {
    while (true) {
      var own = ofCaller.get(caller);
      if (own != null && own == perCaller) {
        return false;
      }
      if (own == null
          ? ofCaller.putIfAbsent(caller, 1) == null
          : ofCaller.replace(caller, own, own + 1)) {
        return true;
      }
    }
  }

  private void leaveOwn(String caller) {
    ofCaller.computeIfPresent(caller, (id, own) -> own == 1 ? null : own - 1);
  }

  boolean isFull() {
    return free.availablePermits() == 0;
  }

  /** Waits until none runs, for so long at most; not at all, even if interrupted, if none does. */
  void awaitNone(long millis) throws InterruptedException {
    if (free.tryAcquire(total) || free.tryAcquire(total, millis, TimeUnit.MILLISECONDS)) {
      free.release(total);
    }
  }
}
