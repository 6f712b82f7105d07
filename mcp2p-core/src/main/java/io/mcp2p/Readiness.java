package io.mcp2p;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which parts cannot work just now: asked for by anybody, however often, and found out once a
 * second by one thread. The others are told what was known before.
 */
final class Readiness {
  private static final long KNOWN_FOR = Duration.ofSeconds(1).toNanos();

  private record Known(List<String> missing, long at) {}

  private final Supplier<List<String>> parts;
  private final LongSupplier nanoTime;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Known last;

  Readiness(Supplier<List<String>> parts, LongSupplier nanoTime) {
    this.parts = parts;
    this.nanoTime = nanoTime;
  }

  List<String> missing() {
    var known = last;
    if (known == null) {
      asking.lock();
    } else if (nanoTime.getAsLong() - known.at() < KNOWN_FOR || !asking.tryLock()) {
      return known.missing();
    }
    try {
      var latest = last;
      if (latest == null || nanoTime.getAsLong() - latest.at() >= KNOWN_FOR) {
        var missing = List.copyOf(parts.get());
        latest = new Known(missing, nanoTime.getAsLong());
        last = latest;
      }
      return latest.missing();
    } finally {
      asking.unlock();
    }
  }
}
