package io.mcp2p.tck;

import io.mcp2p.payment.Money;

/**
 * What reaches the bank behind {@link TinyRail}.
 *
 * @param reference ours, the idempotency handle
 * @param payee ten digits; empty for a refund
 * @param amount how much
 * @param note what the payee reads, or the reason of a refund
 * @since 0.1
 */
public record TinyTransfer(String reference, String payee, Money amount, String note) {}
