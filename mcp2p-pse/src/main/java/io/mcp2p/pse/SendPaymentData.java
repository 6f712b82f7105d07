package io.mcp2p.pse;

import org.jspecify.annotations.Nullable;

/**
 * PSE's own part of the answer of {@code pse_send_payment}.
 *
 * @param expectedBy a date in Colombia, as long as the outcome is not known
 */
record SendPaymentData(
    @Nullable String referenceNumber, @Nullable String settledAt, @Nullable String expectedBy) {}
