package io.mcp2p.payment;

import java.util.Objects;

/**
 * Who is to receive the money.
 *
 * @param identifier what the rail knows the payee by, in its normal form and in clear: a CLABE, a
 *     Pix key. For policies; never printed, never stored with the payment.
 * @param masked how people and listings see the payee: name shortened, account masked
 * @since 0.1
 */
public record Payee(String identifier, String masked) {

  /** Checks that both are there. */
  public Payee {
    Objects.requireNonNull(identifier, "identifier");
    Objects.requireNonNull(masked, "masked");
  }

  @Override
  public String toString() {
    return masked;
  }
}
