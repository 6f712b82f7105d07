package io.mcp2p.pse;

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
    var own = call.payments().find(PseRail.NAME, reference).filter(it -> it.kind() == Kind.PAYMENT);
    if (own.isPresent()) {
      return Answer.of(status(reference, call.payments().refreshed(own.get())));
    }
    return rail.connector()
        .findOther(call.caller(), reference)
        .map(it -> Answer.of(status(reference, it)))
        .orElseGet(() -> Answer.refused(PseErrors.notFound()));
  }

  private CheckStatusData status(String reference, Payment payment) {
    var status =
        switch (payment.state()) {
          case SETTLED -> "approved";
          case RETURNED -> "reversed";
          case REJECTED, FAILED -> "rejected";
          default -> "pending";
        };
    return status(
        reference,
        status,
        payment.amount(),
        payment.updatedAt(),
        rail.expectedBy(payment),
        payment.facts().get(Payment.RAIL_CODE));
  }

  private static CheckStatusData status(String reference, KnownTransfer transfer) {
    var outcome = transfer.outcome();
    var status =
        outcome instanceof PaymentOutcome.Settled
            ? "approved"
            : outcome instanceof PaymentOutcome.Returned
                ? "reversed"
                : outcome instanceof PaymentOutcome.Pending ? "pending" : "rejected";
    return status(reference, status, transfer.amount(), transfer.updatedAt(), null, null);
  }

  private static CheckStatusData status(
      String reference,
      String status,
      Money amount,
      Instant updatedAt,
      @Nullable String expectedBy,
      @Nullable String railCode) {
    return new CheckStatusData(
        status,
        reference,
        amount.minorUnits(),
        amount.formatted(),
        amount.currency().getCurrencyCode(),
        updatedAt.toString(),
        expectedBy,
        railCode);
  }
}
