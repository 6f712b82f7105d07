package io.mcp2p;

import io.mcp2p.auth.Caller;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.rail.Rail;
import io.mcp2p.tool.ToolSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tools a caller may see and call, from the one scope that each declares. A tool of a rail is
 * open to who holds its scope for that rail alone, too; a tool over all rails is open to who holds
 * it for any, and then looks at the payment.
 */
final class Access {
  private final Map<String, String> railOfTool = new HashMap<>();
  private final Set<String> overAllRails;

  Access(Collection<? extends Rail> rails, Set<String> overAllRails) {
    for (Rail rail : rails) {
      rail.tools().forEach(tool -> railOfTool.put(tool.spec().name(), rail.name()));
    }
    this.overAllRails = Set.copyOf(overAllRails);
  }

  boolean permits(ToolSpec<?, ?> tool, Caller caller) {
    var rail = railOfTool.get(tool.name());
    if (rail != null) {
      return caller.may(tool.scope(), rail);
    }
    return overAllRails.contains(tool.name())
        ? caller.mayOnSomeRail(tool.scope())
        : caller.may(tool.scope());
  }

  /** Refuses unless the caller may do on this rail, or on all if it is null, what a scope says. */
  static @Nullable Refusal missing(String scope, Caller caller, @Nullable String rail) {
    boolean may = rail == null ? caller.may(scope) : caller.may(scope, rail);
    return may ? null : forbidden(scope);
  }

  static Refusal forbidden(String scope) {
    return Refusal.of(ErrorCode.FORBIDDEN, CoreText.of("forbidden", Map.of("scope", scope)))
        .with("scope", scope);
  }
}
