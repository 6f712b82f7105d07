package io.mcp2p.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The ledger could not be reached, or did not answer in time. Whether what was asked of it has
 * happened is not known, but it has happened wholly or not at all. Another attempt may succeed; a
 * fault that no attempt would mend is another exception.
 *
 * @since 0.1
 */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what could not be done. */
  public LedgerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
