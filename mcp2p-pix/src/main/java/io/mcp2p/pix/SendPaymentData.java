package io.mcp2p.pix;

import org.jspecify.annotations.Nullable;

/** Pix's own part of the answer of {@code pix_send_payment}. */
record SendPaymentData(
    @Nullable String e2eId, @Nullable String reference, @Nullable String settledAt) {}
