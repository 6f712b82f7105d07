package io.mcp2p.pse;

import io.mcp2p.payment.Money;

/**
 * The wish to have a payout's money back, which only its receiver can grant.
 *
 * @param refundReference ours, new for each request
 * @param reference of the payout
 * @param amount the whole of it, in centavos
 * @param reason what the payer says. Empty where a request is looked up
 * @since 0.1
 */
public record PseRefundRequest(
    String refundReference, String reference, Money amount, String reason) {}
