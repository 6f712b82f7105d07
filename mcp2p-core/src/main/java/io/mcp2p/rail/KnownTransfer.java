package io.mcp2p.rail;

import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import java.time.Instant;

/**
 * A transfer that the bank knows and this server's ledger does not: made elsewhere, or received.
 *
 * @param amount how much
 * @param payee masked
 * @param outcome how it stands
 * @param updatedAt when it last changed
 * @since 0.1
 */
public record KnownTransfer(
    Money amount, String payee, PaymentOutcome outcome, Instant updatedAt) {}
