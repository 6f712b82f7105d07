package io.mcp2p.pse;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Rules of our reference number: the one string that is at once the reference of the batch, the
 * reference of the payout in it, and the key by which the provider recognises a call that is
 * repeated. At most 40 of {@code [A-Za-z0-9-]} fit all three (Wompi: 40 for a reference of Bre-B,
 * 64 for an idempotency key).
 *
 * @since 0.1
 */
public final class PseReference {
  /** The prefix of minted references, unless the host sets its own. */
  public static final String DEFAULT_PREFIX = "PSE";

  private static final int MAX_LENGTH = 40;
  private static final int MAX_LOOKUP_LENGTH = 64;
  private static final int MAX_PREFIX_LENGTH = 8;
  private static final int RANDOM_LENGTH = 16;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  // Crockford's base 32: one case, and no letter that is read out as a digit.
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private PseReference() {}

  /**
   * Mints a reference: the prefix, the time in UTC and 80 random bits, {@code
   * PSE-20260302150000-0H2K…}. It tells nothing about payer and payee. As thread-safe as {@code
   * random}.
   *
   * @param random where the randomness comes from; in production a {@link
   *     java.security.SecureRandom}, since whoever can predict a reference can use it up
   * @param prefix 1 to 8 ASCII letters and digits
   * @param now when; so that references sort and a person can find one in a statement
   * @throws IllegalArgumentException if the prefix is something else
   */
  public static String mint(RandomGenerator random, String prefix, Instant now) {
    if (!requireNonNull(prefix, "prefix").matches("[A-Za-z0-9]{1," + MAX_PREFIX_LENGTH + "}")) {
      throw new IllegalArgumentException(
          "reference prefix: 1 to " + MAX_PREFIX_LENGTH + " letters or digits expected");
    }
    var bytes = new byte[RANDOM_LENGTH];
    random.nextBytes(bytes);
    var reference = new StringBuilder(MAX_LENGTH).append(prefix).append('-');
    TIME.formatTo(now, reference);
    reference.append('-');
    for (var b : bytes) {
      reference.append(ALPHABET.charAt(b & 31)); // 32 divides 256: no character is likelier
    }
    return reference.toString();
  }

  /** Tells whether {@code candidate} may be sent: 1 to 40 ASCII letters, digits and hyphens. */
  public static boolean isValid(@Nullable CharSequence candidate) {
    return isReference(candidate, MAX_LENGTH);
  }

  /**
   * Tells whether {@code candidate} may be looked up: 1 to 64 ASCII letters, digits and hyphens.
   * Wider than {@link #isValid}, so that a reference which others minted is answered with "not
   * found" rather than refused.
   */
  public static boolean isLookup(@Nullable CharSequence candidate) {
    return isReference(candidate, MAX_LOOKUP_LENGTH);
  }

  private static boolean isReference(@Nullable CharSequence candidate, int max) {
    if (candidate == null || candidate.isEmpty() || candidate.length() > max) {
      return false;
    }
    for (int i = 0; i < candidate.length(); i++) {
      char c = candidate.charAt(i);
      boolean allowed =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }
}
