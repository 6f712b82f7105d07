package io.mcp2p.ledger;

import io.mcp2p.auth.Mode;
import java.util.Objects;

/**
 * Whose a payment is. Test and live payments of one caller may lie in one ledger, and never meet:
 * not in a listing, not in a limit, not as a duplicate.
 *
 * @param mode whether the money is real
 * @param caller id of the caller; any text
 * @since 0.1
 */
public record Owner(Mode mode, String caller) {

  /** Checks that both are there. */
  public Owner {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(caller, "caller");
  }
}
