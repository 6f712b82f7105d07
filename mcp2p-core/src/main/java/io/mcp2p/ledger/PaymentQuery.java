package io.mcp2p.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of an owner's payments to list, newest first.
 *
 * @param owner whose; there is no query over owners
 * @param rail only this rail, or null for all
 * @param state only this state as shown at {@code now}, or null for all
 * @param from opened at or after, or null
 * @param to opened before, or null
 * @param reference only this reference of ours or id of the rail's, or null
 * @param after where the page before ended, or null for the first page
 * @param limit at most so many, at least 1
 * @param now the time at which challenges count as expired
 * @since 0.1
 */
public record PaymentQuery(
    Owner owner,
    @Nullable String rail,
    @Nullable PaymentState state,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable String reference,
    @Nullable Position after,
    int limit,
    Instant now) {

  /**
   * A place in the order of a listing: newest first, equal times by id, descending.
   *
   * @param createdAt of the last payment of the page
   * @param id of the same
   */
  public record Position(Instant createdAt, String id) implements Comparable<Position> {

    /** Returns the place of {@code payment}. */
    public static Position of(Payment payment) {
      return new Position(payment.createdAt(), payment.id().value());
    }

    @Override
    public int compareTo(Position other) {
      int byTime = other.createdAt.compareTo(createdAt);
      return byTime != 0 ? byTime : other.id.compareTo(id);
    }
  }
}
