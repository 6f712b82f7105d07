package io.mcp2p.http;

import java.time.Duration;

/**
 * How many sessions are kept, and for how long. Immutable.
 *
 * @param total over all callers; when they are all taken, a caller who has none gets none
 * @param perCaller for one caller; when they are all taken, the one that he has not used for
 *     longest gives way
 * @param idle after which time without a message a session ends; a stream ends after half of it,
 *     and the client, who opens it again, authenticates again
 * @since 0.1
 */
public record SessionLimits(int total, int perCaller, Duration idle) {

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a number is less than 1, there are more for one caller than
   *     in all, or the time is less than a second or more than a day
   */
  public SessionLimits {
    if (perCaller < 1 || total < perCaller) {
      throw new IllegalArgumentException(
          "sessions are at least one for a caller, and no fewer in all: "
              + perCaller
              + ", "
              + total);
    }
    if (idle.compareTo(Duration.ofSeconds(1)) < 0 || idle.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("sessions idle for a second to a day: " + idle);
    }
  }

  /** Returns 10,000 in all, 16 for a caller, 30 minutes. */
  public static SessionLimits standard() {
    return new SessionLimits(10_000, 16, Duration.ofMinutes(30));
  }
}
