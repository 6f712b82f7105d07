package io.mcp2p;

import io.mcp2p.ledger.Payment;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A payment as it stands in listings: masked.
 *
 * @param operation {@code payment} or {@code refund}
 * @param status where it stands, one of the states of {@code io.mcp2p.ledger.PaymentState}
 * @param reference ours on the rail, or the id that the rail gave it; absent until approved
 */
record PaymentItem(
    String paymentId,
    String rail,
    String operation,
    String status,
    @Nullable String reference,
    long amount,
    String amountFormatted,
    String currency,
    String payee,
    String createdAt,
    String updatedAt,
    @Nullable String refundOf) {

  static PaymentItem of(Payment payment, Instant now) {
    return new PaymentItem(
        payment.id().value(),
        payment.rail(),
        payment.kind().name().toLowerCase(Locale.ROOT),
        payment.stateAt(now).wire(),
        payment.knownAs(),
        payment.amount().minorUnits(),
        payment.amount().formatted(),
        payment.amount().currency().getCurrencyCode(),
        payment.payee(),
        payment.createdAt().toString(),
        payment.updatedAt().toString(),
        payment.refundOf());
  }
}
