package io.mcp2p.spei;

import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.PaymentOperation.Kind;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.payment.Text;
import io.mcp2p.rail.KnownTransfer;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Order;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.Plan;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Asks for the money of a settled transfer. Whether it comes back is for its receiver to say. */
record RequestRefundTool(SpeiRail rail)
    implements PaymentTool<RequestRefundInput, RequestRefundData> {

  @Override
  public ToolSpec<RequestRefundInput, RequestRefundData> spec() {
    return ToolSpec.writing(
        "spei_request_refund",
        RequestRefundInput.class,
        RequestRefundData.class,
        Scope.PAYMENTS_WRITE,
        "Ask for a SPEI transfer back",
        "Has the bank ask the receiver of a settled transfer for the money. A request, not a"
            + " reversal: the receiver decides, perhaps partially, with no deadline. Two turns, like"
            + " a payment. spei_check_status shows returned if it comes back.");
  }

  @Override
  public Answer<Plan> prepare(RequestRefundInput input, ToolCall call) {
    var asked = input.trackingKey();
    var own = call.payments().find(SpeiRail.NAME, asked).filter(it -> it.kind() == Kind.PAYMENT);
    var other =
        own.isPresent()
            ? Optional.<KnownTransfer>empty()
            : rail.connector().findOther(call.caller(), asked);
    if (own.isEmpty() && other.isEmpty()) {
      return Answer.refused(SpeiErrors.notFound());
    }
    // A bank's own id may lead to the payment as well; requests are counted under ours.
    var key = own.map(SendPaymentTool::reference).orElse(asked);
    var obstacle = own.map(it -> obstacle(it.state())).orElseGet(() -> obstacle(other));
    if (!rail.connector().takesRefundRequests()) {
      obstacle = "noChannel";
    } else if (obstacle.isEmpty()
        && call.payments().refundsOf(SpeiRail.NAME, key).stream()
            .anyMatch(it -> it.state().countsForLimits())) {
      obstacle = "asked";
    }
    if (!obstacle.isEmpty()) {
      return Answer.refused(SpeiErrors.notRefundable(obstacle));
    }
    var amount = own.map(Payment::amount).orElseGet(() -> other.orElseThrow().amount());
    var payee = own.map(Payment::payee).orElseGet(() -> other.orElseThrow().payee());
    var request = new SpeiRefundRequest(rail.mintTrackingKey(), key, amount, input.reason());
    return Answer.of(order(request, payee, call.caller().id()));
  }

  private Order order(SpeiRefundRequest request, String payee, String caller) {
    var key = request.trackingKey();
    var amount = request.amount();
    var summary =
        SpeiErrors.text(
            "summary.refund",
            Map.of("amount", amount.formatted(), "payee", payee, "trackingKey", key));
    // Of two requests for one transfer that are approved at the same time, one is counted.
    var once =
        new Limit(
            "refund",
            String.join(":", "refund", SpeiRail.NAME, key, caller),
            amount.minorUnits(),
            amount.minorUnits(),
            Instant.EPOCH,
            true);
    return new Order(
        PaymentOperation.refund(SpeiRail.NAME, key, amount, new Payee(key, payee), summary),
        request.refundTrackingKey(),
        Map.of(),
        List.of(once),
        () -> rail.connector().requestRefund(request));
  }

  private static String obstacle(PaymentState state) {
    return switch (state) {
      case SETTLED -> "";
      case RETURNED -> "returned";
      case REJECTED, FAILED -> "notPaid";
      default -> "pending";
    };
  }

  private static String obstacle(Optional<KnownTransfer> transfer) {
    var outcome = transfer.orElseThrow().outcome();
    if (outcome instanceof PaymentOutcome.Settled) {
      return "";
    }
    return outcome instanceof PaymentOutcome.Returned
        ? "returned"
        : outcome instanceof PaymentOutcome.Pending ? "pending" : "notPaid";
  }

  @Override
  public PaymentOutcome find(Payment payment) throws Exception {
    return rail.connector()
        .findRefund(
            new SpeiRefundRequest(
                SendPaymentTool.reference(payment),
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
    return Optional.of(SpeiErrors.text("refund.requested", Map.of()));
  }

  @Override
  public String statusTool() {
    return "payments_get";
  }

  @Override
  public Text reason(String railCode) {
    return SpeiRail.reason(railCode);
  }
}
