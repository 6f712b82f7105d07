package io.mcp2p.pse;

import io.mcp2p.payment.Money;

/**
 * One payout, as a provider takes it.
 *
 * @param reference ours, 1 to 40 of {@code [A-Za-z0-9-]}: reference of the batch and of the payout
 *     in it, and idempotency key, all three the same
 * @param recipient who is paid; providers differ in whether they want a NIT's check digit
 * @param bank where the account is
 * @param beneficiary the account, from the host's directory
 * @param amount Colombian pesos, in centavos; whole pesos unless the rail is set otherwise
 * @param description 1 to 60 characters, folded, see {@link io.mcp2p.rail.PlainText}
 * @since 0.1
 */
public record PseTransfer(
    String reference,
    RecipientId recipient,
    PseBank bank,
    PseBeneficiary beneficiary,
    Money amount,
    String description) {

  @Override
  public String toString() {
    return "PseTransfer[" + reference + ", " + amount + " to " + recipient + "]";
  }
}
