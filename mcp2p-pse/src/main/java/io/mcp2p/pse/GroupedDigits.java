package io.mcp2p.pse;

/**
 * Reads a number the way people write one, with dots, commas, spaces or dashes between its digits,
 * into one {@code long}, so that a number is checked without a copy of it.
 *
 * <p>The shape counts as much as the digits: {@code 10-01-23-123} has as many digits as a NIT and
 * is none. A number is groups of digits with up to four separators between them. All groups but the
 * first and the last have three digits, the first has any number. The last one has
 *
 * <ul>
 *   <li>three, or it is the only group: nothing is said of a check digit;
 *   <li>one: it is the check digit, and after a dash it must be that;
 *   <li>four: three and the check digit, {@code 901458.6527}.
 * </ul>
 *
 * <p>The layout of a result, from the lowest bit: twelve digits of four bits each, the last one
 * lowest; the number of digits; whether the last one is a check digit by its place.
 */
final class GroupedDigits {
  /** The most digits that a result holds. */
  static final int MAX_DIGITS = 12;

  /** Something that is neither a digit nor a separator. */
  static final long CHARACTERS = -1;

  /** Digits and separators that do not make a number. */
  static final long FORMAT = -2;

  /** More digits than {@link #MAX_DIGITS}. */
  static final long TOO_LONG = -3;

  private static final int MAX_SEPARATORS = 4;
  private static final int COUNT_SHIFT = 4 * MAX_DIGITS;
  private static final long DIGITS = (1L << COUNT_SHIFT) - 1;
  private static final long LAST_IS_CHECK_DIGIT = 1L << 60;

  private GroupedDigits() {}

  /** Reads {@code text} from an index to its end; returns a number, or one of the problems. */
  static long read(CharSequence text, int from) {
    int length = text.length();
    long digits = 0;
    int i = from;
    for (int digit; i < length; i++) { // most numbers end where this does
      digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      digits = (digits << 4) | digit;
    }
    return i == length ? number(digits, i - from, false) : readGroups(text, i, digits, i - from);
  }

  /** Goes on at {@code from}, the end of the first group, which had {@code count} digits. */
  private static long readGroups(CharSequence text, int from, long digits, int count) {
    int group = count; // digits of the group so far
    int separators = 0; // since the last digit
    boolean dash = false; // among these separators
    boolean afterDash = false; // the group follows a dash
    boolean anyDash = false;
    boolean first = true;
    boolean misshapen = false;
    for (int i = from, length = text.length(); i < length; i++) {
      char c = text.charAt(i);
      int digit = c - '0';
      if (digit >= 0 && digit <= 9) {
        if (separators > 0) {
          misshapen |= separators > MAX_SEPARATORS || group == 0 || (!first && group != 3);
          first = false;
          group = 0;
          afterDash = dash;
          separators = 0;
          dash = false;
        }
        digits = (digits << 4) | digit;
        count++;
        group++;
      } else if (isDash(c)) {
        separators++;
        dash = true;
        anyDash = true;
      } else if (c == '.' || c == ',' || c == ' ') {
        separators++;
      } else {
        return CHARACTERS;
      }
    }
    boolean checkDigit = !first && (group == 1 || (group == 4 && !anyDash));
    if (misshapen
        || separators > 0
        || (!first && !checkDigit && group != 3)
        || (anyDash && !(afterDash && group == 1))) {
      return FORMAT;
    }
    return number(digits, count, checkDigit);
  }

  private static long number(long digits, int count, boolean checkDigit) {
    return count > MAX_DIGITS
        ? TOO_LONG
        : digits | ((long) count << COUNT_SHIFT) | (checkDigit ? LAST_IS_CHECK_DIGIT : 0);
  }

  /** Returns the digits, four bits each, the last one lowest. */
  static long digits(long number) {
    return number & DIGITS;
  }

  /** Returns how many digits there are. */
  static int count(long number) {
    return (int) (number >>> COUNT_SHIFT) & 0xF;
  }

  /** Tells whether the shape makes the last digit a check digit. */
  static boolean endsWithCheckDigit(long number) {
    return (number & LAST_IS_CHECK_DIGIT) != 0;
  }

  /** Tells whether {@code count} digits are all the same. */
  static boolean allEqual(long digits, int count) {
    long differences = digits ^ (digits >>> 4);
    long compared = (1L << (4 * (count - 1))) - 1;
    return (differences & compared) == 0;
  }

  /** Returns the first of {@code count} digits. */
  static int first(long digits, int count) {
    return (int) (digits >>> (4 * (count - 1))) & 0xF;
  }

  /** Returns the digits as text. */
  static String text(long digits, int count) {
    var text = new char[count];
    for (int i = count - 1; i >= 0; i--) {
      text[i] = (char) ('0' + (digits & 0xF));
      digits >>>= 4;
    }
    return new String(text);
  }

  // The hyphen of the keyboard, the en dash and the em dash.
  private static boolean isDash(char c) {
    return c == '-' || c == '\u2013' || c == '\u2014';
  }
}
