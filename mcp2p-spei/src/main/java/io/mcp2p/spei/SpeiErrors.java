package io.mcp2p.spei;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import java.util.Map;

/** The rail's own refusals and texts. */
final class SpeiErrors {
  private static final ErrorCode UNKNOWN_BANK = ErrorCode.of("SPEI_UNKNOWN_BANK");
  private static final ErrorCode NOT_FOUND = ErrorCode.of("SPEI_TRANSACTION_NOT_FOUND");
  private static final ErrorCode NOT_REFUNDABLE = ErrorCode.of("SPEI_NOT_REFUNDABLE");

  static Refusal unknownBank(Clabe clabe) {
    return Refusal.of(UNKNOWN_BANK, text("unknownBank", Map.of("prefix", clabe.bankCode())))
        .field("clabe")
        .nextTool("spei_list_banks");
  }

  static Refusal notFound() {
    return Refusal.of(NOT_FOUND, text("notFound", Map.of()))
        .field("trackingKey")
        .nextTool("payments_list");
  }

  /** {@code why} is a key below {@code notRefundable}. */
  static Refusal notRefundable(String why) {
    return Refusal.of(NOT_REFUNDABLE, text("notRefundable." + why, Map.of())).field("trackingKey");
  }

  static Text text(String key, Map<String, ?> arguments) {
    return Text.of("io.mcp2p.spei.messages", SpeiErrors.class, key, arguments);
  }

  private SpeiErrors() {}
}
