package io.mcp2p.payment;

import java.security.SecureRandom;

/**
 * Where identifiers come from. Implementations are thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface IdSource {

  /**
   * Returns an identifier never returned before: 26 characters of {@code [0-9A-Z]} in the source of
   * {@link #random()}; any implementation keeps to {@code [0-9A-Za-z]}, 8 to 40 of them.
   */
  String next();

  /** Returns a source of 130 random bits an identifier, from {@link SecureRandom}. */
  static IdSource random() {
    return RandomIds.INSTANCE;
  }
}

/** Crockford's base 32 without look-alike letters, so that a person can read an id out loud. */
final class RandomIds implements IdSource {
  static final IdSource INSTANCE = new RandomIds();

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private final SecureRandom random = new SecureRandom();

  @Override
  public String next() {
    var bytes = new byte[26];
    random.nextBytes(bytes);
    var id = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      id.append(ALPHABET.charAt(b & 31));
    }
    return id.toString();
  }
}
