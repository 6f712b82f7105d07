package io.mcp2p.spei;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A CLABE (clave bancaria estandarizada), the number of a Mexican bank account: 18 ASCII digits, of
 * which 3 name the bank, 3 the plaza, 11 the account, and the last one is a check digit.
 *
 * <p>A value of this type has the right length, characters and check digit. That does not mean that
 * the bank exists (ask {@link SpeiBanks}) or the account does (only the receiving bank knows). Any
 * plaza is accepted: tables of plazas drift, and issuers of virtual accounts use the three digits
 * freely, so refusing by plaza refuses good accounts (clabe-validator did so with plaza 539).
 *
 * <p>Matching is strict: nothing is trimmed, no space or hyphen is skipped, and digits of other
 * scripts are not digits. Whoever wants to be lenient has to clean the input first, and knowingly.
 *
 * <p>Immutable and thread-safe. An account number is personal data: {@link #toString} and {@link
 * #masked} show its last four digits only.
 *
 * @since 0.1
 */
public final class Clabe {
  private static final int LENGTH = 18;

  private final String value;

  private Clabe(String value) {
    this.value = value;
  }

  /** Why a text is not a CLABE. Of several problems, the one declared first is reported. */
  public enum Problem {
    /** Not 18 characters long, or {@code null}. */
    LENGTH,
    /** 18 characters, but not all of them ASCII digits. */
    CHARACTERS,
    /** 18 digits, but the last one is not the check digit of the others. */
    CHECK_DIGIT
  }

  /**
   * Returns a CLABE of 18 digits.
   *
   * @throws IllegalArgumentException if {@code value} is not a CLABE; the message names the problem
   *     and never contains the number
   */
  public static Clabe of(String value) {
    var problem = problemOf(requireNonNull(value, "value"));
    if (problem != null) {
      throw new IllegalArgumentException("not a CLABE: wrong " + problem);
    }
    return new Clabe(value);
  }

  /** Tells whether {@code candidate} is a CLABE; {@code null} is not. Allocates nothing. */
  public static boolean isValid(@Nullable CharSequence candidate) {
    return problemOf(candidate) == null;
  }

  /**
   * Says why {@code candidate} is not a CLABE, or returns {@code null} if it is one. Never throws,
   * allocates nothing.
   */
  public static @Nullable Problem problemOf(@Nullable CharSequence candidate) {
    if (candidate == null || candidate.length() != LENGTH) {
      return Problem.LENGTH;
    }
    // Weights 3-7-1 over the first 17 digits, and the check digit brings the sum to a multiple of
    // 10
    // (Banxico; clabe-python, CLABE_WEIGHTS). The 18th weight of the series is 1, so the check
    // digit
    // is summed like any other, and one remainder at the end replaces one per digit.
    int sum = 0;
    int outside = 0; // its sign bit is set by any character below '0' or above '9'
    for (int i = 0; i < LENGTH; i += 3) {
      int a = candidate.charAt(i) - '0';
      int b = candidate.charAt(i + 1) - '0';
      int c = candidate.charAt(i + 2) - '0';
      sum += 3 * a + 7 * b + c;
      outside |= a | b | c | (9 - a) | (9 - b) | (9 - c);
    }
    if (outside < 0) {
      return Problem.CHARACTERS;
    }
    return sum % 10 == 0 ? null : Problem.CHECK_DIGIT;
  }

  /**
   * Returns the check digit, 0 to 9, that belongs to the first 17 digits; meant for messages.
   *
   * @param digits 17 digits, or 18 characters of which the last is ignored
   * @throws IllegalArgumentException if there are not 17 or 18 characters, or the first 17 are not
   *     all ASCII digits; the message does not contain them
   */
  static int expectedCheckDigit(CharSequence digits) {
    int length = requireNonNull(digits, "digits").length();
    if (length != LENGTH - 1 && length != LENGTH) {
      throw new IllegalArgumentException("17 or 18 digits expected, not " + length + " characters");
    }
    int sum = 0;
    for (int i = 0; i < LENGTH - 1; i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new IllegalArgumentException("character " + (i + 1) + " is not a digit");
      }
      sum += digit * weight(i);
    }
    return (10 - sum % 10) % 10; // the outer remainder turns 10 into 0
  }

  private static int weight(int index) {
    return switch (index % 3) {
      case 0 -> 3;
      case 1 -> 7;
      default -> 1;
    };
  }

  /** Returns all 18 digits. Personal data: never log them. */
  public String value() {
    return value;
  }

  /** Returns the three digits that name the bank (ABM code), such as {@code 014}. */
  public String bankCode() {
    return value.substring(0, 3);
  }

  /** Returns the three digits of the plaza, the town where the account was opened, in theory. */
  public String plaza() {
    return value.substring(3, 6);
  }

  /** Returns the eleven digits of the account at its bank. Personal data: never log them. */
  public String account() {
    return value.substring(6, 17);
  }

  /** Returns the check digit, 0 to 9. */
  public int checkDigit() {
    return value.charAt(LENGTH - 1) - '0';
  }

  /** Returns 18 characters for people to read: 14 asterisks and the last four digits. */
  public String masked() {
    return "*".repeat(LENGTH - 4) + lastFour();
  }

  private String lastFour() {
    return value.substring(LENGTH - 4);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Clabe that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Returns the masked form {@code Clabe[…5558]}, safe to log. */
  @Override
  public String toString() {
    return "Clabe[…" + lastFour() + "]";
  }
}
