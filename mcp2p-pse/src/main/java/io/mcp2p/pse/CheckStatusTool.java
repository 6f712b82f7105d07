package io.mcp2p.pse;

import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.Payment;
import io.mcp2p.rail.NamedTransfer;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;

/** Says how a payout stands, and asks the rail if that can still change. */
record CheckStatusTool(PseRail rail) implements QueryTool<CheckStatusInput, CheckStatusData> {
  static final String NAME = "pse_check_status";

  @Override
  public ToolSpec<CheckStatusInput, CheckStatusData> spec() {
    return ToolSpec.reading(
            NAME,
            CheckStatusInput.class,
            CheckStatusData.class,
            Scope.PAYMENTS_READ,
            "Check a payout in Colombia",
            "Asks how a payout that you sent stands: pending (accepted, not settled; expectedBy says"
                + " when to expect more), approved, rejected (nothing was paid) or reversed"
                + " (approved, then the money came back).")
        .reachingOut();
  }

  @Override
  public Answer<CheckStatusData> call(CheckStatusInput input, ToolCall call) {
    var reference = input.referenceNumber();
    return NamedTransfer.find(call, PseRail.NAME, reference, rail.connector()::findOther)
        .map(it -> Answer.of(status(reference, it.refreshed(call))))
        .orElseGet(() -> Answer.refused(PseErrors.notFound()));
  }

  private CheckStatusData status(String reference, NamedTransfer transfer) {
    var status =
        switch (transfer.standing()) {
          case SETTLED -> "approved";
          case RETURNED -> "reversed";
          case REJECTED -> "rejected";
          case PENDING -> "pending";
        };
    var payment = transfer.payment();
    return new CheckStatusData(
        status,
        reference,
        transfer.amount().minorUnits(),
        transfer.amount().formatted(),
        transfer.amount().currency().getCurrencyCode(),
        transfer.updatedAt().toString(),
        payment == null ? null : rail.expectedBy(payment),
        transfer.fact(Payment.RAIL_CODE));
  }
}
