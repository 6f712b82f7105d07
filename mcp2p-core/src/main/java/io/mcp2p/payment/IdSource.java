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
  private static final int LENGTH = 26;
  private static final int BITS_OF_A_CHARACTER = 5;
  private final SecureRandom random = new SecureRandom();

  @Override
  public String next() {
    // No more than is needed: every call draws some, and the source lets in one thread at a time.
    var bytes = new byte[(LENGTH * BITS_OF_A_CHARACTER + 7) / 8];
    random.nextBytes(bytes);
    var id = new StringBuilder(LENGTH);
    int bits = 0;
    for (int i = 0, known = 0; id.length() < LENGTH; known -= BITS_OF_A_CHARACTER) {
      if (known < BITS_OF_A_CHARACTER) {
        bits = (bits << 8) | (bytes[i++] & 0xFF);
        known += 8;
      }
      id.append(ALPHABET.charAt((bits >> (known - BITS_OF_A_CHARACTER)) & 31));
    }
    return id.toString();
  }
}
