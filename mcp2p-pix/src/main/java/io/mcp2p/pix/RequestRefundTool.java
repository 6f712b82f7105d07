package io.mcp2p.pix;

import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.payment.Text;
import io.mcp2p.rail.KnownTransfer;
import io.mcp2p.rail.NamedTransfer;
import io.mcp2p.rail.Standing;
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

/**
 * Gives back a Pix that was received (devolução). One that was sent only its payee can give back,
 * so for that there is advice: see {@link SentPix}.
 */
record RequestRefundTool(PixRail rail)
    implements PaymentTool<RequestRefundInput, RequestRefundData> {

  @Override
  public ToolSpec<RequestRefundInput, RequestRefundData> spec() {
    return ToolSpec.writing(
        "pix_request_refund",
        RequestRefundInput.class,
        RequestRefundData.class,
        Scope.PAYMENTS_WRITE,
        "Give a received Pix back",
        "Gives back, partly or wholly, a Pix that was received, for up to 90 days. Two turns, like a"
            + " payment. A Pix that was sent only its payee can give back: then nothing is filed,"
            + " and the answer says who must act and until when.");
  }

  @Override
  public Answer<Plan> prepare(RequestRefundInput input, ToolCall call) {
    return NamedTransfer.find(call, PixRail.NAME, input.e2eId(), rail.connector()::findOther)
        .map(it -> prepare(it, input, call))
        .orElseGet(() -> Answer.refused(PixErrors.notFound()));
  }

  private Answer<Plan> prepare(NamedTransfer transfer, RequestRefundInput input, ToolCall call) {
    boolean sent = transfer.direction() == KnownTransfer.Direction.SENT;
    var settledAt = transfer.settledAt();
    if (settledAt == null) {
      return Answer.refused(PixErrors.notRefundable(obstacle(transfer.standing(), sent), Map.of()));
    }
    if (!sent) {
      return giveBack(transfer, settledAt, input, call);
    }
    var payment = transfer.payment();
    var id = payment == null ? null : payment.knownAs();
    return new SentPix(id == null ? input.e2eId() : id, transfer.amount(), settledAt)
        .advise(input, call.now());
  }

  private Answer<Plan> giveBack(
      NamedTransfer transfer, Instant receivedAt, RequestRefundInput input, ToolCall call) {
    var id = input.e2eId();
    if (call.now().isAfter(rail.connector().refundableUntil(id, receivedAt))) {
      return Answer.refused(PixErrors.notRefundable("tooOld", Map.of()));
    }
    long given =
        call.payments().refundsOf(PixRail.NAME, id).stream()
            .filter(it -> it.state().countsForLimits())
            .mapToLong(it -> it.amount().minorUnits())
            .sum();
    var left = Money.brl(Math.max(transfer.amount().minorUnits() - given, 0));
    if (input.amount() == null && left.minorUnits() == 0) {
      return Answer.refused(PixErrors.notRefundable("givenBack", Map.of()));
    }
    var amount = input.amount() == null ? left : Money.brl(input.amount());
    return amount.minorUnits() > left.minorUnits()
        ? Answer.refused(PixErrors.exceeds(transfer.amount(), left))
        : Answer.of(order(transfer, amount, input));
  }

  private Order order(NamedTransfer transfer, Money amount, RequestRefundInput input) {
    var id = input.e2eId();
    var request = new PixRefundRequest(PixRail.mintReference(), id, amount, input.reason());
    var summary =
        PixErrors.text(
            "summary.refund",
            Map.of(
                "amount", amount.formatted(),
                "original", transfer.amount().formatted(),
                "payer", transfer.payee(),
                "e2eId", id,
                "reason", PixErrors.text("reason." + input.reason(), Map.of())));
    // Refunds that are approved at the same time count too, and so do those of other callers.
    var all = Limit.ofRefunds(String.join(":", PixRail.NAME, id), amount, transfer.amount());
    return new Order(
        PaymentOperation.refund(PixRail.NAME, id, amount, new Payee(id, transfer.payee()), summary),
        request.reference(),
        Map.of(),
        List.of(all),
        () -> rail.connector().requestRefund(request));
  }

  private static String obstacle(Standing standing, boolean sent) {
    return switch (standing) {
      case RETURNED -> sent ? "returned" : "givenBack";
      case PENDING -> "pending";
      default -> "notPaid";
    };
  }

  @Override
  public PaymentOutcome find(Payment payment) throws Exception {
    return rail.connector()
        .findRefund(
            Objects.requireNonNull(payment.refundOf(), "a refund names what it refunds"),
            payment.claimedReference());
  }

  @Override
  public RequestRefundData data(Payment payment) {
    return RequestRefundData.of(payment);
  }

  @Override
  public String status(PaymentState state) {
    return state == PaymentState.SETTLED ? "refunded" : state.wire();
  }

  @Override
  public String statusTool() {
    return "payments_get";
  }

  @Override
  public Text reason(String railCode) {
    return PixRail.reason(railCode);
  }
}
