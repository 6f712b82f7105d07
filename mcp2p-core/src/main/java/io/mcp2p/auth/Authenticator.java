package io.mcp2p.auth;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Tells from a bearer token who asks. A server over HTTP does not build without one.
 * Implementations are thread-safe and bound the time they take.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Authenticator {

  /**
   * Says whose token this is.
   *
   * @param token as it stood in the header, at most 8192 printable ASCII characters; not to be
   *     logged
   * @param mode of the server: a token of the other mode is {@link Authentication.WrongMode}
   * @throws RuntimeException if that cannot be found out now; the request is answered 503
   */
  Authentication authenticate(String token, Mode mode);

  /**
   * Returns the issuers of OAuth tokens that are taken, by which a client finds out where to get
   * one; none for tokens that are handed out by people.
   */
  default List<String> issuers() {
    return List.of();
  }

  /** Returns an authenticator that asks {@code other} about tokens that this one does not know. */
  default Authenticator or(Authenticator other) {
    return new EitherAuthenticator(this, Objects.requireNonNull(other, "other"));
  }

  /**
   * Returns an authenticator for the keys of a file, see {@link ApiKeys}. A change of the file is
   * noticed within a second. While the file cannot be read, nobody is known.
   *
   * @throws IllegalStateException if the file cannot be read now
   */
  static Authenticator apiKeys(Path file) {
    return new ApiKeyAuthenticator(file);
  }
}
