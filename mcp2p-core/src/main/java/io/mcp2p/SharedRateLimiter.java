package io.mcp2p;

import io.mcp2p.ledger.SharedRates;
import io.mcp2p.policy.RateLimiter;
import io.mcp2p.policy.RateLimits;
import io.mcp2p.policy.RateLimits.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Counts what protects people and money over all nodes, in the ledger's database, and what protects
 * this node in this process. Without the database the first cannot be said, and so is refused.
 */
final class SharedRateLimiter implements RateLimiter {
  private static final Set<Kind> SHARED = Set.of(Kind.WRITE, Kind.CODE);

  private final RateLimits limits;
  private final SharedRates shared;
  private final RateLimiter own;
  private final Clock clock;

  SharedRateLimiter(RateLimits limits, SharedRates shared, Clock clock) {
    this.limits = limits;
    this.shared = shared;
    this.own = RateLimiter.inMemory(limits, clock);
    this.clock = clock;
  }

  @Override
  public Duration take(Kind kind, String key) {
    if (!SHARED.contains(kind)) {
      return own.take(kind, key);
    }
    var rates = rates(kind);
    return rates.isEmpty() ? Duration.ZERO : shared.take(kind + " " + key, rates, clock.instant());
  }

  @Override
  public Duration peek(Kind kind, String key) {
    if (!SHARED.contains(kind)) {
      return own.peek(kind, key);
    }
    var rates = rates(kind);
    return rates.isEmpty() ? Duration.ZERO : shared.peek(kind + " " + key, rates, clock.instant());
  }

  private List<SharedRates.Rate> rates(Kind kind) {
    return limits.of(kind).stream()
        .map(it -> new SharedRates.Rate(it.times(), it.period()))
        .toList();
  }
}
