package io.mcp2p.pse;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A NIT (número de identificación tributaria), the tax number of a Colombian company or person: a
 * base of 6 to 10 digits and a check digit (dígito de verificación, DV). The two are kept apart,
 * because providers differ in whether they want the second.
 *
 * <p>A NIT is often written without its check digit, so that the digits alone do not say what they
 * are. What is read, and why:
 *
 * <ul>
 *   <li>with a dash, or with a last group of one digit ({@code 900.123.456.8}), the last digit is
 *       the check digit;
 *   <li>9 digits are a base, whose check digit is computed. Read as a base of 8 and a check digit,
 *       as some libraries do, companies would be refused. A person's NIT with a base of 8 digits
 *       therefore needs its dash;
 *   <li>10 digits that start with 8 or 9 are a company's base and check digit;
 *   <li>10 digits that start with 1 are a person's base, which is a cédula of 10 digits. To try the
 *       check digit first would misread one in eleven;
 *   <li>11 digits are a base of 10 and a check digit;
 *   <li>what else has 10 digits, or 6 to 8, is refused: with its check digit after a dash it is
 *       clear.
 * </ul>
 *
 * <p>Separators may be dots, commas, spaces and dashes, where a number has them. Numbers that begin
 * with 0 and bases of one repeated digit are refused: the check digit would let {@code 000000000-0}
 * pass.
 *
 * <p>The check digit catches most single wrong digits, not all: remainders 1 and 10 share the check
 * digit 1.
 *
 * @param base 6 to 10 digits, the first one not 0
 * @param checkDigit 0 to 9, the one that belongs to the base
 * @since 0.1
 */
public record Nit(String base, int checkDigit) implements RecipientId {
  private static final int MIN_BASE = 6;
  private static final int MAX_BASE = 10;

  private static final Problem[] PROBLEMS = Problem.values();

  /** Why a text is not a NIT. Of several problems, the one declared first is reported. */
  public enum Problem {
    /** Something that is neither a digit nor a separator. */
    CHARACTERS,
    /** Separators where a number has none, or more than one digit after a dash. */
    FORMAT,
    /** Fewer than 6 digits, or more than a base of 10 and a check digit. */
    LENGTH,
    /** One digit, repeated. */
    ALL_EQUAL,
    /** Begins with 0. */
    LEADING_ZERO,
    /**
     * 6 to 8 digits without a check digit: more likely a cédula, which belongs under {@code CC:}.
     */
    CEDULA,
    /** 10 digits of which the last may be a check digit or not. */
    AMBIGUOUS,
    /** The check digit is not that of the base. */
    CHECK_DIGIT
  }

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if this is no NIT; the message does not contain it
   */
  public Nit {
    requireNonNull(base, "base");
    if (!base.matches("[1-9][0-9]{5,9}")) {
      throw new IllegalArgumentException("base of a NIT: 6 to 10 digits, the first one not 0");
    }
    long digits = GroupedDigits.digits(GroupedDigits.read(base, 0));
    if (GroupedDigits.allEqual(digits, base.length()) || checkDigit != checkDigit(digits)) {
      throw new IllegalArgumentException("not a NIT: one digit repeated, or a wrong check digit");
    }
  }

  /**
   * Reads a NIT, without the prefix of a recipient id.
   *
   * @throws IllegalArgumentException if {@code text} is not one; the message names the problem and
   *     never contains the number
   */
  public static Nit of(String text) {
    return parse(text, 0)
        .orElseThrow(() -> new IllegalArgumentException("not a NIT: " + problemOf(text, 0)));
  }

  /** Tells whether {@code text} is a NIT; {@code null} is not. Allocates nothing. */
  public static boolean isValid(@Nullable CharSequence text) {
    return text != null && read(text, 0) >= 0;
  }

  /** Says why {@code text} is not a NIT, or returns {@code null} if it is. Allocates nothing. */
  public static @Nullable Problem problemOf(CharSequence text) {
    return problemOf(text, 0);
  }

