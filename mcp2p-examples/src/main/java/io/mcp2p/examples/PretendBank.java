package io.mcp2p.examples;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.spei.SpeiConnector;
import io.mcp2p.spei.SpeiRefundRequest;
import io.mcp2p.spei.SpeiTransfer;
import java.time.LocalDate;

/**
 * NOT A BANK. Stands where a host's connector stands, so that the examples can show a live server:
 * it answers as the sandbox does, moves no money, and does not say that it is a sandbox. A server
 * that people rely on must never have it.
 */
final class PretendBank implements SpeiConnector {
  private final SpeiConnector pretended = SpeiConnector.sandbox();

  @Override
  public PaymentOutcome send(SpeiTransfer transfer) throws Exception {
    return pretended.send(transfer);
  }

  @Override
  public PaymentOutcome find(String trackingKey, LocalDate operatingDate) throws Exception {
    return pretended.find(trackingKey, operatingDate);
  }

  @Override
  public PaymentOutcome requestRefund(SpeiRefundRequest request) throws Exception {
    return pretended.requestRefund(request);
  }

  @Override
  public PaymentOutcome findRefund(SpeiRefundRequest request) throws Exception {
    return pretended.findRefund(request);
  }
}
