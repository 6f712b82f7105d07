package io.mcp2p.tck;

import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.PaymentOutcome;
import java.net.ConnectException;
import java.util.Map;

/**
 * What a connector to {@link StubBank} does, whatever its rail: it keeps {@link ConnectorContract}.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class StubBankClient {
  private final StubBank bank;

  /** Makes a client of {@code bank}. */
  public StubBankClient(StubBank bank) {
    this.bank = bank;
  }

  /**
   * Orders something.
   *
   * @param key as {@link StubBank#order} has it
   * @throws Exception if it is not known whether the bank has taken it
   */
  public PaymentOutcome start(BankCall call, String key) throws Exception {
    StubBank.Order order;
    try {
      order = bank.order(call, key);
    } catch (ConnectException e) {
      return new PaymentOutcome.NotSent(); // no connection, so not one byte went out
    }
    return order.state().equals("DUPLICATE") ? find(call, key) : outcome(order);
  }

  /**
   * Looks up what was ordered.
   *
   * @throws Exception if it cannot be looked up
   */
  public PaymentOutcome find(BankCall call, String key) throws Exception {
    return outcome(bank.find(call, key));
  }

  private static PaymentOutcome outcome(StubBank.Order order) {
    return switch (order.state()) {
      case "SETTLED" -> new PaymentOutcome.Settled(order.at(), Map.of(Payment.RAIL_ID, order.id()));
      case "REJECTED" -> new PaymentOutcome.Rejected(order.code());
      default -> PaymentOutcome.Pending.unknown();
    };
  }
}
