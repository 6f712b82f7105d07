package io.mcp2p.pix;

import io.mcp2p.payment.Money;

/**
 * Money of a received Pix that is to go back to its payer (devolução).
 *
 * @param reference ours, 32 of {@code [0-9a-f]}: the devolução's {@code id}, which must not be used
 *     twice for one Pix
 * @param e2eId the Pix that was received
 * @param amount how much of it, in centavos
 * @param reason for the description that the payer reads; the rail itself has no field for it
 * @since 0.1
 */
public record PixRefundRequest(String reference, String e2eId, Money amount, RefundReason reason) {}
