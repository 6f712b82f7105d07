package io.mcp2p.spei;

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
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sends a transfer. */
record SendPaymentTool(SpeiRail rail) implements PaymentTool<SendPaymentInput, SendPaymentData> {
  /** Twelve digits and two decimals, the most that the rail's field takes. */
  static final long MAX_CENTAVOS = 999_999_999_999_99L;

  /**
   * The most characters of a concept (conceptoPago) in a payment between third parties, and of a
   * name (nombreBeneficiario, nombreOrdenante) at STP (stpmex-python issues 9 and 29).
   */
  static final int MAX_TEXT = 40;

  private static final String OPERATING_DATE = "operatingDate";

  @Override
  public ToolSpec<SendPaymentInput, SendPaymentData> spec() {
    return ToolSpec.writing(
        "spei_send_payment",
        SendPaymentInput.class,
        SendPaymentData.class,
        Scope.PAYMENTS_WRITE,
        "Send a SPEI transfer",
        "Sends Mexican pesos to a CLABE. Two turns: the first call sends the person a code"
            + " and pays nothing; the second, same arguments plus verificationCode, pays. A settled"
            + " transfer cannot be pulled back. On pending, call spei_check_status; never pay"
            + " again.");
  }

  @Override
  public Answer<Plan> prepare(SendPaymentInput input, ToolCall call) {
    var clabe = Clabe.of(input.clabe());
    var bank = rail.banks().ofClabe(clabe);
    if (bank.isEmpty()) {
      return Answer.refused(SpeiErrors.unknownBank(clabe));
    }
    var concept = PlainText.of(input.concept(), MAX_TEXT);
    if (concept instanceof PlainText.Refused refused) {
      return Answer.refused(refused.refusal("concept"));
    }
    var recipientName = PlainText.of(input.recipientName(), MAX_TEXT);
    if (recipientName instanceof PlainText.Refused refused) {
      return Answer.refused(refused.refusal("recipientName"));
    }
    var transfer =
        new SpeiTransfer(
            rail.mintTrackingKey(),
            rail.operatingDates().at(call.now()),
            clabe,
            bank.get(),
            Money.mxn(input.amount()),
            ((PlainText.Accepted) concept).text(),
            ((PlainText.Accepted) recipientName).text());
    return Answer.of(
        new Order(
            operation(transfer),
            transfer.trackingKey(),
            Map.of(OPERATING_DATE, transfer.operatingDate().toString()),
            List.of(),
            () -> rail.connector().send(transfer)));
  }

  private static PaymentOperation operation(SpeiTransfer transfer) {
    var account = transfer.clabe().masked();
    var bank = transfer.bank().name();
    var payee = String.join(" · ", Payee.initials(transfer.recipientName()), bank, account);
    return PaymentOperation.payment(
        SpeiRail.NAME,
        transfer.amount(),
        new Payee(transfer.clabe().value(), payee),
        SpeiErrors.text(
            "summary.payment",
            Map.of(
                "amount", transfer.amount().formatted(),
                "name", PlainText.unquoted(transfer.recipientName()),
                "bank", bank,
                "clabe", account,
                "concept", PlainText.unquoted(transfer.concept()))));
  }

  @Override
  public PaymentOutcome find(Payment payment) throws Exception {
    return rail.connector().find(payment.claimedReference(), operatingDate(payment));
  }

  private static LocalDate operatingDate(Payment payment) {
    return LocalDate.parse(
        Objects.requireNonNull(payment.facts().get(OPERATING_DATE), OPERATING_DATE));
  }

  @Override
  public SendPaymentData data(Payment payment) {
    var settledAt = payment.settledAt();
    return new SendPaymentData(
        payment.reference(),
        operatingDate(payment).toString(),
        settledAt == null ? null : settledAt.toString());
  }

  @Override
  public String statusTool() {
    return CheckStatusTool.NAME;
  }

  @Override
  public Text reason(String railCode) {
    return SpeiRail.reason(railCode);
  }
}
