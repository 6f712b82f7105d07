package io.mcp2p.rail;

import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import java.time.Instant;
import java.util.Objects;

/**
 * A transfer that the bank knows and this server's ledger does not: made elsewhere, or received.
 *
 * @param amount how much
 * @param payee masked; of a transfer that was received, its payer
 * @param outcome how it stands
 * @param updatedAt when it last changed
 * @param direction whether the money went out or came in
 * @since 0.1
 */
public record KnownTransfer(
    Money amount, String payee, PaymentOutcome outcome, Instant updatedAt, Direction direction) {

  /** Which way the money went. */
  public enum Direction {
    /** From the host's account. */
    SENT,
    /** To the host's account. */
    RECEIVED
  }

  /** Checks that everything is there. */
  public KnownTransfer {
    Objects.requireNonNull(amount, "amount");
    Objects.requireNonNull(payee, "payee");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(updatedAt, "updatedAt");
    Objects.requireNonNull(direction, "direction");
  }

  /** Makes one that was sent. */
  public KnownTransfer(Money amount, String payee, PaymentOutcome outcome, Instant updatedAt) {
    this(amount, payee, outcome, updatedAt, Direction.SENT);
  }
}
