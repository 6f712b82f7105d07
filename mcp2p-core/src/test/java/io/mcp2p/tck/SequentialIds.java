package io.mcp2p.tck;

import io.mcp2p.payment.IdSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids that are counted: {@code ID00000001}, {@code ID00000002}, … Thread-safe.
 *
 * @since 0.1
 */
public final class SequentialIds implements IdSource {
  private final AtomicLong last = new AtomicLong();

  @Override
  public String next() {
    return String.format(Locale.ROOT, "ID%08d", last.incrementAndGet());
  }
}
