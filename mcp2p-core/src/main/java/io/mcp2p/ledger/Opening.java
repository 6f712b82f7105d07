package io.mcp2p.ledger;

import io.mcp2p.payment.Limit;
import io.mcp2p.payment.PaymentId;
import java.util.List;
import java.util.Optional;

/**
 * What became of opening a payment.
 *
 * @since 0.1
 */
public sealed interface Opening {

  /**
   * The payment is in the ledger and holds its limits.
   *
   * @param payment as stored, with {@link Payment#duplicateOf()} filled in
   * @param replaced the payment whose open challenge had to give way, now closed
   * @param exceeded limits that are only observed and would have been exceeded
   */
  record Opened(Payment payment, Optional<Payment> replaced, List<Limit> exceeded)
      implements Opening {}

  /**
   * An equal payment awaits its code already; nothing was stored.
   *
   * @param payment that one
   */
  record AlreadyOpen(Payment payment) implements Opening {}

  /**
   * An equal payment was approved apart from its call and sent since, or declined, and this call
   * may be the repetition of the one it came from ({@link Payment#answersRepetition}); nothing was
   * stored.
   *
   * @param payment that one
   */
  record Answered(Payment payment) implements Opening {}

  /**
   * The payment was to be opened without a code, and an equal one was paid in the last 24 hours;
   * nothing was stored.
   *
   * @param duplicate that one
   */
  record CodeNeeded(PaymentId duplicate) implements Opening {}

  /**
   * A limit would be exceeded; nothing was stored and no other challenge was closed.
   *
   * @param limit the first of them
   */
  record OverLimit(Limit limit) implements Opening {}
}
