package io.mcp2p.tck;

import io.mcp2p.payment.PaymentOutcome;
import java.util.List;

/** The contract over a connector of no rail that keeps it: what is to be broken overrides it. */
abstract class StubBankContract extends ConnectorContract {
  static final String PAYEE = "0000123456";

  final StubBank bank = StubBank.open("T01");
  private final StubBankClient client = new StubBankClient(bank);

  PaymentOutcome start(BankCall call, String reference) throws Exception {
    return client.start(call, reference);
  }

  PaymentOutcome find(BankCall call, String reference) throws Exception {
    return client.find(call, reference);
  }

  /** Returns what the connector makes of an outcome that it has started or found. */
  PaymentOutcome told(PaymentOutcome outcome) {
    return outcome;
  }

  @Override
  protected final StubBank bank() {
    return bank;
  }

  @Override
  protected final Operation payment(Conduct conduct) {
    return operation(BankCall.PAYMENT, List.of());
  }

  @Override
  protected final Operation refund(Conduct conduct) throws Exception {
    var payment = payment(Conduct.ANSWERS);
    payment.start().call();
    return operation(BankCall.REFUND, List.of(payment));
  }

  private Operation operation(BankCall call, List<Operation> others) {
    var reference = newReference();
    return new Operation(
        reference,
        () -> told(start(call, reference)),
        () -> told(find(call, reference)),
        List.of(PAYEE),
        others);
  }
}
