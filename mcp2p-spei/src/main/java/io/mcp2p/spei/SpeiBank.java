package io.mcp2p.spei;

import static java.util.Objects.requireNonNull;

/**
 * A participant of SPEI that holds accounts: a bank, a broker or another institution.
 *
 * <p>In every row of clabe-python's table (98 in March 2026) the Banxico code ends with the CLABE
 * prefix. That is observed, not promised by a rule, and therefore not enforced here.
 *
 * @param clabePrefix the three digits that open the CLABEs of this participant (ABM code), such as
 *     {@code 014}
 * @param banxicoCode its code at Banxico, such as {@code 40014}: five digits, or four for Banxico
 *     itself ({@code 2001}); orders name the institution by it
 * @param name its short name, for people: 1 to 60 characters, no control characters, no white space
 *     at the ends
 * @since 0.1
 */
public record SpeiBank(String clabePrefix, String banxicoCode, String name) {
  private static final int MAX_NAME = 60;

  /**
   * Checks the three components.
   *
   * @throws IllegalArgumentException if one is malformed; the message says which
   */
  public SpeiBank {
    requireDigits("clabePrefix", clabePrefix, 3, 3);
    requireDigits("banxicoCode", banxicoCode, 4, 5);
    requireNonNull(name, "name");
    if (name.isEmpty() || name.length() > MAX_NAME || !isTrimmedAndPrintable(name)) {
      throw new IllegalArgumentException(
          "name of bank " + clabePrefix + ": 1 to " + MAX_NAME + " printable characters, trimmed");
    }
  }

  static void requireDigits(String what, String value, int min, int max) {
    requireNonNull(value, what);
    if (value.length() < min || value.length() > max || !isDigits(value)) {
      throw new IllegalArgumentException(
          what + ": " + (min == max ? min : min + " to " + max) + " digits expected, not " + value);
    }
  }

  // Loops rather than streams: the bundled catalogue makes a hundred banks while a server starts,
  // and the first lambdas of a process would cost ten times as much as all the checks.
  private static boolean isDigits(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isTrimmedAndPrintable(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Character.isISOControl(name.charAt(i))) {
        return false;
      }
    }
    return name.equals(name.strip());
  }
}
