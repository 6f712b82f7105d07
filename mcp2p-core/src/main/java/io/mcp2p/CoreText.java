package io.mcp2p;

import io.mcp2p.payment.Text;
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

  private CoreText() {}
}
