package io.mcp2p.spei;

import io.mcp2p.payment.Money;
import java.time.LocalDate;

/**
 * One transfer, as SPEI takes it. Texts are folded to what the rail carries, see {@link
 * io.mcp2p.rail.PlainText}.
 *
 * @param trackingKey clave de rastreo, ours; with the operating date the rail's duplicate guard
 * @param operatingDate fecha de operación that the tracking key is bound to
 * @param clabe the payee's account
 * @param bank the payee's bank
 * @param amount Mexican pesos, in centavos
 * @param concept concepto de pago, 1 to 40 characters
 * @param recipientName nombre del beneficiario, 1 to 40 characters
 * @since 0.1
 */
public record SpeiTransfer(
    String trackingKey,
    LocalDate operatingDate,
    Clabe clabe,
    SpeiBank bank,
    Money amount,
    String concept,
    String recipientName) {

  @Override
  public String toString() {
    return "SpeiTransfer[" + trackingKey + ", " + amount + " to " + clabe + "]";
  }
}
