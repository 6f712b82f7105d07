package io.mcp2p.auth;

import java.util.Locale;

/**
 * Whether money is real. A server has one mode for life, and shows it in every answer.
 *
 * @since 0.1
 */
public enum Mode {
  /** Sandbox connectors and verifiers are welcome. */
  TEST,
  /** Real money: closed by default, see {@code Mcp2pServer.Builder.build()}. */
  LIVE;

  /** Returns {@code test} or {@code live}, as it stands on the wire and in ids. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
