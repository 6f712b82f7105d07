package io.mcp2p.approval;

import java.util.Locale;

/**
 * Why a person declined. One of these and no words of the person's own: they go to an agent, and
 * into the history of the payment.
 *
 * @since 0.1
 */
public enum DeclineReason {
  /** The person gave none. */
  NONE,
  /** The person did not ask for this payment. */
  NOT_ASKED_FOR,
  /** The amount is not the one the person meant. */
  WRONG_AMOUNT,
  /** The payee is not the one the person meant. */
  WRONG_PAYEE,
  /** Not now. */
  NOT_NOW;

  /** Returns the reason as it stands on the wire, {@code wrong_amount}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
