package io.mcp2p.examples.gateway;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import io.mcp2p.tool.Answer;
import java.util.Map;
import java.util.Optional;

/** The gateway's own words and refusals, in English, Spanish and Portuguese. */
final class GatewayText {
  static final String BUNDLE = "io.mcp2p.examples.gateway.messages";

  static Text of(String key) {
    return of(key, Map.of());
  }

  static Text of(String key, Map<String, ?> arguments) {
    return Text.of(BUNDLE, GatewayText.class, key, arguments);
  }

  /** Refuses with {@code GATEWAY_…}, whose text stands under the code. */
  static <T> Answer<T> refused(String code, String field, Map<String, ?> arguments) {
    return Answer.refused(Refusal.of(ErrorCode.of(code), of(code, arguments)).field(field));
  }

  /** What was looked for, or {@code GATEWAY_NOT_FOUND}. */
  static <T> Answer<T> found(Optional<T> looked, String field) {
    return looked.<Answer<T>>map(Answer::of).orElseGet(() -> notFound(field));
  }

  /** Of nothing and of what another merchant has, the same is said. */
  static <T> Answer<T> notFound(String field) {
    return refused("GATEWAY_NOT_FOUND", field, Map.of("field", field));
  }

  private GatewayText() {}
}
