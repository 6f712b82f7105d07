package io.mcp2p.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The payments whose outcome is not known yet.
 *
 * @param payments how many, 0 or more
 * @param oldest when the oldest was opened; null if there is none
 * @since 0.1
 */
public record Backlog(long payments, @Nullable Instant oldest) {}
