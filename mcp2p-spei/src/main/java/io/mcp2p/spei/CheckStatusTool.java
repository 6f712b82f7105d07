package io.mcp2p.spei;

import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.Payment;
import io.mcp2p.rail.NamedTransfer;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;

/** Says how a transfer stands, and asks the rail if that can still change. */
record CheckStatusTool(SpeiRail rail) implements QueryTool<CheckStatusInput, CheckStatusData> {
  static final String NAME = "spei_check_status";

  @Override
  public ToolSpec<CheckStatusInput, CheckStatusData> spec() {
    return ToolSpec.reading(
            NAME,
            CheckStatusInput.class,
            CheckStatusData.class,
            Scope.PAYMENTS_READ,
            "Check a SPEI transfer",
            "Asks how a transfer stands: pending, settled, rejected (nothing was paid)"
                + " or returned (settled, then the money came back).")
        .reachingOut();
  }

  @Override
  public Answer<CheckStatusData> call(CheckStatusInput input, ToolCall call) {
    var key = input.trackingKey();
    return NamedTransfer.find(call, SpeiRail.NAME, key, rail.connector()::findOther)
        .map(it -> Answer.of(status(key, it.refreshed(call))))
        .orElseGet(() -> Answer.refused(SpeiErrors.notFound()));
  }

  private static CheckStatusData status(String key, NamedTransfer transfer) {
    var status =
        switch (transfer.standing()) {
          case SETTLED -> "settled";
          case RETURNED -> "returned";
          case REJECTED -> "rejected";
          case PENDING -> "pending";
        };
    return new CheckStatusData(
        status,
        key,
        transfer.amount().minorUnits(),
        transfer.amount().formatted(),
        transfer.amount().currency().getCurrencyCode(),
        transfer.updatedAt().toString(),
        transfer.fact(Payment.RAIL_CODE),
        transfer.fact(SpeiConnector.CEP_URL));
  }
}
