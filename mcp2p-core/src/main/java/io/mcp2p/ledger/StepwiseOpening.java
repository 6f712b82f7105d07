package io.mcp2p.ledger;

import io.mcp2p.payment.Limit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The opening of one payment, step by step in the order of {@link PaymentLedger#open}, while nobody
 * else's opening runs beside it. How to look up and store is the ledger's.
 *
 * @param <E> what that may throw
 */
abstract class StepwiseOpening<E extends Exception> {
  final Payment payment;
  final Instant now;

  StepwiseOpening(Payment payment, Instant now) {
    this.payment = payment;
    this.now = now;
  }

  final Opening opened() throws E {
    var open = open();
    if (open.isPresent() && open.get().digest().equals(payment.digest())) {
      return new Opening.AlreadyOpen(open.get());
    }
    var equal = recentlyEqual();
    var answer = newest(equal, it -> it.answersRepetition(now));
    if (answer.isPresent()) {
      return new Opening.Answered(answer.get());
    }
    var duplicate = newest(equal, it -> it.wasPaidLately(now)).map(Payment::id);
    if (duplicate.isPresent() && payment.withoutCode()) {
      return new Opening.CodeNeeded(duplicate.get());
    }
    var exceeded = new ArrayList<Limit>();
    for (Limit limit : payment.limits()) {
      if (exceeds(limit, open)) {
        if (limit.enforced()) {
          return new Opening.OverLimit(limit);
        }
        exceeded.add(limit);
      }
    }
    var stored = duplicate.map(payment::duplicateOf).orElse(payment);
    var replaced = open.map(this::givingWay);
    store(stored, open, replaced);
    return new Opening.Opened(stored, replaced, exceeded);
  }

  private static Optional<Payment> newest(List<Payment> payments, Predicate<Payment> which) {
    for (Payment payment : payments) {
      if (which.test(payment)) {
        return Optional.of(payment);
      }
    }
    return Optional.empty();
  }

  /** What is open, closed for this one to take its place. */
  Payment givingWay(Payment open) {
    return open.closed(PaymentState.CANCELLED, "another_opened", now);
  }

  /** The payment of the same owner and phone that is open. */
  abstract Optional<Payment> open() throws E;

  /** Equal payments that answer this one, or were paid lately; newest first. */
  abstract List<Payment> recentlyEqual() throws E;

  /** Tells whether the payment would exceed a limit, if {@code givesWay} no longer counts. */
  abstract boolean exceeds(Limit limit, Optional<Payment> givesWay) throws E;

  /**
   * Puts {@code closed}, if there is one, in the place of {@code open}, and adds a payment; neither
   * if it throws.
   */
  abstract void store(Payment added, Optional<Payment> open, Optional<Payment> closed) throws E;
}
