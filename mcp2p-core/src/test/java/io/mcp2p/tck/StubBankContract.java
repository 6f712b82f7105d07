package io.mcp2p.tck;

import io.mcp2p.payment.PaymentOutcome;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The contract over a connector of no rail that keeps it: what is to be broken overrides it. */
abstract class StubBankContract extends ConnectorContract {
  static final String PAYEE = "0000123456";

  final StubBank bank = StubBank.open("T01");

  PaymentOutcome start(BankCall call, String reference) throws Exception {
    try {
      var order = bank.order(call, reference);
      return order.state().equals("DUPLICATE") ? find(call, reference) : outcome(order);
    } catch (ConnectException e) {
      return new PaymentOutcome.NotSent();
    }
  }

  PaymentOutcome find(BankCall call, String reference) throws Exception {
    return outcome(bank.find(call, reference));
  }

  PaymentOutcome outcome(StubBank.Order order) {
    return switch (order.state()) {
      case "SETTLED" -> new PaymentOutcome.Settled(order.at(), Map.of("id", order.id()));
      case "REJECTED" -> new PaymentOutcome.Rejected(order.code());
      default -> PaymentOutcome.Pending.unknown();
    };
  }

  @AfterEach
  final void close() {
    bank.close();
  }

  @Override
  protected final void bank(BankCall calls, Conduct conduct) {
    bank.meet(calls, conduct);
  }

  @Override
  protected final List<String> taken(BankCall calls) {
    return bank.taken(calls);
  }

  @Override
  protected final String refusalCode() {
    return "T01";
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
        () -> start(call, reference),
        () -> find(call, reference),
        List.of(PAYEE),
        others);
  }
}
