package io.mcp2p.spei;

import io.mcp2p.payment.Money;

/**
 * The wish to have a transfer's money back, which only its receiver can grant.
 *
 * @param refundTrackingKey ours, new for each request
 * @param trackingKey clave de rastreo of the transfer
 * @param amount the whole of it, in centavos
 * @param reason what the payer says; SPEI has no field for it. Empty where a request is looked up
 * @since 0.1
 */
public record SpeiRefundRequest(
    String refundTrackingKey, String trackingKey, Money amount, String reason) {}
