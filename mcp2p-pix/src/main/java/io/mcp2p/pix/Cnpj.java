package io.mcp2p.pix;

import org.jspecify.annotations.Nullable;

/**
 * The CNPJ, the tax number of a company in Brazil: 12 digits or letters and two check digits,
 * written bare or as {@code 12.ABC.345/01DE-35}. New numbers have letters since 31 July 2026 (IN
 * RFB 2.229/2024); one algorithm checks both kinds. All letters A to Z count, since no list of
 * exceptions was published, and small ones are taken for capitals, as the directory of keys does
 * (DICT 2.12.1).
 *
 * <p>Fourteen zeros pass the arithmetic and are nobody's number, so they are refused.
 */
final class Cnpj {
  private static final int BARE = 14;
  private static final int MASKED = 18;

  /**
   * Tells whether {@code candidate} is a CNPJ, bare or with all of its separators; {@code null} is
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
        && candidate.charAt(2) == '.'
        && candidate.charAt(6) == '.'
        && candidate.charAt(10) == '/'
        && candidate.charAt(15) == '-'
        && hasCheckDigits(candidate, 1);
  }

  /**
   * Returns the fourteen characters of a valid CNPJ, letters as capitals.
   *
   * @param cnpj one for which {@link #isValid} says yes
   */
  static String characters(String cnpj) {
    var bare = new StringBuilder(BARE);
    for (int i = 0; i < cnpj.length(); i++) {
      char c = cnpj.charAt(i);
      if (c >= '0') { // the separators are below
        bare.append((char) (c >= 'a' ? c - 'a' + 'A' : c));
      }
    }
    return bare.toString();
  }

  // Weights 2 to 9 from the right, over and over; a character counts for its ASCII code less 48, so
  // A is 17 (Receita Federal, CNPJ alfanumérico). As in Cpf, the weights are taken negative, modulo
  // 11: 6 7 8 9 2 3 4 5 6 7 8 9 for the first check digit, and for the second the same series with
  // a 5 before it. `separated` is 1 where there are separators.
  private static boolean hasCheckDigits(CharSequence text, int separated) {
    int first = 0;
    int second = 0;
    int weight = 5;
    for (int i = 0, at = 0; i < 12; i++, at++) {
      // The characters 2, 5 and 8 come after a separator.
      if (i == 2 || i == 5 || i == 8) {
        at += separated;
      }
      int value = value(text.charAt(at));
      if (value < 0) {
        return false;
      }
      int next = weight == 9 ? 2 : weight + 1;
      first += next * value;
      second += weight * value;
      weight = next;
    }
    int thirteenth = text.charAt(12 + 4 * separated) - '0';
    int fourteenth = text.charAt(13 + 4 * separated) - '0';
    return first > 0 // all zeros
        && thirteenth == first % 11 % 10
        && fourteenth == (second + 9 * thirteenth) % 11 % 10;
  }

  private static int value(char c) {
    if (c <= '9') {
      return c - '0'; // negative below '0'
    }
    int letter = c & ~0x20; // a capital, if it is a letter of ASCII
    return c < 0x80 && letter >= 'A' && letter <= 'Z' ? letter - '0' : -1;
  }

  private Cnpj() {}
}
