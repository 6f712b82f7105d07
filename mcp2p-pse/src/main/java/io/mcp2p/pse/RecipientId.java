package io.mcp2p.pse;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is paid, by the number of an identity document: a {@link Nit} or a {@link Cedula}. Written
 * with the document's letters, {@code NIT:900123456-8} or {@code CC:1020304050}.
 *
 * <p>Other documents (CE, TI, passport, PEP, PPT) are left out: providers differ in which they
 * take, how they call them and how long they may be; these two all of them take.
 *
 * <p>Immutable and thread-safe. The number of a person is personal data: {@link #masked} and {@code
 * toString} show its last four digits.
 *
 * @since 0.1
 */
public sealed interface RecipientId permits Nit, Cedula {
  /** What a NIT is written with. */
  String NIT_PREFIX = "NIT:";

  /** What a cédula is written with. */
  String CC_PREFIX = "CC:";

  /** Returns the document's letters, {@code NIT} or {@code CC}. */
  String type();

  /** Returns the number, digits only and without check digit. Personal data: never log it. */
  String number();

  /**
   * Returns the one normal form, which {@link #of} reads again: {@code NIT:900123456-8}, {@code
   * CC:1020304050}. Personal data: never log it.
   */
  String value();

  /** Returns what people may see: {@code NIT *****3456-8}, {@code CC ******4050}. */
  String masked();

  /**
   * Reads an id.
   *
   * @throws IllegalArgumentException if {@code text} is not one; the message names the problem and
   *     never contains the number
   */
  static RecipientId of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a recipient id: " + problemOf(text)));
  }

  /** Reads an id, if it is one. */
  static Optional<RecipientId> parse(String text) {
    if (startsWith(requireNonNull(text, "text"), NIT_PREFIX)) {
      return Nit.parse(text, NIT_PREFIX.length()).map(RecipientId.class::cast);
    }
    return startsWith(text, CC_PREFIX)
        ? Cedula.parse(text, CC_PREFIX.length()).map(RecipientId.class::cast)
        : Optional.empty();
  }

  /** Tells whether {@code text} is an id; {@code null} is not. Allocates nothing. */
  static boolean isValid(@Nullable CharSequence text) {
    return text != null && problemOf(text) == null;
  }

  /**
   * Says why {@code text} is no id, or returns {@code null} if it is one: {@code PREFIX}, or {@code
   * NIT_} or {@code CC_} and the name of a {@link Nit.Problem} or {@link Cedula.Problem}. Allocates
   * nothing as long as it is one.
   */
  static @Nullable String problemOf(CharSequence text) {
    if (startsWith(text, NIT_PREFIX)) {
      var problem = Nit.problemOf(text, NIT_PREFIX.length());
      return problem == null ? null : "NIT_" + problem;
    }
    if (startsWith(text, CC_PREFIX)) {
      var problem = Cedula.problemOf(text, CC_PREFIX.length());
      return problem == null ? null : "CC_" + problem;
    }
    return "PREFIX";
  }

  private static boolean startsWith(CharSequence text, String prefix) {
    if (text.length() < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (text.charAt(i) != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
