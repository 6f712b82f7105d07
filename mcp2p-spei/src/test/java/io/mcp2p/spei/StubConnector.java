package io.mcp2p.spei;

import static io.mcp2p.tck.BankCall.PAYMENT;
import static io.mcp2p.tck.BankCall.REFUND;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.StubBank;
import io.mcp2p.tck.StubBankClient;
import java.time.LocalDate;

/** SPEI through a bank that can be steered. */
class StubConnector implements SpeiConnector {
  private final StubBankClient client;

  StubConnector(StubBank bank) {
    client = new StubBankClient(bank);
  }

  @Override
  public PaymentOutcome send(SpeiTransfer transfer) throws Exception {
    return client.start(PAYMENT, transfer.trackingKey() + "/" + transfer.operatingDate());
  }

  @Override
  public PaymentOutcome find(String trackingKey, LocalDate operatingDate) throws Exception {
    return client.find(PAYMENT, trackingKey + "/" + operatingDate);
  }

  @Override
  public PaymentOutcome requestRefund(SpeiRefundRequest request) throws Exception {
    return client.start(REFUND, request.refundTrackingKey());
  }

  @Override
  public PaymentOutcome findRefund(SpeiRefundRequest request) throws Exception {
    return client.find(REFUND, request.refundTrackingKey());
  }
}
