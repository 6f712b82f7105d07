package io.mcp2p.http;

import java.util.HashMap;
import java.util.Map;

/**
 * How many bodies are waited for: each holds memory, and one caller must not take all of it. Those
 * that arrive with their header are not among them. Thread-safe.
 */
final class SlowBodies {
  static final int TOTAL = 128;
  static final int PER_CALLER = 32;

  private final Map<String, Integer> ofCaller = new HashMap<>();
  private int total;

  synchronized boolean enter(String caller) {
    if (total == TOTAL || ofCaller.getOrDefault(caller, 0) == PER_CALLER) {
      return false;
    }
    total++;
    ofCaller.merge(caller, 1, Integer::sum);
    return true;
  }

  synchronized void leave(String caller) {
    total--;
    ofCaller.computeIfPresent(caller, (id, count) -> count == 1 ? null : count - 1);
  }
}
