package io.mcp2p.policy;

import io.mcp2p.policy.RateLimits.Kind;
import java.time.Clock;
import java.time.Duration;

/**
 * Counts how often things are done. Thread-safe.
 *
 * @since 0.1
 */
public interface RateLimiter {

  /**
   * Counts one go.
   *
   * @param key who or what it is counted for: an id, a hash; never a phone number in clear
   * @return zero if it was within the limits, else after which time the next one will be; nothing
   *     was counted then
   */
  Duration take(Kind kind, String key);

  /** Says what {@link #take} would say now, and counts nothing. */
  Duration peek(Kind kind, String key);

  /** Returns a limiter that counts in this process, for at most 100,000 keys of each kind. */
  static RateLimiter inMemory(RateLimits limits, Clock clock) {
    return new InMemoryRateLimiter(limits, clock);
  }
}
