package io.mcp2p;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import java.time.Duration;
import java.util.Currency;
import java.util.Map;

/** The texts of the core itself. */
final class CoreText {
  static final String BUNDLE = "io.mcp2p.messages";

  static Text of(String key) {
    return of(key, Map.of());
  }

  static Text of(String key, Map<String, ?> arguments) {
    return Text.of(BUNDLE, CoreText.class, key, arguments);
  }

  /** Refuses for now what was done too often. */
  static Refusal tooOften(String key, Duration wait) {
    long seconds = wait.plusSeconds(1).minusNanos(1).toSeconds();
    return Refusal.of(ErrorCode.RATE_LIMITED, of(key)).with("retryAfterSeconds", seconds);
  }

  static Refusal noLimit(Currency currency) {
    var text = of("limit.none", Map.of("currency", currency.getCurrencyCode()));
    return Refusal.of(ErrorCode.LIMIT_EXCEEDED, text).with("rule", "noLimit");
  }

  private CoreText() {}
}
