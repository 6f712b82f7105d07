package io.mcp2p.audit;

import io.mcp2p.auth.Mode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call, masked: no code, no phone number, no account number is in it.
 *
 * @param at when the call came in
 * @param correlationId names the call in logs and in {@code INTERNAL_ERROR} answers
 * @param caller who asked
 * @param mode whether money is real
 * @param tool which tool
 * @param outcome {@code ok}, the status of a payment, or the error code
 * @param paymentId the payment concerned, or null
 * @param reference our reference on the rail, or null
 * @param amount formatted, or null
 * @param payee masked, or null
 * @param took how long the call took
 * @since 0.1
 */
public record AuditEntry(
    Instant at,
    String correlationId,
    String caller,
    Mode mode,
    String tool,
    String outcome,
    @Nullable String paymentId,
    @Nullable String reference,
    @Nullable String amount,
    @Nullable String payee,
    Duration took) {}
