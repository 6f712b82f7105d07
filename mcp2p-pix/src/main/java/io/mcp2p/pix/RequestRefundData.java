package io.mcp2p.pix;

import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Pix's own part of the answer of {@code pix_request_refund}.
 *
 * @param e2eId the Pix
 * @param refundE2eId the rail's id of the devolução, {@code D…}
 * @param amount of advice, what could be claimed; otherwise that of the refund is shown
 * @param amountFormatted the same for the eye
 * @param currency BRL
 * @param deadline until when a contestation can be opened
 */
record RequestRefundData(
    @Nullable String e2eId,
    @Nullable String refundE2eId,
    @Nullable Long amount,
    @Nullable String amountFormatted,
    @Nullable String currency,
    @Nullable String deadline) {

  static RequestRefundData of(Payment refund) {
    return new RequestRefundData(refund.refundOf(), refund.railId(), null, null, null, null);
  }

  static RequestRefundData advice(String e2eId, Money amount, @Nullable Instant deadline) {
    return new RequestRefundData(
        e2eId,
        null,
        amount.minorUnits(),
        amount.formatted(),
        amount.currency().getCurrencyCode(),
        deadline == null ? null : deadline.toString());
  }
}
