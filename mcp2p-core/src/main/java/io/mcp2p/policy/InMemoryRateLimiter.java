package io.mcp2p.policy;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.mcp2p.policy.RateLimits.Kind;
import io.mcp2p.policy.RateLimits.Rate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** One bucket for each key; those that were not used for longest give way. */
final class InMemoryRateLimiter implements RateLimiter {
  private static final int CAPACITY = 100_000;

  private final RateLimits limits;
  private final TimeMeter time;
  // Apart, so that strangers at many addresses displace no phone and no caller.
  private final Map<Kind, Recent> buckets = new EnumMap<>(Kind.class);

  InMemoryRateLimiter(RateLimits limits, Clock clock) {
    this.limits = limits;
    this.time = new ClockTime(clock);
  }

  private static final class Recent extends LinkedHashMap<String, Bucket> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      return size() > CAPACITY;
    }
  }

  @Override
  public Duration take(Kind kind, String key) {
    if (limits.of(kind).isEmpty()) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(
        bucket(kind, key).tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill());
  }

  @Override
  public Duration peek(Kind kind, String key) {
    if (limits.of(kind).isEmpty()) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(
        bucket(kind, key).estimateAbilityToConsume(1).getNanosToWaitForRefill());
  }

  private Bucket bucket(Kind kind, String key) {
    synchronized (buckets) {
      return buckets
          .computeIfAbsent(kind, it -> new Recent())
          .computeIfAbsent(
              key,
              it -> {
                var bucket = Bucket.builder().withCustomTimePrecision(time);
                for (Rate rate : limits.of(kind)) {
                  bucket.addLimit(
                      limit ->
                          limit.capacity(rate.times()).refillGreedy(rate.times(), rate.period()));
                }
                return bucket.build();
              });
    }
  }

  /** The server's clock, so that tests can set it. */
  private record ClockTime(Clock clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      Instant now = clock.instant();
      return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
