package io.mcp2p;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many requests of strangers leave an audit entry: so many a minute. Whoever reaches the port
 * could else fill the disk, and then payments would leave none. Thread-safe.
 */
final class RefusalLines {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLines.class);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  static final int A_MINUTE = 100;

  private Instant since = Instant.EPOCH;
  private long refused;

  /** Counts one, and tells whether it is to be kept. */
  synchronized boolean keep(Instant now) {
    if (!now.isBefore(since) && Duration.between(since, now).compareTo(MINUTE) < 0) {
      return ++refused <= A_MINUTE;
    }
    if (refused > A_MINUTE) {
      LOG.warn("{} refused requests left no audit entry since {}", refused - A_MINUTE, since);
    }
    since = now;
    refused = 1;
    return true;
  }
}
