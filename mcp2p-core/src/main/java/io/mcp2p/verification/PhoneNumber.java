package io.mcp2p.verification;

import java.util.regex.Pattern;

/**
 * A phone number in E.164 form. It comes from the host's directory, never from a tool's arguments,
 * and prints masked.
 *
 * @param value {@code +} and 7 to 15 digits, the first not 0
 * @since 0.1
 */
public record PhoneNumber(String value) {
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

  /**
   * @throws IllegalArgumentException if {@code value} is not E.164; the message does not repeat it
   */
  public PhoneNumber {
    if (!E164.matcher(value).matches()) {
      throw new IllegalArgumentException("a phone number is + and 7 to 15 digits (E.164)");
    }
  }

  /** Returns the number with all but its last two digits hidden: {@code +**********78}. */
  public String masked() {
    int shown = 2;
    return "+" + "*".repeat(value.length() - 1 - shown) + value.substring(value.length() - shown);
  }

  @Override
  public String toString() {
    return masked();
  }
}
