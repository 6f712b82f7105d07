package io.mcp2p.auth;

/**
 * Whether money is real. A server has one mode for life, and shows it in every answer.
 *
 * @since 0.1
 */
public enum Mode {
  /** Sandbox connectors and verifiers are welcome. */
  TEST("test"),
  /** Real money: closed by default, see {@code Mcp2pServer.Builder.build()}. */
  LIVE("live");

  private final String wire;

  Mode(String wire) {
    this.wire = wire;
  }

  /** Returns {@code test} or {@code live}, as it stands on the wire and in ids. */
  public String wire() {
    return wire;
  }
}
