package io.mcp2p.pse;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cédula de ciudadanía (CC), the identity number of a Colombian citizen: 6 to 10 digits, no check
 * digit, so that a wrong digit is not noticed. Dots, commas or spaces may stand before each group
 * of three. Old numbers of 3 to 5 digits exist, and no payout interface takes them.
 *
 * @param number 6 to 10 digits, the first one not 0, not all the same
 * @since 0.1
 */
public record Cedula(String number) implements RecipientId {
  private static final int MIN = 6;
  private static final int MAX = 10;

  /** Why a text is not a cédula. Of several problems, one is reported. */
  public enum Problem {
    /** Something that is neither a digit nor a separator. */
    CHARACTERS,
    /** Separators where a number has none; a dash is always one. */
    FORMAT,
    /** Not 6 to 10 digits. */
    LENGTH,
    /** One digit, repeated. */
    ALL_EQUAL,
    /** Begins with 0. */
    LEADING_ZERO
  }

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is no cédula; the message does not contain it
   */
  public Cedula {
    requireNonNull(number, "number");
    if (!number.matches("[0-9]*") || problemOf(number, 0) != null) {
      throw new IllegalArgumentException("not a cédula: 6 to 10 digits, the first one not 0");
    }
  }

  /**
   * Reads a cédula, without the prefix of a recipient id.
   *
   * @throws IllegalArgumentException if {@code text} is not one; the message names the problem and
   *     never contains the number
   */
  public static Cedula of(String text) {
    return parse(text, 0)
        .orElseThrow(() -> new IllegalArgumentException("not a cédula: " + problemOf(text, 0)));
  }

  /** Tells whether {@code text} is a cédula; {@code null} is not. Allocates nothing. */
  public static boolean isValid(@Nullable CharSequence text) {
    return text != null && problemOf(text, 0) == null;
  }

  /** Says why {@code text} is not a cédula, or returns {@code null} if it is. Allocates nothing. */
  public static @Nullable Problem problemOf(CharSequence text) {
    return problemOf(text, 0);
  }

  static Optional<Cedula> parse(CharSequence text, int from) {
    if (problemOf(text, from) != null) {
      return Optional.empty();
    }
    long number = GroupedDigits.read(text, from);
    return Optional.of(
        new Cedula(GroupedDigits.text(GroupedDigits.digits(number), GroupedDigits.count(number))));
  }

  static @Nullable Problem problemOf(CharSequence text, int from) {
    long number = GroupedDigits.read(text, from);
    if (number == GroupedDigits.CHARACTERS) {
      return Problem.CHARACTERS;
    }
    if (number == GroupedDigits.TOO_LONG) {
      return Problem.LENGTH;
    }
    if (number < 0 || GroupedDigits.endsWithCheckDigit(number)) {
      return Problem.FORMAT;
    }
    int count = GroupedDigits.count(number);
    if (count < MIN || count > MAX) {
      return Problem.LENGTH;
    }
    long digits = GroupedDigits.digits(number);
    if (GroupedDigits.allEqual(digits, count)) {
      return Problem.ALL_EQUAL;
    }
    return GroupedDigits.first(digits, count) == 0 ? Problem.LEADING_ZERO : null;
  }

  @Override
  public String type() {
    return "CC";
  }

  @Override
  public String value() {
    return CC_PREFIX + number;
  }

  @Override
  public String masked() {
    return "CC " + "*".repeat(number.length() - 4) + end();
  }

  private String end() {
    return number.substring(number.length() - 4);
  }

  /** Returns the masked form {@code Cedula[…4050]}, safe to log. */
  @Override
  public String toString() {
    return "Cedula[…" + end() + "]";
  }
}
