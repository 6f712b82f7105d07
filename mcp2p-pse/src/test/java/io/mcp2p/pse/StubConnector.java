package io.mcp2p.pse;

import static io.mcp2p.tck.BankCall.PAYMENT;
import static io.mcp2p.tck.BankCall.REFUND;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.StubBank;
import io.mcp2p.tck.StubBankClient;

/** Payouts through a provider that can be steered. */
class StubConnector implements PseConnector {
  private final StubBankClient client;

  StubConnector(StubBank bank) {
    client = new StubBankClient(bank);
  }

  @Override
  public PaymentOutcome send(PseTransfer transfer) throws Exception {
    return client.start(PAYMENT, transfer.reference());
  }

  @Override
  public PaymentOutcome find(String reference) throws Exception {
    return client.find(PAYMENT, reference);
  }

  @Override
  public PaymentOutcome requestRefund(PseRefundRequest request) throws Exception {
    return client.start(REFUND, request.refundReference());
  }

  @Override
  public PaymentOutcome findRefund(PseRefundRequest request) throws Exception {
    return client.find(REFUND, request.refundReference());
  }
}
