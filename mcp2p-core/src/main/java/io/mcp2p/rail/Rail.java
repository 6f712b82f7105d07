package io.mcp2p.rail;

import io.mcp2p.tool.Tool;
import java.util.Currency;
import java.util.List;

/**
 * A way to move money, with the tools by which an agent uses it. Immutable and thread-safe.
 *
 * @since 0.1
 */
public interface Rail {

  /** Returns the rail's name, 2 to 12 of {@code [a-z]}; its tools and error codes begin with it. */
  String name();

  /** Returns the one currency of the rail. */
  Currency currency();

  /** Returns the rail's tools; always the same. */
  List<Tool<?, ?>> tools();

  /** Tells whether the bank behind it is a sandbox: a live server does not build with it. */
  boolean isSandbox();

  /**
   * Tells whether the bank can be reached, for a readiness probe. Answers within a second, from
   * what is known already if asking takes longer.
   */
  default boolean isReady() {
    return true;
  }
}
