package io.mcp2p.pse;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import java.util.Map;

/** The rail's own refusals and texts. */
final class PseErrors {
  static final String BUNDLE = "io.mcp2p.pse.messages";
  static final String INVALID_RECIPIENT_ID = "PSE_INVALID_RECIPIENT_ID";
  static final String INVALID_BANK_CODE = "PSE_INVALID_BANK_CODE";

  private static final ErrorCode UNKNOWN_BENEFICIARY = ErrorCode.of("PSE_UNKNOWN_BENEFICIARY");
  private static final ErrorCode NOT_FOUND = ErrorCode.of("PSE_TRANSACTION_NOT_FOUND");
  private static final ErrorCode NOT_REFUNDABLE = ErrorCode.of("PSE_NOT_REFUNDABLE");

  /** {@code code} has the form of a code and names no institution. */
  static Refusal unknownBank(String code) {
    return Refusal.of(ErrorCode.of(INVALID_BANK_CODE), text("bank.unknown", Map.of("code", code)))
        .field("bankCode")
        .nextTool("pse_list_banks");
  }

  static Refusal unknownBeneficiary(PseBank bank) {
    return Refusal.of(UNKNOWN_BENEFICIARY, text("beneficiary.unknown", Map.of("bank", bank.name())))
        .field("recipientId");
  }

  /** A model that leaves out the two zeros of the centavos is the likeliest cause. */
  static Refusal centavos(Money amount) {
    long inPesos = amount.minorUnits() * 100;
    return Refusal.of(
            ErrorCode.INVALID_AMOUNT,
            inPesos > SendPaymentTool.MAX_CENTAVOS
                ? text("amount.centavos", Map.of("money", amount.formatted()))
                : text(
                    "amount.centavosOrPesos",
                    Map.of(
                        "money",
                        amount.formatted(),
                        "pesos",
                        Money.cop(inPesos).formatted(),
                        "minorUnits",
                        inPesos)))
        .field("amount");
  }

  static Refusal notFound() {
    return Refusal.of(NOT_FOUND, text("notFound", Map.of()))
        .field("referenceNumber")
        .nextTool("payments_list");
  }

  /** {@code why} is a key below {@code notRefundable}. */
  static Refusal notRefundable(String why) {
    return Refusal.of(NOT_REFUNDABLE, text("notRefundable." + why, Map.of()))
        .field("referenceNumber");
  }

  static Text text(String key, Map<String, ?> arguments) {
    return Text.of(BUNDLE, PseErrors.class, key, arguments);
  }

  private PseErrors() {}
}
