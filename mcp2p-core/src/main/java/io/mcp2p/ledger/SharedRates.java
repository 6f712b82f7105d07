package io.mcp2p.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Counts how often things are done on all nodes that share a ledger. Thread-safe, and atomic across
 * the nodes.
 *
 * @since 0.1
 */
public interface SharedRates {

  /**
   * So many goes, which come back evenly over a period.
   *
   * @param times at least one
   * @param period positive
   */
  record Rate(int times, Duration period) {}

  /**
   * Counts one go.
   *
   * @param key what it is counted for; is stored as a hash
   * @param rates all of which hold
   * @return zero if it was within the rates, else after which time the next one will be; nothing
   *     was counted then
   * @throws LedgerException if that cannot be said now
   */
  Duration take(String key, List<Rate> rates, Instant now);

  /** Says what {@link #take} would say now, and counts nothing. */
  Duration peek(String key, List<Rate> rates, Instant now);
}
