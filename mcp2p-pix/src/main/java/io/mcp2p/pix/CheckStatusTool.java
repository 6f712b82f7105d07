package io.mcp2p.pix;

import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.Payment;
import io.mcp2p.rail.NamedTransfer;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;

/** Says how a Pix stands, and asks the provider if that can still change. */
record CheckStatusTool(PixRail rail) implements QueryTool<CheckStatusInput, CheckStatusData> {
  static final String NAME = "pix_check_status";

  @Override
  public ToolSpec<CheckStatusInput, CheckStatusData> spec() {
    return ToolSpec.reading(
            NAME,
            CheckStatusInput.class,
            CheckStatusData.class,
            Scope.PAYMENTS_READ,
            "Check a Pix",
            "Asks how a Pix stands: pending, settled, failed (nothing was paid) or devolved"
                + " (settled, then the money came back).")
        .reachingOut();
  }

  @Override
  public Answer<CheckStatusData> call(CheckStatusInput input, ToolCall call) {
    var e2eId = input.e2eId();
    return NamedTransfer.find(call, PixRail.NAME, e2eId, rail.connector()::findOther)
        .map(it -> Answer.of(status(e2eId, it.refreshed(call))))
        .orElseGet(() -> Answer.refused(PixErrors.notFound()));
  }

  private static CheckStatusData status(String e2eId, NamedTransfer transfer) {
    var status =
        switch (transfer.standing()) {
          case SETTLED -> "settled";
          case RETURNED -> "devolved";
          case REJECTED -> "failed";
          case PENDING -> "pending";
        };
    var payment = transfer.payment();
    return new CheckStatusData(
        status,
        payment == null ? e2eId : payment.railId(),
        payment == null ? null : transfer.reference(),
        transfer.amount().minorUnits(),
        transfer.amount().formatted(),
        transfer.amount().currency().getCurrencyCode(),
        transfer.updatedAt().toString(),
        transfer.fact(Payment.RAIL_CODE));
  }
}
