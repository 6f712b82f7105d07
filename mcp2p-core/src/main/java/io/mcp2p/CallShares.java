package io.mcp2p;

import java.util.HashMap;
import java.util.Map;

/** How many calls run at once: in all, and of one caller, who cannot take the others' room. */
final class CallShares {
  private final int total;
  private final int perCaller;

  // All below is guarded by this.
  private final Map<String, Integer> ofCaller = new HashMap<>();
  private int running;

  CallShares(int total, int perCaller) {
    this.total = total;
    this.perCaller = perCaller;
  }

  synchronized boolean enter(String caller) {
    int own = ofCaller.getOrDefault(caller, 0);
    if (running == total || own == perCaller) {
      return false;
    }
    running++;
    ofCaller.put(caller, own + 1);
    return true;
  }

  synchronized void leave(String caller) {
    running--;
    ofCaller.computeIfPresent(caller, (id, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }

  synchronized boolean isFull() {
    return running == total;
  }

  /** Waits until none runs, for so long at most. */
  synchronized void awaitNone(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; running > 0 && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }
}
