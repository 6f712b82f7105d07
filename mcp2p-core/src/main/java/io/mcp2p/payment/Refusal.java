package io.mcp2p.payment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Why a call was refused, in a form that a model can act on and a person can read. A value, never
 * thrown. Immutable.
 *
 * @param code the stable name
 * @param message one or two sentences; no secret, no code, no full account or phone number
 * @param details what the client may want as data: {@code field}, {@code rule}, {@code nextTool}, …
 * @since 0.1
 */
public record Refusal(ErrorCode code, Text message, Map<String, Object> details) {

  /** Copies {@code details}. */
  public Refusal {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** Returns a refusal without details. */
  public static Refusal of(ErrorCode code, Text message) {
    return new Refusal(code, message, Map.of());
  }

  /** Returns a copy with one more detail. */
  public Refusal with(String detail, Object value) {
    var more = new LinkedHashMap<>(details);
    more.put(detail, value);
    return new Refusal(code, message, more);
  }

  /** Returns a copy that names the argument at fault. */
  public Refusal field(String name) {
    return with("field", name);
  }

  /** Returns a copy that names the tool to call next. */
  public Refusal nextTool(String name) {
    return with("nextTool", name);
  }
}
