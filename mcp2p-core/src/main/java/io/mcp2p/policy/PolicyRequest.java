package io.mcp2p.policy;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.payment.PaymentOperation;
import java.time.Instant;

/**
 * What a policy decides on.
 *
 * @param caller who asks
 * @param mode whether the money is real
 * @param tool the tool that was called
 * @param operation what is to be done
 * @param now when
 * @since 0.1
 */
public record PolicyRequest(
    Caller caller, Mode mode, String tool, PaymentOperation operation, Instant now) {}
