package io.mcp2p.pix;

import static io.mcp2p.tck.BankCall.PAYMENT;
import static io.mcp2p.tck.BankCall.REFUND;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.StubBank;
import io.mcp2p.tck.StubBankClient;

/** Pix through a provider that can be steered. */
class StubConnector implements PixConnector {
  private final StubBankClient client;

  StubConnector(StubBank bank) {
    client = new StubBankClient(bank);
  }

  @Override
  public PaymentOutcome send(PixTransfer transfer) throws Exception {
    return client.start(PAYMENT, transfer.reference());
  }

  @Override
  public PaymentOutcome find(String reference) throws Exception {
    return client.find(PAYMENT, reference);
  }

  @Override
  public PaymentOutcome requestRefund(PixRefundRequest request) throws Exception {
    return client.start(REFUND, request.reference());
  }

  @Override
  public PaymentOutcome findRefund(String e2eId, String reference) throws Exception {
    return client.find(REFUND, reference);
  }
}
