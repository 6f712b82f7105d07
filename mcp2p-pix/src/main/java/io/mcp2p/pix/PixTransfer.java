package io.mcp2p.pix;

import io.mcp2p.payment.Money;
import org.jspecify.annotations.Nullable;

/**
 * One Pix to be sent.
 *
 * @param reference ours, 32 of {@code [0-9a-f]}: the provider's idempotency handle ({@code
 *     correlationID}, {@code idEnvio}), so never another one for the same payment
 * @param key the payee's key
 * @param amount Brazilian reais, in centavos
 * @param description what the payee reads, 1 to 140 characters of printable ASCII; null if nothing
 * @since 0.1
 */
public record PixTransfer(
    String reference, PixKey key, Money amount, @Nullable String description) {

  @Override
  public String toString() {
    return "PixTransfer[" + reference + ", " + amount + " to " + key + "]";
  }
}
