package io.mcp2p.payment;

import java.util.Objects;
import java.util.regex.Pattern;

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
  private static final Pattern WORD = Pattern.compile("(\\S)\\S*");

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
    return WORD.matcher(name).replaceAll("$1***");
  }

  @Override
  public String toString() {
    return masked;
  }
}
