package io.mcp2p.tck;

/**
 * What a connector asks of a bank.
 *
 * @since 0.1
 */
public enum BankCall {
  /** To pay. */
  PAYMENT,
  /** To ask a payment back or, on PIX, to give one back. */
  REFUND,
  /** To say what became of a payment or of a refund. */
  LOOK_UP
}
