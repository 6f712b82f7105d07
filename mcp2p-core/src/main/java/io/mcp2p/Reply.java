package io.mcp2p;

import io.mcp2p.ledger.Payment;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one call, ready for the wire.
 *
 * @param text the envelope, as JSON
 * @param outcome one word for the audit log
 * @param paymentId names the payment that the answer is about; null if it is about none, or several
 * @param payment the payment concerned, for the audit log
 */
record Reply(
    String text,
    boolean isError,
    String outcome,
    @Nullable String paymentId,
    @Nullable Payment payment) {}
