package io.mcp2p.ledger;

import java.time.Instant;

/**
 * One line of a payment's history.
 *
 * @param at when
 * @param state the state after it
 * @param what what happened, one of a few stable words: {@code opened}, {@code code_sent}, …
 * @since 0.1
 */
public record PaymentEvent(Instant at, PaymentState state, String what) {}
