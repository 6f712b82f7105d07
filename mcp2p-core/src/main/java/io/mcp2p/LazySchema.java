package io.mcp2p;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A schema that is made when somebody looks into it. Making all of them takes longer than starting
 * a server otherwise does, and the first message, {@code initialize}, needs none. Thread-safe.
 */
final class LazySchema extends AbstractMap<String, Object> {
  private final Supplier<Map<String, Object>> source;
  private Map<String, Object> made = Map.of();

  LazySchema(Supplier<Map<String, Object>> source) {
    this.source = source;
  }

  synchronized void make() {
    if (made.isEmpty()) {
      made = source.get();
    }
  }

  @Override
  public synchronized Set<Entry<String, Object>> entrySet() {
    make();
    return made.entrySet();
  }
}
