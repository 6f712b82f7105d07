package io.mcp2p.auth;

/**
 * The scopes that mcp2p's own tools ask for. A host's tools may name others.
 *
 * @since 0.1
 */
public final class Scope {
  /** Look-ups of payments. */
  public static final String PAYMENTS_READ = "mcp:payments:read";

  /** Everything that moves or stops money. */
  public static final String PAYMENTS_WRITE = "mcp:payments:write";

  /** Catalogues and validators. */
  public static final String REFERENCE_READ = "mcp:reference:read";

  /** The documentation. */
  public static final String DOCS_READ = "mcp:docs:read";

  /** Every scope there is. For a process that serves one person; no token should carry it. */
  public static final String ALL = "*";

  /**
   * Returns {@code scope} for one rail: {@code mcp:payments:write} for SPEI is {@code
   * mcp:spei:payments:write}.
   */
  public static String on(String rail, String scope) {
    int colon = scope.indexOf(':') + 1;
    return scope.substring(0, colon) + rail + ":" + scope.substring(colon);
  }

  private Scope() {}
}
