package io.mcp2p;

import io.mcp2p.auth.Caller;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.tool.Payments;
import java.util.List;
import java.util.Optional;

/** The ledger as one caller may see it. */
record CallerPayments(Caller caller, PaymentLedger ledger, Dispatches dispatches)
    implements Payments {

  /** Gives each caller a view of its own. */
  interface Source {
    Payments of(Caller caller);
  }

  @Override
  public Optional<Payment> find(String rail, String reference) {
    return ledger.findByReference(caller.id(), rail, reference);
  }

  @Override
  public List<Payment> refundsOf(String rail, String reference) {
    return ledger.refundsOf(caller.id(), rail, reference);
  }

  @Override
  public Payment refreshed(Payment payment) {
    return dispatches.refreshed(payment);
  }
}
