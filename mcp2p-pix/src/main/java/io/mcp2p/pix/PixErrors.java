package io.mcp2p.pix;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import java.util.Map;

/** The rail's own refusals and texts. */
final class PixErrors {
  private static final ErrorCode INVALID_KEY = ErrorCode.of("PIX_INVALID_KEY");
  private static final ErrorCode AMBIGUOUS_KEY = ErrorCode.of("PIX_AMBIGUOUS_KEY");
  private static final ErrorCode INVALID_BRCODE = ErrorCode.of("PIX_INVALID_BRCODE");
  private static final ErrorCode NOT_FOUND = ErrorCode.of("PIX_TRANSACTION_NOT_FOUND");
  private static final ErrorCode NOT_REFUNDABLE = ErrorCode.of("PIX_NOT_REFUNDABLE");
  private static final ErrorCode EXCEEDS = ErrorCode.of("PIX_REFUND_EXCEEDS_ORIGINAL");

  static Refusal key(PixKey.Problem problem) {
    var code = problem == PixKey.Problem.AMBIGUOUS ? AMBIGUOUS_KEY : INVALID_KEY;
    var refusal = Refusal.of(code, text("key." + problem, Map.of())).field("pixKey");
    return problem == PixKey.Problem.BR_CODE ? refusal.nextTool(DecodeBrcodeTool.NAME) : refusal;
  }

  static Refusal brCode(BrCode.Problem problem) {
    return Refusal.of(INVALID_BRCODE, text("brcode." + problem, Map.of())).field("brcode");
  }

  static Refusal notFound() {
    return Refusal.of(NOT_FOUND, text("notFound", Map.of()))
        .field("e2eId")
        .nextTool("payments_list");
  }

  /** {@code why} is a key below {@code notRefundable}. */
  static Refusal notRefundable(String why, Map<String, ?> arguments) {
    return Refusal.of(NOT_REFUNDABLE, text("notRefundable." + why, arguments)).field("e2eId");
  }

  static Refusal exceeds(Money original, Money left) {
    return Refusal.of(
            EXCEEDS,
            text("exceeds", Map.of("original", original.formatted(), "left", left.formatted())))
        .field("amount");
  }

  static Text text(String key, Map<String, ?> arguments) {
    return Text.of("io.mcp2p.pix.messages", PixErrors.class, key, arguments);
  }

  private PixErrors() {}
}
