package io.mcp2p.payment;

/**
 * Names one payment, or one refund, of this server: {@code pay_test_4T6K…}. Not a secret, and of no
 * use to another caller: whatever is looked up is looked up for the one who asks.
 *
 * @param value {@code pay_}, the mode, {@code _}, and 8 to 40 letters or digits
 * @since 0.1
 */
public record PaymentId(String value) {
  private static final int LENGTH_OF_PREFIX = "pay_test_".length();

  /**
   * @throws IllegalArgumentException if {@code value} has another form
   */
  public PaymentId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("no payment id: it is pay_test_… or pay_live_…");
    }
  }

  /** Tells whether {@code value} has the form of a payment id. */
  public static boolean isValid(String value) {
    int length = value.length() - LENGTH_OF_PREFIX;
    if (length < 8
        || length > 40
        || !(value.startsWith("pay_test_") || value.startsWith("pay_live_"))) {
      return false;
    }
    for (int i = LENGTH_OF_PREFIX; i < value.length(); i++) {
      if (!isLetterOrDigit(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /** As a record's own, which takes several times as long; ledgers look payments up by it. */
  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
