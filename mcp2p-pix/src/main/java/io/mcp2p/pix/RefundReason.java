package io.mcp2p.pix;

/**
 * Why the money of a Pix should go back.
 *
 * @since 0.1
 */
public enum RefundReason {
  /** The payer was deceived, or it was not the payer who paid. */
  FRAUD,
  /** A system of a bank or provider failed, and paid twice, say; not a mistake of the payer's. */
  OPERATIONAL_FAULT,
  /** Anything else: a return, a cancelled order, a wrong key. */
  CUSTOMER_REQUEST
}
