package io.mcp2p.payment;

import java.time.Instant;
import java.util.Objects;

/**
 * A cumulative limit that an operation counts against. A policy names it, the ledger enforces it:
 * the sum of the weights of all payments that hold {@code bucket} and were opened since {@code
 * since}, this one included, must not exceed {@code max}. A payment that was cancelled, expired or
 * refused no longer counts; one that is pending does.
 *
 * @param rule the name shown in {@code details.rule}
 * @param bucket what is counted together: rule, currency and caller, say
 * @param weight what this operation adds: minor units, or 1 to count payments
 * @param max the most that may be reached
 * @param since where counting starts
 * @param enforced false to observe only: the payment goes on and the breach is reported
 * @since 0.1
 */
public record Limit(
    String rule, String bucket, long weight, long max, Instant since, boolean enforced) {

  /**
   * @throws IllegalArgumentException if {@code weight} or {@code max} is negative
   */
  public Limit {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(bucket, "bucket");
    Objects.requireNonNull(since, "since");
    if (weight < 0 || max < 0) {
      throw new IllegalArgumentException("a limit's weight and maximum are not negative");
    }
  }

  /**
   * Returns the limit of all refunds of one transfer, whenever they were asked for.
   *
   * @param transfer names it: rail and reference
   * @param amount what this refund adds
   * @param max the most that can be given back, in the same currency
   */
  public static Limit ofRefunds(String transfer, Money amount, Money max) {
    return new Limit(
        "refund", "refund:" + transfer, amount.minorUnits(), max.minorUnits(), Instant.EPOCH, true);
  }

  /** Returns this limit, only observed. */
  public Limit observed() {
    return new Limit(rule, bucket, weight, max, since, false);
  }
}
