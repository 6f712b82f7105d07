package io.mcp2p.pse;

import static java.util.Objects.requireNonNull;

/**
 * An institution that payouts can reach: a bank, a cooperative, a wallet.
 *
 * @param code its ACH code (compensation code), three digits, such as {@code 007}
 * @param name its name, for people: 1 to 60 characters, no control characters, no white space at
 *     the ends
 * @since 0.1
 */
public record PseBank(String code, String name) {
  private static final int MAX_NAME = 60;

  /**
   * Checks both components.
   *
   * @throws IllegalArgumentException if one is malformed; the message says which
   */
  public PseBank {
    requireNonNull(code, "code");
    requireNonNull(name, "name");
    if (code.length() != 3 || !PseBanks.isCode(code)) {
      throw new IllegalArgumentException("code: three digits expected, not " + code);
    }
    if (name.isEmpty()
        || name.length() > MAX_NAME
        || !name.equals(name.strip())
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "name of bank " + code + ": 1 to " + MAX_NAME + " printable characters, trimmed");
    }
  }

  /**
   * Returns the form in which PSE's bank list and most providers write the code: four digits, a 1
   * and the three. Observed of every institution in use, not promised by a rule.
   */
  public String pseCode() {
    return "1" + code;
  }
}
