package io.mcp2p.ledger;

import io.mcp2p.auth.Mode;
import io.mcp2p.payment.PaymentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Remembers what was asked, approved and done, so that asking twice moves money once.
 *
 * <p>All of mcp2p's promises rest on two atomic operations: {@link #open} and {@link #replace}. An
 * implementation is thread-safe; where several nodes share one, it is atomic across them. What a
 * method has returned is as durable as {@link #durable()} says. A ledger that cannot answer throws
 * {@link LedgerException}, within a bounded time; the step then was taken wholly or not at all, and
 * nobody may build on either.
 *
 * @since 0.1
 */
public interface PaymentLedger {

  /**
   * Stores {@code payment}, which awaits its code, or its call if no code is asked for. In one
   * step: returns an equal payment of the same owner that is open already, if there is one, or one
   * that {@linkplain Payment#answersRepetition answers} a repeated call; refuses one without a code
   * if an equal one was paid in the last 24 hours; refuses if one of {@code payment.limits()} would
   * be exceeded by what is paid in the same mode; else closes the payment that is open for the same
   * owner and phone, notes an equal payment that was paid in the last 24 hours, and stores.
   *
   * @param now the present time
   */
  Opening open(Payment payment, Instant now);

  /**
   * Puts {@code next} in the place of {@code current}, if {@code current} is still the stored
   * version. Of any number who try to replace one version, on any number of nodes, exactly one
   * succeeds.
   *
   * @return whether it was replaced
   */
  boolean replace(Payment current, Payment next);

  /**
   * Finds a payment of any owner. For recovery; a call on behalf of a caller checks whose it is.
   */
  Optional<Payment> find(PaymentId id);

  /**
   * Finds a payment on a rail by our reference or by {@link Payment#railId()}; the newest if there
   * are several.
   */
  Optional<Payment> findByReference(Owner owner, String rail, String reference);

  /** Finds the newest payment whose challenge went to this phone of the owner's, open or closed. */
  Optional<Payment> findByPhone(Owner owner, String phoneHash);

  /** Finds the newest approved payment with this digest. */
  Optional<Payment> findApproved(Owner owner, String digest);

  /** Lists an owner's refunds of one payment, whatever their state. */
  List<Payment> refundsOf(Owner owner, String rail, String reference);

  /** Lists payments, newest first, at most {@code query.limit()}. */
  List<Payment> list(PaymentQuery query);

  /**
   * Lists pending payments of all callers whose {@link Payment#askAt()} has come, the longest
   * overdue first.
   */
  List<Payment> due(Mode mode, Instant now, int limit);

  /** Counts the pending payments of all callers, for an operator's eyes. */
  Backlog backlog(Mode mode);

  /** Tells whether what was stored outlives the process. A live server builds with no other. */
  boolean durable();

  /**
   * Returns what counts goes over all nodes that share this ledger; empty if it is for one node
   * alone, which then counts by itself.
   */
  default Optional<SharedRates> sharedRates() {
    return Optional.empty();
  }

  /**
   * Returns {@link #inMemory(int)} for at most 100,000 payments: gone with the process, so for
   * tests and the sandbox only.
   */
  static PaymentLedger inMemory() {
    return new InMemoryLedger(100_000);
  }

  /**
   * Returns a ledger in memory that keeps at most {@code capacity} payments. Of those that were
   * closed without having been approved it keeps the last thousand. When it is full it forgets the
   * rest of them, then payments that ended more than 48 hours ago, oldest first; if there are none,
   * opening throws.
   *
   * @throws IllegalArgumentException if {@code capacity} is less than 1
   */
  static PaymentLedger inMemory(int capacity) {
    return new InMemoryLedger(capacity);
  }
}
