package io.mcp2p.auth;

import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One key as its file keeps it: without the key itself, of which only a hash is stored. Immutable.
 *
 * @param id names the key in listings and logs; part of the key, not secret
 * @param hash SHA-256 of the whole key, in hexadecimal
 * @param mode the mode of the servers that take it
 * @param caller id of the caller whom it stands for
 * @param locale language of the caller's messages
 * @param scopes what it allows; nothing, if there are none
 * @param createdAt when it was made
 * @param expiresAt from when it is no longer taken; null for never
 * @param revokedAt since when it is no longer taken; null if it was not revoked
 * @since 0.1
 */
public record ApiKey(
    String id,
    String hash,
    Mode mode,
    String caller,
    Locale locale,
    Set<String> scopes,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt) {

  /**
   * Copies {@code scopes}, in order.
   *
   * @throws IllegalArgumentException if the id, the hash or the caller's id has another form
   */
  public ApiKey {
    if (!id.matches("[0-9a-z]{8}") || !hash.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not an API key");
    }
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(createdAt, "createdAt");
    scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    var unused = new Caller(caller, scopes, locale); // a key of nobody fails here, not at each call
  }

  /** Tells whether the key is taken at {@code now}. */
  public boolean isTaken(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }

  ApiKey revoked(Instant now) {
    return new ApiKey(id, hash, mode, caller, locale, scopes, createdAt, expiresAt, now);
  }

  /** Leaves the hash out. */
  @Override
  public String toString() {
    return "ApiKey[" + id + ", " + mode.wire() + ", " + caller + ", " + scopes + "]";
  }
}
