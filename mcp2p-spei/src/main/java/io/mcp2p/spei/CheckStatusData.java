package io.mcp2p.spei;

import org.jspecify.annotations.Nullable;

/** The answer of {@code spei_check_status}. */
record CheckStatusData(
    String status,
    String trackingKey,
    long amount,
    String amountFormatted,
    String currency,
    String updatedAt,
    @Nullable String railCode,
    @Nullable String cepUrl) {}
