package io.mcp2p.pse;

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
import java.util.List;
import java.util.Map;

/** Sends a payout. */
record SendPaymentTool(PseRail rail) implements PaymentTool<SendPaymentInput, SendPaymentData> {
  /** COP 13,900,000,000.00, the most that any provider of payouts publishes (Kushki). */
  static final long MAX_CENTAVOS = 13_900_000_000_00L;

  /** The most characters of a concept in a credit over PSE (PlacetoPay). */
  static final int MAX_TEXT = 60;

  @Override
  public ToolSpec<SendPaymentInput, SendPaymentData> spec() {
    return ToolSpec.writing(
        "pse_send_payment",
        SendPaymentInput.class,
        SendPaymentData.class,
        Scope.PAYMENTS_WRITE,
        "Send a payout in Colombia",
        "Sends Colombian pesos to the account that the operator has on file for a recipient at a"
            + " bank: a payout over ACH or Bre-B, not a PSE checkout. Two turns: the first call"
            + " sends the person a code and pays nothing; the second, same arguments plus"
            + " verificationCode, pays. The rail accepts first and settles later, and nothing pulls"
            + " a settled payout back. On pending, call pse_check_status; never pay again.");
  }

  @Override
  public Answer<Plan> prepare(SendPaymentInput input, ToolCall call) {
    var recipient = RecipientId.of(input.recipientId());
    var amount = Money.cop(input.amount());
    var bank = rail.banks().find(input.bankCode());
    if (bank.isEmpty()) {
      return Answer.refused(PseErrors.unknownBank(input.bankCode()));
    }
    if (!rail.takesCentavos() && amount.minorUnits() % 100 != 0) {
      return Answer.refused(PseErrors.centavos(amount));
    }
    var description = PlainText.of(input.description(), MAX_TEXT);
    if (description instanceof PlainText.Refused refused) {
      return Answer.refused(refused.refusal("description"));
    }
    var beneficiary = rail.beneficiaries().find(call.caller(), recipient, bank.get());
    if (beneficiary.isEmpty()) {
      return Answer.refused(PseErrors.unknownBeneficiary(bank.get()));
    }
    var transfer =
        new PseTransfer(
            rail.mintReference(call.now()),
            recipient,
            bank.get(),
            beneficiary.get(),
            amount,
            ((PlainText.Accepted) description).text());
    return Answer.of(
        new Order(
            operation(transfer),
            transfer.reference(),
            Map.of(),
            List.of(),
            () -> rail.connector().send(transfer)));
  }

  /** The account is part of the payee, so that another one voids the code. */
  private static PaymentOperation operation(PseTransfer transfer) {
    var beneficiary = transfer.beneficiary();
    var recipient = transfer.recipient().masked();
    var bank = transfer.bank().name();
    var account = beneficiary.maskedAccount();
    var payee = String.join(" · ", Payee.initials(beneficiary.name()), recipient, bank, account);
    return PaymentOperation.payment(
        PseRail.NAME,
        transfer.amount(),
        new Payee(transfer.recipient().value(), payee, destination(transfer)),
        PseErrors.text(
            "summary.payment",
            Map.of(
                "amount", transfer.amount().formatted(),
                "name", beneficiary.name(),
                "recipient", recipient,
                "bank", bank,
                "accountType", PseErrors.text("account." + beneficiary.accountType(), Map.of()),
                "account", account,
                "description", PlainText.unquoted(transfer.description()))));
  }

  /** All that the provider is told of whom to pay; the e-mail only brings word of it. */
  private static String destination(PseTransfer transfer) {
    var beneficiary = transfer.beneficiary();
    return String.join(
        "\n",
        transfer.recipient().value(),
        transfer.bank().code(),
        beneficiary.accountType().name(),
        beneficiary.accountNumber(),
        beneficiary.name());
  }

  @Override
  public PaymentOutcome find(Payment payment) throws Exception {
    return rail.connector().find(payment.claimedReference());
  }

  @Override
  public SendPaymentData data(Payment payment) {
    var settledAt = payment.settledAt();
    return new SendPaymentData(
        payment.reference(),
        settledAt == null ? null : settledAt.toString(),
        rail.expectedBy(payment));
  }

  @Override
  public String statusTool() {
    return CheckStatusTool.NAME;
  }

  @Override
  public Text reason(String railCode) {
    return PseRail.reason(railCode);
  }
}
