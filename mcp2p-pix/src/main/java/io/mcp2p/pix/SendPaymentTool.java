package io.mcp2p.pix;

import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.payment.Text;
import io.mcp2p.rail.PlainText;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Order;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.Plan;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends a Pix. */
record SendPaymentTool(PixRail rail) implements PaymentTool<SendPaymentInput, SendPaymentData> {
  /** Ten digits and two decimals, the most that the rail's field takes (API Pix). */
  static final long MAX_CENTAVOS = 9_999_999_999_99L;

  /** The most characters that the payee gets to read (API Pix, infoPagador). */
  static final int MAX_DESCRIPTION = 140;

  @Override
  public ToolSpec<SendPaymentInput, SendPaymentData> spec() {
    return ToolSpec.writing(
        "pix_send_payment",
        SendPaymentInput.class,
        SendPaymentData.class,
        Scope.PAYMENTS_WRITE,
        "Send a Pix",
        "Sends Brazilian reais to a Pix key. Two turns: the first call sends the person a code and"
            + " pays nothing; the second, same arguments plus verificationCode, pays. A settled Pix"
            + " cannot be pulled back. On pending, call pix_check_status; never pay again.");
  }

  @Override
  public Answer<Plan> prepare(SendPaymentInput input, ToolCall call) {
    var reading = PixKey.read(input.pixKey());
    if (!(reading instanceof PixKey.Reading.Found found)) {
      return Answer.refused(PixErrors.key(((PixKey.Reading.Not) reading).problem()));
    }
    String description = null;
    if (input.description() != null) {
      var text = PlainText.of(input.description(), MAX_DESCRIPTION);
      if (text instanceof PlainText.Refused refused) {
        return Answer.refused(refused.refusal("description"));
      }
      description = ((PlainText.Accepted) text).text();
    }
    var transfer =
        new PixTransfer(
            PixRail.mintReference(), found.key(), Money.brl(input.amount()), description);
    return Answer.of(
        new Order(
            operation(transfer),
            transfer.reference(),
            Map.of(),
            List.of(),
            () -> rail.connector().send(transfer)));
  }

  private static PaymentOperation operation(PixTransfer transfer) {
    var key = transfer.key();
    return PaymentOperation.payment(
        PixRail.NAME,
        transfer.amount(),
        new Payee(key.value(), key.type() + " " + key.masked()),
        summary(transfer, transfer.description()));
  }

  private static Text summary(PixTransfer transfer, @Nullable String description) {
    var key = transfer.key();
    var arguments = new HashMap<String, Object>();
    arguments.put("amount", transfer.amount().formatted());
    arguments.put("type", PixErrors.text("type." + key.type(), Map.of()));
    arguments.put("key", key.masked());
    if (description == null) {
      return PixErrors.text("summary.payment", arguments);
    }
    // A quotation mark of its own would end it, and what follows would look like ours.
    arguments.put("description", PlainText.unquoted(description));
    return PixErrors.text("summary.paymentFor", arguments);
  }

  @Override
  public PaymentOutcome find(Payment payment) throws Exception {
    return rail.connector().find(payment.claimedReference());
  }

  @Override
  public SendPaymentData data(Payment payment) {
    var settledAt = payment.settledAt();
    return new SendPaymentData(
        payment.railId(), payment.reference(), settledAt == null ? null : settledAt.toString());
  }

  @Override
  public String statusTool() {
    return CheckStatusTool.NAME;
  }

  @Override
  public Text reason(String railCode) {
    return PixRail.reason(railCode);
  }
}
