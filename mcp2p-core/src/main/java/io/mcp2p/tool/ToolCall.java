package io.mcp2p.tool;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Owner;
import io.mcp2p.payment.IdSource;
import java.time.Instant;

/**
 * What a tool may know of the call besides its arguments.
 *
 * @param caller who asks
 * @param mode whether money is real
 * @param now when
 * @param ids where new references come from
 * @param payments the caller's payments, and nobody else's
 * @since 0.1
 */
public record ToolCall(Caller caller, Mode mode, Instant now, IdSource ids, Payments payments) {

  /** Returns whose payments this call may see and make. */
  public Owner owner() {
    return new Owner(mode, caller.id());
  }
}