  /**
   * Returns the check digit, 0 to 9, of a base.
   *
   * @param base 6 to 10 digits
   * @throws IllegalArgumentException if it is something else; the message does not contain it
   */
  public static int checkDigitOf(String base) {
    if (!base.matches("[0-9]{6,10}")) {
      throw new IllegalArgumentException("base of a NIT: 6 to 10 digits");
    }
    return checkDigit(GroupedDigits.digits(GroupedDigits.read(base, 0)));
  }

  static @Nullable Problem problemOf(CharSequence text, int from) {
    long read = read(text, from);
    return read >= 0 ? null : PROBLEMS[(int) ~read];
  }

  static Optional<Nit> parse(CharSequence text, int from) {
    long read = read(text, from);
    if (read < 0) {
      return Optional.empty();
    }
    int digits = (67 - Long.numberOfLeadingZeros(read)) / 4; // the first one is not 0
    var base = GroupedDigits.text(read >>> 4, digits - 1);
    return Optional.of(new Nit(base, (int) (read & 0xF)));
  }

  /** Returns base and check digit, four bits a digit, or the complement of a problem's ordinal. */
  private static long read(CharSequence text, int from) {
    long number = GroupedDigits.read(text, from);
    if (number < 0) {
      return refused(
          number == GroupedDigits.CHARACTERS
              ? Problem.CHARACTERS
              : number == GroupedDigits.FORMAT ? Problem.FORMAT : Problem.LENGTH);
    }
    long digits = GroupedDigits.digits(number);
    int count = GroupedDigits.count(number);
    if (count < MIN_BASE || count > MAX_BASE + 1) {
      return refused(Problem.LENGTH);
    }
    int first = GroupedDigits.first(digits, count);
    boolean given =
        GroupedDigits.endsWithCheckDigit(number)
            || count == MAX_BASE + 1
            || (count == MAX_BASE && first >= 8);
    long base = given ? digits >>> 4 : digits;
    int length = given ? count - 1 : count;
    if (length < MIN_BASE) {
      return refused(Problem.LENGTH);
    }
    if (GroupedDigits.allEqual(base, length)) {
      return refused(Problem.ALL_EQUAL);
    }
    if (first == 0) {
      return refused(Problem.LEADING_ZERO);
    }
    int checkDigit = checkDigit(base);
    if (given) {
      return checkDigit == (digits & 0xF) ? digits : refused(Problem.CHECK_DIGIT);
    }
    if (length < MAX_BASE - 1) {
      return refused(Problem.CEDULA);
    }
    if (length == MAX_BASE && first != 1) {
      return refused(Problem.AMBIGUOUS);
    }
    return (base << 4) | checkDigit;
  }

  @SuppressWarnings("EnumOrdinal") // goes no further than this class
  private static long refused(Problem problem) {
    return ~(long) problem.ordinal();
  }

  // Weights from the right: DIAN, Orden Administrativa 4 of 1989. Its series goes on with 47, 53,
  // 59,
  // 67 and 71, for bases that nobody has. Written out, because this is most of the work of a check.
  private static int checkDigit(long base) {
    int low = (int) base;
    int high = (int) (base >>> 32);
    int sum =
        3 * (low & 0xF)
            + 7 * ((low >>> 4) & 0xF)
            + 13 * ((low >>> 8) & 0xF)
            + 17 * ((low >>> 12) & 0xF)
            + 19 * ((low >>> 16) & 0xF)
            + 23 * ((low >>> 20) & 0xF)
            + 29 * ((low >>> 24) & 0xF)
            + 37 * (low >>> 28)
            + 41 * (high & 0xF)
            + 43 * (high >>> 4);
    int remainder = sum % 11;
    return remainder < 2 ? remainder : 11 - remainder;
  }

  @Override
  public String type() {
    return "NIT";
  }

  @Override
  public String number() {
    return base;
  }

  @Override
  public String value() {
    return NIT_PREFIX + base + "-" + checkDigit;
  }

  @Override
  public String masked() {
    return "NIT " + "*".repeat(base.length() - 4) + end();
  }

  private String end() {
    return base.substring(base.length() - 4) + "-" + checkDigit;
  }

  /** Returns the masked form {@code Nit[…3456-8]}, safe to log. */
  @Override
  public String toString() {
    return "Nit[…" + end() + "]";
  }
}
