package io.mcp2p.audit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one line of every call. Implementations are thread-safe. What they throw is logged and does
 * not change the answer: by then the call has had its effect.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface AuditLog {

  /** Keeps one entry. */
  void record(AuditEntry entry);

  /** Returns an audit log that keeps each entry here and there; neither hinders the other. */
  default AuditLog and(AuditLog other) {
    return entry -> {
      try {
        record(entry);
      } finally {
        other.record(entry);
      }
    };
  }

  /** Returns an audit log that writes one line a call to the SLF4J logger {@code mcp2p.audit}. */
  static AuditLog slf4j() {
    return Slf4jAuditLog.INSTANCE;
  }
}

enum Slf4jAuditLog implements AuditLog {
  INSTANCE;

  private static final Logger LOG = LoggerFactory.getLogger("mcp2p.audit");

  @Override
  public void record(AuditEntry entry) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    var line = new StringBuilder(400);
    add(line, "at", entry.at().toString());
    add(line, "call", entry.correlationId());
    add(line, "mode", entry.mode().wire());
    add(line, "caller", entry.caller());
    add(line, "tool", entry.tool());
    add(line, "outcome", entry.outcome());
    add(line, "payment", entry.paymentId());
    add(line, "reference", entry.reference());
    add(line, "amount", entry.amount());
    add(line, "payee", entry.payee());
    line.append("ms=").append(entry.took().toMillis());
    LOG.info(line.toString());
  }

  private static void add(StringBuilder line, String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    line.append(name).append('=');
    // A caller's id is the host's text: nothing in it may forge another line or another field.
    if (isPlain(value)) {
      line.append(value);
    } else {
      line.append('"');
      for (int i = 0, c; i < value.length(); i += Character.charCount(c)) {
        c = value.codePointAt(i);
        line.appendCodePoint(isSafe(c) ? c : '?');
      }
      line.append('"');
    }
    line.append(' ');
  }

  /** No control, nothing that cannot be seen, turns the line around or ends it for some readers. */
  private static boolean isSafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> c != '"' && c != '\\';
    };
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 127 || c == '"' || c == '=') {
        return false;
      }
    }
    return true;
  }
}
