package io.mcp2p.examples;

import io.mcp2p.auth.Scope;
import io.mcp2p.tool.ToolSpec;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What {@code --tools} says: all, core, read, or names. The tools of {@code --docs} are there when
 * that option is.
 */
final class ToolSelection implements Predicate<ToolSpec<?, ?>> {
  private final Set<String> wanted;
  private final Set<String> notSeen;

  ToolSelection(Set<String> wanted) {
    this.wanted = Set.copyOf(wanted);
    this.notSeen = new LinkedHashSet<>(wanted);
    notSeen.removeAll(Set.of("all", "core", "read"));
  }

  @Override
  public boolean test(ToolSpec<?, ?> tool) {
    notSeen.remove(tool.name());
    return wanted.contains("all")
        || tool.scope().equals(Scope.DOCS_READ)
        || wanted.contains(tool.name())
        || (wanted.contains("read") && tool.readOnly())
        || (wanted.contains("core") && isCore(tool.name()));
  }

  /** The three tools that every rail has. */
  private static boolean isCore(String name) {
    return name.endsWith("_send_payment")
        || name.endsWith("_check_status")
        || name.endsWith("_request_refund");
  }

  /** A name that no tool has, once all tools were shown. */
  Optional<String> unknown() {
    return notSeen.stream().findFirst();
  }
}
