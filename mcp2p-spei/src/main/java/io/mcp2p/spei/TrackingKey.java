package io.mcp2p.spei;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Rules of the tracking key (clave de rastreo), the name that the sender gives an order.
 *
 * <p>SPEI refuses a key that the same sender used before on the same operating date (return cause
 * 30; error -1 at STP), and only then. A key is therefore minted and stored together with the
 * {@linkplain OperatingDates operating date} before the first attempt, and no payment ever gets a
 * second one.
 *
 * <p>Keys stay plain strings: the ledger keeps one kind of reference for all rails, and a look-up
 * accepts more than what may be sent.
 *
 * @since 0.1
 */
public final class TrackingKey {
  /** The prefix of minted keys, unless the host sets its own. */
  public static final String DEFAULT_PREFIX = "MCP2P";

  private static final int MAX_LENGTH = 30;
  private static final int MAX_LOOKUP_LENGTH = 64;
  private static final int MAX_PREFIX_LENGTH = 8;

  // Two less than the rail allows, because a widely used client cuts keys at 29 (stpmex-python),
  // and
  // a key that arrives cut is another key.
  private static final int MINTED_LENGTH = 28;

  // Crockford's base 32: one case, so that nobody's case folding changes a key or makes two equal,
  // and no letter that is read out as a digit.
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private TrackingKey() {}

  /**
   * Mints a key that starts with {@value #DEFAULT_PREFIX}.
   *
   * @see #mint(RandomGenerator, String)
   */
  public static String mint(RandomGenerator random) {
    return mint(random, DEFAULT_PREFIX);
  }

  /**
   * Mints a key of 28 characters: the prefix, then random digits and upper-case letters. With the
   * longest prefix 100 bits are random, with the default one 115, so that keys differ without any
   * shared counter. Nothing in a key tells about payer, payee or time.
   *
   * <p>As thread-safe as {@code random}.
   *
   * @param random where the randomness comes from; in production a {@link
   *     java.security.SecureRandom}, since whoever can predict a key can use it up
   * @param prefix 1 to 8 ASCII letters and digits
   * @throws IllegalArgumentException if the prefix is something else
   */
  public static String mint(RandomGenerator random, String prefix) {
    requireNonNull(random, "random");
    if (!isAlphanumeric(requireNonNull(prefix, "prefix"), MAX_PREFIX_LENGTH, false)) {
      throw new IllegalArgumentException(
          "tracking key prefix: 1 to " + MAX_PREFIX_LENGTH + " letters or digits expected");
    }
    var bytes = new byte[MINTED_LENGTH - prefix.length()];
    random.nextBytes(bytes);
    var key = new StringBuilder(MINTED_LENGTH).append(prefix);
    for (var b : bytes) {
      key.append(ALPHABET.charAt(b & 31)); // 32 divides 256: no character is likelier
    }
    return key.toString();
  }

  /**
   * Tells whether {@code candidate} may be sent to the rail: 1 to 30 ASCII letters and digits (30
   * by SPEI's format; the characters by STP's error -34). {@code null} may not.
   */
  public static boolean isValid(@Nullable CharSequence candidate) {
    return isAlphanumeric(candidate, MAX_LENGTH, false);
  }

  /**
   * Tells whether {@code candidate} may be looked up: 1 to 64 ASCII letters, digits and hyphens.
   * Wider than {@link #isValid}, so that a reference which others minted is answered with "not
   * found" rather than refused. {@code null} may not.
   */
  public static boolean isLookup(@Nullable CharSequence candidate) {
    return isAlphanumeric(candidate, MAX_LOOKUP_LENGTH, true);
  }

  private static boolean isAlphanumeric(
      @Nullable CharSequence candidate, int maxLength, boolean hyphens) {
    if (candidate == null || candidate.isEmpty() || candidate.length() > maxLength) {
      return false;
    }
    for (int i = 0; i < candidate.length(); i++) {
      char c = candidate.charAt(i);
      boolean allowed =
          (c >= '0' && c <= '9')
              || (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (hyphens && c == '-');
      if (!allowed) {
        return false;
      }
    }
    return true;
  }
}
