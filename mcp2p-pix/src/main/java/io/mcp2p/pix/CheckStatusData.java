package io.mcp2p.pix;

import org.jspecify.annotations.Nullable;

/** The answer of {@code pix_check_status}. */
record CheckStatusData(
    String status,
    @Nullable String e2eId,
    @Nullable String reference,
    long amount,
    String amountFormatted,
    String currency,
    String updatedAt,
    @Nullable String railCode) {}
