package io.mcp2p.spei;

import org.jspecify.annotations.Nullable;

/** SPEI's own part of the answer of {@code spei_send_payment}. */
record SendPaymentData(
    @Nullable String trackingKey, @Nullable String operatingDate, @Nullable String settledAt) {}
