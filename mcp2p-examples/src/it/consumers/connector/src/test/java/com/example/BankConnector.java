package com.example;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.spei.SpeiConnector;
import io.mcp2p.spei.SpeiRefundRequest;
import io.mcp2p.spei.SpeiTransfer;
import java.net.ConnectException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/** SPEI through a bank's own interface, here called Bank. */
final class BankConnector implements SpeiConnector {

  /** What the bank says of an order. */
  record Order(String state, Instant at, String cause, String receiptUrl) {}

  /** The bank's client; its calls time out. */
  interface Bank {
    Order pay(String trackingKey, LocalDate date, String clabe, String bank, long centavos,
        String concept, String name) throws Exception;

    Order find(String trackingKey, LocalDate date) throws Exception;
  }

  private final Bank bank;

  BankConnector(Bank bank) {
    this.bank = bank;
  }

  @Override
  public PaymentOutcome send(SpeiTransfer transfer) throws Exception {
    Order order;
    try {
      order =
          bank.pay(
              transfer.trackingKey(),
              transfer.operatingDate(),
              transfer.clabe().value(),
              transfer.bank().banxicoCode(),
              transfer.amount().minorUnits(),
              transfer.concept(),
              transfer.recipientName());
    } catch (ConnectException e) {
      return new PaymentOutcome.NotSent(); // no connection, so not one byte went out
    }
    return order.state().equals("DUPLICATE")
        ? find(transfer.trackingKey(), transfer.operatingDate())
        : outcome(order);
  }

  @Override
  public PaymentOutcome find(String trackingKey, LocalDate operatingDate) throws Exception {
    return outcome(bank.find(trackingKey, operatingDate));
  }

  private static PaymentOutcome outcome(Order order) {
    return switch (order.state()) {
      case "SETTLED" ->
          new PaymentOutcome.Settled(
              order.at(),
              order.receiptUrl() == null ? Map.of() : Map.of("receipt", order.receiptUrl()));
      case "RETURNED" -> new PaymentOutcome.Returned(order.at(), Map.of());
      case "REJECTED" ->
          new PaymentOutcome.Rejected(order.cause() == null ? "unknown" : order.cause());
      default -> PaymentOutcome.Pending.unknown(); // every state that you do not know
    };
  }

  @Override
  public boolean takesRefundRequests() {
    return false;
  }

  @Override
  public PaymentOutcome requestRefund(SpeiRefundRequest request) {
    return new PaymentOutcome.NotSent();
  }

  @Override
  public PaymentOutcome findRefund(SpeiRefundRequest request) {
    return PaymentOutcome.Pending.unknown();
  }
}
