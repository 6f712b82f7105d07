package io.mcp2p.pix;

import org.jspecify.annotations.Nullable;

/**
 * The CPF, the tax number of a person in Brazil: 11 ASCII digits of which the last two are check
 * digits, written bare or as {@code 123.456.789-09}.
 *
 * <p>Eleven equal digits pass the arithmetic and are nobody's number, so they are refused. The two
 * check digits catch most wrong digits, not all: a remainder of 10 is written 0, as a remainder of
 * 0 is, and the second check digit does not count the first digit.
 */
final class Cpf {
  private static final int BARE = 11;
  private static final int MASKED = 14;

  /**
   * Tells whether {@code candidate} is a CPF, bare or with all of its separators; {@code null} is
   * not. Never throws, allocates nothing.
   */
  static boolean isValid(@Nullable CharSequence candidate) {
    if (candidate == null) {
      return false;
    }
    if (candidate.length() == BARE) {
      return hasCheckDigits(candidate, 0);
    }
    return candidate.length() == MASKED
        && candidate.charAt(3) == '.'
        && candidate.charAt(7) == '.'
        && candidate.charAt(11) == '-'
        && hasCheckDigits(candidate, 1);
  }

  /**
   * Returns the eleven digits of a valid CPF.
   *
   * @param cpf one for which {@link #isValid} says yes
   */
  static String digits(String cpf) {
    return cpf.length() == BARE
        ? cpf
        : cpf.substring(0, 3) + cpf.substring(4, 7) + cpf.substring(8, 11) + cpf.substring(12);
  }

  // Weights 10 to 2 and 11 to 2, remainder by 11, and 11 less the remainder, or 0 if that is 10 or
  // 11 (Receita Federal). The weights are taken negative here, 1 to 9 and 0 to 9, so that the
  // remainder is the check digit itself. `step` is 1 where a separator follows each third digit.
  private static boolean hasCheckDigits(CharSequence text, int step) {
    int outside = 0; // its sign bit is set by any character below '0' or above '9'
    int different = 0;
    int plain = 0;
    int weighted = 0;
    int first = text.charAt(0) - '0';
    for (int group = 0, at = 0, weight = 0; group < 3; group++, at += 3 + step, weight += 3) {
      int a = text.charAt(at) - '0';
      int b = text.charAt(at + 1) - '0';
      int c = text.charAt(at + 2) - '0';
      outside |= a | b | c | (9 - a) | (9 - b) | (9 - c);
      different |= (a ^ first) | (b ^ first) | (c ^ first);
      plain += a + b + c;
      weighted += weight * a + (weight + 1) * b + (weight + 2) * c;
    }
    int tenth = text.charAt(9 + 3 * step) - '0';
    int eleventh = text.charAt(10 + 3 * step) - '0';
    return outside >= 0
        && (different | (tenth ^ first) | (eleventh ^ first)) != 0
        && tenth == (weighted + plain) % 11 % 10
        && eleventh == (weighted + 9 * tenth) % 11 % 10;
  }

  private Cpf() {}
}
