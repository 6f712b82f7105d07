package io.mcp2p.pse;

import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.payment.Text;
import io.mcp2p.rail.NamedTransfer;
import io.mcp2p.rail.PlainText;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Order;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.Plan;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Records that the money of a settled payout is wanted back. Nothing on the rail can fetch it. */
record RequestRefundTool(PseRail rail)
    implements PaymentTool<RequestRefundInput, RequestRefundData> {
  private static final int MAX_REASON = 200;

  @Override
  public ToolSpec<RequestRefundInput, RequestRefundData> spec() {
    return ToolSpec.writing(
        "pse_request_refund",
        RequestRefundInput.class,
        RequestRefundData.class,
        Scope.PAYMENTS_WRITE,
        "Ask for a payout in Colombia back",
        "Opens a case at the bank for the money of an approved payout. A request, not a reversal: no"
            + " bank pulls an ACH or Bre-B credit back, and the receiver decides, with no deadline."
            + " Two turns, like a payment. pse_check_status shows reversed if it comes back.");
  }

  @Override
  public Answer<Plan> prepare(RequestRefundInput input, ToolCall call) {
    var transfer =
        NamedTransfer.find(call, PseRail.NAME, input.referenceNumber(), rail.connector()::findOther)
            .orElse(null);
    if (transfer == null) {
      return Answer.refused(PseErrors.notFound());
    }
    var obstacle = obstacle(transfer, call);
    if (!obstacle.isEmpty()) {
      return Answer.refused(PseErrors.notRefundable(obstacle));
    }
    var reason = PlainText.of(input.reason(), MAX_REASON);
    if (reason instanceof PlainText.Refused refused) {
      return Answer.refused(refused.refusal("reason"));
    }
    // The bank's own id may lead to the payment as well; requests are counted under ours.
    var request =
        new PseRefundRequest(
            rail.mintReference(call.now()),
            transfer.reference(),
            transfer.amount(),
            ((PlainText.Accepted) reason).text());
    return Answer.of(order(request, transfer.payee(), call.caller().id()));
  }

  private String obstacle(NamedTransfer transfer, ToolCall call) {
    if (!rail.connector().takesRefundRequests()) {
      return "noChannel";
    }
    return switch (transfer.standing()) {
      case SETTLED -> isAsked(transfer, call) ? "asked" : "";
      case RETURNED -> "returned";
      case REJECTED -> "notPaid";
      case PENDING -> "pending";
    };
  }

  private static boolean isAsked(NamedTransfer transfer, ToolCall call) {
    return call.payments().refundsOf(PseRail.NAME, transfer.reference()).stream()
        .anyMatch(it -> it.state().countsForLimits());
  }

  private Order order(PseRefundRequest request, String payee, String caller) {
    var original = request.reference();
    var amount = request.amount();
    var summary =
        PseErrors.text(
            "summary.refund",
            Map.of(
                "amount",
                amount.formatted(),
                "payee",
                payee,
                "reference",
                original,
                "reason",
                PlainText.unquoted(request.reason())));
    // Of two requests for one payout that are approved at the same time, one is counted.
    var once = Limit.ofRefunds(String.join(":", PseRail.NAME, original, caller), amount, amount);
    return new Order(
        PaymentOperation.refund(
            PseRail.NAME, original, amount, new Payee(original, payee), summary),
        request.refundReference(),
        Map.of(),
        List.of(once),
        () -> rail.connector().requestRefund(request));
  }

  @Override
  public PaymentOutcome find(Payment payment) throws Exception {
    return rail.connector()
        .findRefund(
            new PseRefundRequest(
                payment.claimedReference(),
                Objects.requireNonNull(payment.refundOf(), "a refund names what it refunds"),
                payment.amount(),
                ""));
  }

  @Override
  public RequestRefundData data(Payment payment) {
    return new RequestRefundData(payment.refundOf(), payment.reference());
  }

  @Override
  public String status(PaymentState state) {
    return state == PaymentState.SETTLED ? "refund_requested" : state.wire();
  }

  @Override
  public Optional<Text> note(Payment payment) {
    return Optional.of(PseErrors.text("refund.requested", Map.of()));
  }

  @Override
  public String statusTool() {
    return "payments_get";
  }

  @Override
  public Text reason(String railCode) {
    return PseRail.reason(railCode);
  }
}
