package io.mcp2p.pix;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Pix key (chave Pix), under which the central bank's directory (DICT) knows an account: a CPF, a
 * CNPJ, a mobile phone, an e-mail address or a random key.
 *
 * <p>Which of these a text is follows from its shape, then from its check digits: an {@code @}
 * makes an e-mail address, 8-4-4-4-12 hexadecimal digits a random key, a {@code +} a phone. The
 * separators of a CPF, a CNPJ or {@code (11) 98765-4321} are taken all or not at all; nothing is
 * picked out of other text. Eleven bare digits that are a CPF <em>and</em> a mobile phone are
 * refused, because one of the two belongs to somebody else: written with {@code +55}, or with the
 * separators of a CPF, they are one thing. Whether a key exists only the directory knows.
 *
 * <p>The {@linkplain #value() value} is as the directory has it: digits only, capitals in a CNPJ,
 * {@code +55} before a phone, small letters in the rest. Immutable and thread-safe. A key is
 * personal data: {@link #toString} and {@link #masked} do not show it whole.
 *
 * @since 0.1
 */
public final class PixKey {
  /** The most characters of a key of any type (DICT 2.12.1). */
  static final int MAX_LENGTH = 77;

  // DICT 2.12.1, letter for letter. The directory asks for no version in a random key, and its own
  // example has one that the standard for such ids would not.
  private static final Pattern EMAIL =
      Pattern.compile(
          "[a-z0-9.!#$'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
              + "(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
  private static final Pattern EVP =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{1,14}");

  private static final Pattern DIALLED = Pattern.compile("\\+[0-9 ()-]*");
  private static final Pattern DIALLED_IN_BRAZIL =
      Pattern.compile("\\([1-9][1-9]\\) 9[0-9]{4}-[0-9]{4}");
  private static final Pattern MOBILE = Pattern.compile("[1-9][1-9]9[0-9]{8}");
  private static final Pattern MASKED_CPF =
      Pattern.compile("[0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}");
  private static final Pattern MASKED_CNPJ =
      Pattern.compile("[0-9A-Za-z]{2}(\\.[0-9A-Za-z]{3}){2}/[0-9A-Za-z]{4}-[0-9]{2}");

  private final Type type;
  private final String value;

  private PixKey(Type type, String value) {
    this.type = type;
    this.value = value;
  }

  /** The five kinds of keys, as the directory names them. */
  public enum Type {
    /** The tax number of a person. */
    CPF,
    /** The tax number of a company. */
    CNPJ,
    /** A phone, E.164. */
    PHONE,
    /** An e-mail address. */
    EMAIL,
    /** A random key (endereço virtual de pagamento), made by the directory. */
    EVP
  }

  /** Why a text is not a key. */
  public enum Problem {
    /** Nothing but spaces, or {@code null}. */
    EMPTY,
    /** A BR Code, the text of a Pix QR code, in place of a key. */
    BR_CODE,
    /** More than 77 characters. */
    TOO_LONG,
    /** Eleven bare digits that are a CPF and a mobile phone. */
    AMBIGUOUS,
    /** An {@code @}, in what the directory does not take for an e-mail address. */
    EMAIL,
    /** A {@code +} or the form of a phone, and not the number of one. */
    PHONE,
    /** The form of a CPF, and check digits that do not fit. */
    CPF,
    /** The form of a CNPJ, and check digits that do not fit. */
    CNPJ,
    /** None of the five. */
    UNKNOWN
  }

  /** What a text was read as. */
  sealed interface Reading {
    /** A key. */
    record Found(PixKey key) implements Reading {}

    /** No key. */
    record Not(Problem problem) implements Reading {}
  }

  /**
   * Returns the key that {@code text} is, whatever spaces are around it.
   *
   * @throws IllegalArgumentException if it is none, or could be two; the message names the problem
   *     and never contains the text
   */
  public static PixKey of(String text) {
    if (read(requireNonNull(text, "text")) instanceof Reading.Found found) {
      return found.key();
    }
    throw new IllegalArgumentException("not a Pix key: " + problemOf(text));
  }

  /** Says why {@code text} is not a key, or returns {@code null} if it is one. Never throws. */
  public static @Nullable Problem problemOf(@Nullable String text) {
    if (text == null) {
      return Problem.EMPTY;
    }
    return read(text) instanceof Reading.Not not ? not.problem() : null;
  }

  /** Reads a text as a key. Never throws. */
  static Reading read(String text) {
    var candidate = text.strip();
    if (candidate.isEmpty()) {
      return not(Problem.EMPTY);
    }
    if (BrCode.isMeant(candidate)) {
      return not(Problem.BR_CODE);
    }
    if (candidate.length() > MAX_LENGTH) {
      return not(Problem.TOO_LONG);
    }
    if (candidate.indexOf('@') >= 0) {
      return found(EMAIL, Type.EMAIL, small(candidate), Problem.EMAIL);
    }
    if (EVP.matcher(small(candidate)).matches()) {
      return found(Type.EVP, small(candidate));
    }
    if (candidate.charAt(0) == '+') {
      return DIALLED.matcher(candidate).matches()
          ? found(PHONE, Type.PHONE, candidate.replaceAll("[ ()-]", ""), Problem.PHONE)
          : not(Problem.PHONE);
    }
    return masked(candidate);
  }

  /** Returns the key that a valid CPF of eleven digits is, even if it could be a phone too. */
  static PixKey ofCpf(String digits) {
    return new PixKey(Type.CPF, digits);
  }

  private static Reading masked(String candidate) {
    if (MASKED_CPF.matcher(candidate).matches()) {
      return Cpf.isValid(candidate) ? found(Type.CPF, Cpf.digits(candidate)) : not(Problem.CPF);
    }
    if (MASKED_CNPJ.matcher(candidate).matches()) {
      return Cnpj.isValid(candidate)
          ? found(Type.CNPJ, Cnpj.characters(candidate))
          : not(Problem.CNPJ);
    }
    if (DIALLED_IN_BRAZIL.matcher(candidate).matches()) {
      return found(Type.PHONE, "+55" + candidate.replaceAll("[ ()-]", ""));
    }
    return bare(candidate);
  }

  private static Reading bare(String candidate) {
    return switch (candidate.length()) {
      case 11 -> elevenDigits(candidate);
      case 13 ->
          candidate.startsWith("55") && isMobile(candidate.substring(2))
              ? found(Type.PHONE, "+" + candidate)
              : not(Problem.UNKNOWN);
      case 14 ->
          Cnpj.isValid(candidate)
              ? found(Type.CNPJ, Cnpj.characters(candidate))
              : not(candidate.matches("[0-9A-Za-z]{12}[0-9]{2}") ? Problem.CNPJ : Problem.UNKNOWN);
      case 15 ->
          candidate.startsWith("0055") && isMobile(candidate.substring(4))
              ? found(Type.PHONE, "+" + candidate.substring(2))
              : not(Problem.UNKNOWN);
      default -> not(Problem.UNKNOWN);
    };
  }

  private static Reading elevenDigits(String candidate) {
    boolean mobile = isMobile(candidate);
    if (Cpf.isValid(candidate)) {
      return mobile ? not(Problem.AMBIGUOUS) : found(Type.CPF, candidate);
    }
    return mobile
        ? found(Type.PHONE, "+55" + candidate)
        : not(candidate.matches("[0-9]{11}") ? Problem.CPF : Problem.UNKNOWN);
  }

  private static boolean isMobile(String digits) {
    return MOBILE.matcher(digits).matches();
  }

  /** Of ASCII only: elsewhere a small letter may be another one's, as of the Kelvin sign. */
  private static String small(String text) {
    return text.chars().allMatch(c -> c < 0x80) ? text.toLowerCase(Locale.ROOT) : text;
  }

  private static Reading found(Pattern form, Type type, String value, Problem otherwise) {
    return form.matcher(value).matches() ? found(type, value) : not(otherwise);
  }

  private static Reading found(Type type, String value) {
    return new Reading.Found(new PixKey(type, value));
  }

  private static Reading not(Problem problem) {
    return new Reading.Not(problem);
  }

  /** Returns which kind of key it is. */
  public Type type() {
    return type;
  }

  /** Returns the key as the directory has it, at most 77 characters. Personal data. */
  public String value() {
    return value;
  }

  /** Returns the key so that it is read as this very key again: {@link #value}, nearly always. */
  String unambiguous() {
    return type == Type.CPF && isMobile(value)
        ? "%s.%s.%s-%s"
            .formatted(
                value.substring(0, 3),
                value.substring(3, 6),
                value.substring(6, 9),
                value.substring(9))
        : value;
  }

  /**
   * Returns enough of the key to be recognised by who knows it, in the manner of Pix receipts:
   * {@code ***.456.789-**} of a CPF, {@code **.345.678/0001-**} of a CNPJ, {@code +*********4321},
   * {@code f***@example.com}, and the last four of a random key.
   */
  public String masked() {
    return switch (type) {
      case CPF -> "***." + value.substring(3, 6) + "." + value.substring(6, 9) + "-**";
      case CNPJ ->
          "**."
              + value.substring(2, 5)
              + "."
              + value.substring(5, 8)
              + "/"
              + value.substring(8, 12)
              + "-**";
      case EMAIL -> {
        int at = value.indexOf('@');
        yield value.substring(0, at > 1 ? 1 : 0) + "***" + value.substring(at);
      }
      case PHONE, EVP -> {
        int hidden = Math.max(value.length() - 4, value.length() / 2);
        yield value.substring(0, hidden).replaceAll("[0-9a-f]", "*") + value.substring(hidden);
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PixKey that && type == that.type && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Returns the type and the masked form, safe to log. */
  @Override
  public String toString() {
    return "PixKey[" + type + " " + masked() + "]";
  }
}
