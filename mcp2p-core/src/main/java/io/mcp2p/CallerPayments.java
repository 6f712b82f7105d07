package io.mcp2p;

import io.mcp2p.ledger.Owner;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.tool.Payments;
import java.util.List;
import java.util.Optional;

/** The ledger as one caller may see it. */
record CallerPayments(Owner owner, PaymentLedger ledger, Dispatches dispatches)
    implements Payments {

  /** Gives each caller a view of its own. */
  interface Source {
    Payments of(Owner owner);
  }

  @Override
  public Optional<Payment> find(String rail, String reference) {
    return ledger.findByReference(owner, rail, reference);
  }

  @Override
  public List<Payment> refundsOf(String rail, String reference) {
    return ledger.refundsOf(owner, rail, reference);
  }

  @Override
  public Payment refreshed(Payment payment) {
    return dispatches.refreshed(payment);
  }
}
