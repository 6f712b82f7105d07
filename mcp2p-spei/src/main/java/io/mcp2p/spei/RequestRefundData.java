package io.mcp2p.spei;

import org.jspecify.annotations.Nullable;

/** SPEI's own part of the answer of {@code spei_request_refund}. */
record RequestRefundData(@Nullable String trackingKey, @Nullable String refundTrackingKey) {}
