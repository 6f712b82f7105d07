package io.mcp2p.pse;

import org.jspecify.annotations.Nullable;

/** PSE's own part of the answer of {@code pse_request_refund}. */
record RequestRefundData(
    @Nullable String referenceNumber, @Nullable String refundReferenceNumber) {}
