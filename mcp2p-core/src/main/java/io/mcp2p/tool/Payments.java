package io.mcp2p.tool;

import io.mcp2p.ledger.Payment;
import java.util.List;
import java.util.Optional;

/**
 * The payments of the caller who asks.
 *
 * @since 0.1
 */
public interface Payments {

  /** Finds a payment of this rail by our reference, or by the id that the rail gave it. */
  Optional<Payment> find(String rail, String reference);

  /** Lists the refunds of one payment, whatever their state. */
  List<Payment> refundsOf(String rail, String reference);

  /**
   * Asks the rail how a payment stands, if that can still change, and records what it says. If the
   * rail does not answer, the payment is returned as it was.
   */
  Payment refreshed(Payment payment);
}
