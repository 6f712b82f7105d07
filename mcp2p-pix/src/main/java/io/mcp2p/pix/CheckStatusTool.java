package io.mcp2p.pix;

import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOperation.Kind;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
    var id = input.e2eId();
    var own = call.payments().find(PixRail.NAME, id).filter(it -> it.kind() == Kind.PAYMENT);
    if (own.isPresent()) {
      return Answer.of(status(call.payments().refreshed(own.get())));
    }
    return rail.connector()
        .findOther(call.caller(), id)
        .map(it -> Answer.of(status(id, it)))
        .orElseGet(() -> Answer.refused(PixErrors.notFound()));
  }

  private static CheckStatusData status(Payment payment) {
    var status =
        switch (payment.state()) {
          case SETTLED -> "settled";
          case RETURNED -> "devolved";
          case REJECTED, FAILED -> "failed";
          default -> "pending";
        };
    return status(
        status,
        payment.railId(),
        payment.reference(),
        payment.amount(),
        payment.updatedAt(),
        payment.facts().get(Payment.RAIL_CODE));
  }

  private static CheckStatusData status(String e2eId, KnownTransfer transfer) {
    var outcome = transfer.outcome();
    var status =
        outcome instanceof PaymentOutcome.Settled
            ? "settled"
            : outcome instanceof PaymentOutcome.Returned
                ? "devolved"
                : outcome instanceof PaymentOutcome.Pending ? "pending" : "failed";
    return status(status, e2eId, null, transfer.amount(), transfer.updatedAt(), null);
  }

  private static CheckStatusData status(
      String status,
      @Nullable String e2eId,
      @Nullable String reference,
      Money amount,
      Instant updatedAt,
      @Nullable String railCode) {
    return new CheckStatusData(
        status,
        e2eId,
        reference,
        amount.minorUnits(),
        amount.formatted(),
        amount.currency().getCurrencyCode(),
        updatedAt.toString(),
        railCode);
  }
}
