package io.mcp2p.payment;

import java.util.Objects;

/**
 * Who is to receive the money.
 *
 * @param identifier what the rail knows the payee by, in its normal form and in clear: a CLABE, a
 *     Pix key. For policies; never printed, never stored with the payment.
 * @param masked how people and listings see the payee: name shortened, account masked
 * @param destination where the money goes, in clear and with all that the rail is told of it. What
 *     it is on the second turn must be what it was on the first; only a keyed hash is kept
 * @since 0.1
 */
public record Payee(String identifier, String masked, String destination) {
  /** Checks that all are there. */
  public Payee {
    Objects.requireNonNull(identifier, "identifier");
    Objects.requireNonNull(masked, "masked");
    Objects.requireNonNull(destination, "destination");
  }

  /** A payee whose identifier is all that the rail is told. */
  public Payee(String identifier, String masked) {
    this(identifier, masked, identifier);
  }

  /** Shortens a name for {@link #masked()}: {@code J*** P***}. */
  public static String initials(String name) {
    var shortened = new StringBuilder(2 * name.length());
    for (int i = 0, c, before = ' '; i < name.length(); i += Character.charCount(c), before = c) {
      c = name.codePointAt(i);
      if (isSpace(c)) {
        shortened.appendCodePoint(c);
      } else if (isSpace(before)) {
        shortened.appendCodePoint(c).append("***");
      }
    }
    return shortened.toString();
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  @Override
  public String toString() {
    return masked;
  }
}
