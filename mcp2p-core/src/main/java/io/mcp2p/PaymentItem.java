package io.mcp2p;

import io.mcp2p.ledger.Payment;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A payment as it stands in listings: masked.
 *
 * @param operation {@code payment}, {@code refund} or {@code action}, which has no amount
 * @param status where it stands, one of the states of {@code io.mcp2p.ledger.PaymentState}
 * @param reference ours on the rail, or the id that the rail gave it; absent until approved
 */
record PaymentItem(
    String paymentId,
    String rail,
    String operation,
    String status,
    @Nullable String reference,
    @Nullable Long amount,
    @Nullable String amountFormatted,
    @Nullable String currency,
    String payee,
    String createdAt,
    String updatedAt,
    @Nullable String refundOf) {

  static PaymentItem of(Payment payment, Instant now) {
    var amount = Envelope.amount(payment);
    return new PaymentItem(
        payment.id().value(),
        payment.rail(),
        payment.kind().name().toLowerCase(Locale.ROOT),
        payment.stateAt(now).wire(),
        payment.knownAs(),
        amount == null ? null : amount.minorUnits(),
        amount == null ? null : amount.formatted(),
        amount == null ? null : amount.currency().getCurrencyCode(),
        payment.payee(),
        payment.createdAt().toString(),
        payment.updatedAt().toString(),
        payment.refundOf());
  }
}
