package io.mcp2p.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How often something may be done, whatever it is: not what may be paid, which is {@link
 * PaymentPolicy}'s. A limit is a bucket of so many goes that fills up again evenly over its period.
 * Immutable.
 *
 * <p>A live server has {@link #standard()} if nothing else is set, a test server {@link #none()}.
 *
 * @since 0.1
 */
public final class RateLimits {

  /** What is counted. */
  public enum Kind {
    /** Calls of tools that only read, by caller. */
    READ,
    /** Calls of tools that move or stop money, by caller. */
    WRITE,
    /** Codes sent to a phone, whoever asks: people can be harassed by them, and they cost. */
    CODE,
    /** Requests with a token that is no good, by the address that they come from. */
    FAILED_LOGIN,
    /** Visits of an approval page, by its link. */
    APPROVAL_LINK,
    /** Links to an approval page that never were one, by the address that they come from. */
    UNKNOWN_LINK
  }

  /**
   * So many goes, which come back evenly over a period.
   *
   * @param times at least one
   * @param period positive
   */
  public record Rate(int times, Duration period) {
    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if {@code times} is less than 1 or the period is not
     *     positive
     */
    public Rate {
      if (times < 1 || period.isNegative() || period.isZero()) {
        throw new IllegalArgumentException("a rate is so many in a time: " + times + ", " + period);
      }
    }
  }

  private final Map<Kind, List<Rate>> limits;

  private RateLimits(Map<Kind, List<Rate>> limits) {
    this.limits = limits;
  }

  /** Returns no limits at all. */
  public static RateLimits none() {
    return new RateLimits(Map.of());
  }

  /**
   * Returns limits that no honest agent should feel: 600 reads and 60 writes a minute for a caller,
   * 6 codes in ten minutes and 30 a day for a phone, 30 bad tokens a minute for an address, 60
   * visits of one approval page in ten minutes, 30 unknown links to one a minute for an address.
   */
  public static RateLimits standard() {
    return none()
        .with(Kind.READ, 600, Duration.ofMinutes(1))
        .with(Kind.WRITE, 60, Duration.ofMinutes(1))
        .with(Kind.CODE, 6, Duration.ofMinutes(10))
        .with(Kind.CODE, 30, Duration.ofDays(1))
        .with(Kind.FAILED_LOGIN, 30, Duration.ofMinutes(1))
        .with(Kind.APPROVAL_LINK, 60, Duration.ofMinutes(10))
        .with(Kind.UNKNOWN_LINK, 30, Duration.ofMinutes(1));
  }

  /**
   * Returns these limits and one more. Several of one kind all hold.
   *
   * @param times how often, at least once
   * @param period in which time
   * @throws IllegalArgumentException if {@code times} is less than 1 or the period is not positive
   */
  public RateLimits with(Kind kind, int times, Duration period) {
    Objects.requireNonNull(kind, "kind");
    var more = new EnumMap<Kind, List<Rate>>(Kind.class);
    more.putAll(limits);
    var ofKind = new ArrayList<>(limits.getOrDefault(kind, List.of()));
    ofKind.add(new Rate(times, period));
    more.put(kind, List.copyOf(ofKind));
    return new RateLimits(more);
  }

  /** Returns these limits without those of one kind. */
  public RateLimits without(Kind kind) {
    var fewer = new EnumMap<Kind, List<Rate>>(Kind.class);
    fewer.putAll(limits);
    fewer.remove(kind);
    return new RateLimits(fewer);
  }

  /** Returns the limits of one kind, all of which hold; none if it is not limited. */
  public List<Rate> of(Kind kind) {
    return limits.getOrDefault(kind, List.of());
  }
}
