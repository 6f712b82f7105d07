package io.mcp2p;

import java.io.Serial;

/**
 * Something that the host set up is broken: the ledger does not answer, a schema cannot be made,
 * the transport is gone. What a caller did wrong is never an exception but a {@link
 * io.mcp2p.payment.Refusal}.
 *
 * @since 0.1
 */
public class Mcp2pException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Creates an exception with a message for the operator, never for the model. */
  public Mcp2pException(String message) {
    super(message);
  }

  /** Creates an exception with a message for the operator and what caused it. */
  public Mcp2pException(String message, Throwable cause) {
    super(message, cause);
  }
}
