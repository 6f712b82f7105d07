package io.mcp2p.auth;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Who asks. Travels as an argument through every stage; nothing of one caller is visible to
 * another. Immutable.
 *
 * @param id stable over sessions and nodes; payments are kept under it
 * @param scopes what the caller may do, see {@link Scope}
 * @param locale the language of messages; English, Spanish and Portuguese are spoken
 * @since 0.1
 */
public record Caller(String id, Set<String> scopes, Locale locale) {

  /**
   * Copies {@code scopes}.
   *
   * @throws IllegalArgumentException if {@code id} is blank or longer than 200 characters
   */
  public Caller {
    Objects.requireNonNull(locale, "locale");
    if (id.isBlank() || id.length() > 200) {
      throw new IllegalArgumentException("a caller's id has 1 to 200 characters");
    }
    scopes = Set.copyOf(scopes);
  }

  /** Returns a caller who may do everything: the one person at the other end of a stdio pipe. */
  public static Caller local(Locale locale) {
    return new Caller("local", Set.of(Scope.ALL), locale);
  }

  /** Tells whether the caller holds {@code scope}, or all scopes. */
  public boolean may(String scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ALL);
  }

  /** Tells whether the caller holds {@code scope}, or holds it for this rail. */
  public boolean may(String scope, String rail) {
    return may(scope) || scopes.contains(Scope.on(rail, scope));
  }

  /** Tells whether the caller holds {@code scope}, or holds it for any rail. */
  public boolean mayOnSomeRail(String scope) {
    return may(scope) || scopes.stream().anyMatch(it -> isOnSomeRail(it, scope));
  }

  private static boolean isOnSomeRail(String held, String scope) {
    int colon = scope.indexOf(':') + 1;
    int end = held.indexOf(':', colon);
    return end > colon && held.equals(Scope.on(held.substring(colon, end), scope));
  }
}
