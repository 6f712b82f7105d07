package io.mcp2p.spei;

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
            "Asks how a transfer that you sent stands: pending, settled, rejected (nothing was paid)"
                + " or returned (settled, then the money came back).")
        .reachingOut();
  }

  @Override
  public Answer<CheckStatusData> call(CheckStatusInput input, ToolCall call) {
    var key = input.trackingKey();
    var own = call.payments().find(SpeiRail.NAME, key).filter(it -> it.kind() == Kind.PAYMENT);
    if (own.isPresent()) {
      return Answer.of(status(key, call.payments().refreshed(own.get())));
    }
    return rail.connector()
        .findOther(call.caller(), key)
        .map(it -> Answer.of(status(key, it)))
        .orElseGet(() -> Answer.refused(SpeiErrors.notFound()));
  }

  private static CheckStatusData status(String key, Payment payment) {
    var status =
        switch (payment.state()) {
          case SETTLED -> "settled";
          case RETURNED -> "returned";
          case REJECTED, FAILED -> "rejected";
          default -> "pending";
        };
    var railCode = payment.facts().get(Payment.RAIL_CODE);
    return status(
        key,
        status,
        payment.amount(),
        payment.updatedAt(),
        railCode,
        payment.facts().get(SpeiConnector.CEP_URL));
  }

  private static CheckStatusData status(String key, KnownTransfer transfer) {
    var outcome = transfer.outcome();
    var status =
        outcome instanceof PaymentOutcome.Settled
            ? "settled"
            : outcome instanceof PaymentOutcome.Returned
                ? "returned"
                : outcome instanceof PaymentOutcome.Pending ? "pending" : "rejected";
    return status(key, status, transfer.amount(), transfer.updatedAt(), null, null);
  }

  private static CheckStatusData status(
      String key,
      String status,
      Money amount,
      Instant updatedAt,
      @Nullable String railCode,
      @Nullable String cepUrl) {
    return new CheckStatusData(
        status,
        key,
        amount.minorUnits(),
        amount.formatted(),
        amount.currency().getCurrencyCode(),
        updatedAt.toString(),
        railCode,
        cepUrl);
  }
}
