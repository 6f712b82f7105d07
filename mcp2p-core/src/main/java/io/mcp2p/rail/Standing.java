package io.mcp2p.rail;

import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.PaymentOutcome;

/**
 * How a transfer stands on its rail. Each rail shows these in words of its own.
 *
 * @since 0.1
 */
public enum Standing {
  /** The outcome is not known yet. */
  PENDING,
  /** Paid. */
  SETTLED,
  /** Paid, then the money came back. */
  RETURNED,
  /** Nothing was paid. */
  REJECTED;

  /** Returns how a payment stands that was handed to the rail. */
  public static Standing of(PaymentState state) {
    return switch (state) {
      case SETTLED -> SETTLED;
      case RETURNED -> RETURNED;
      case REJECTED, FAILED -> REJECTED;
      default -> PENDING;
    };
  }

  /** Returns how a transfer stands of which the rail says {@code outcome}. */
  public static Standing of(PaymentOutcome outcome) {
    if (outcome instanceof PaymentOutcome.Settled) {
      return SETTLED;
    }
    return outcome instanceof PaymentOutcome.Returned
        ? RETURNED
        : outcome instanceof PaymentOutcome.Pending ? PENDING : REJECTED;
  }
}
