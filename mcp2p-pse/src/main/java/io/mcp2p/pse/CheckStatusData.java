package io.mcp2p.pse;

import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code pse_check_status}.
 *
 * @param expectedBy a date in Colombia, as long as the outcome is not known
 */
record CheckStatusData(
    String status,
    String referenceNumber,
    long amount,
    String amountFormatted,
    String currency,
    String updatedAt,
    @Nullable String expectedBy,
    @Nullable String railCode) {}
