package io.mcp2p.rail;

import static java.util.Objects.requireNonNull;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import java.text.Normalizer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a free text, a concept or a person's name, that shall travel over a rail.
 *
 * <p>Rails take reliably only ASCII: accents have come back as {@code ?} or broken the signature of
 * an order, a concept of emoji arrived empty, a space at an end was an error (stpmex-python issues
 * 10, 24 and 195; speid issue 28). {@link #of} therefore folds a text to printable ASCII:
 *
 * <ul>
 *   <li>letters lose their accents, ñ becomes n, and compatibility forms become what they stand for
 *       (Unicode NFKD without the marks that combine with a letter);
 *   <li>typographic quotes and dashes become {@code '}, {@code "} and {@code -};
 *   <li>spaces at the ends are dropped, and several in a row become one.
 * </ul>
 *
 * <p>What has no such form is refused, and so is a text that is too long: a payer approves a text,
 * and dropping or cutting a part would send another one. When the folding changed something, {@link
 * Accepted#changed} is set, so that the payer can be shown what is really sent.
 *
 * <p>Folding twice gives the same as once. Immutable and thread-safe.
 *
 * @since 0.1
 */
public sealed interface PlainText {
  /**
   * Folds {@code raw}, or says why that is impossible. Throws for no text but {@code null}.
   *
   * @param max the most characters that the rail's field takes, counted after folding
   */
  static PlainText of(String raw, int max) {
    requireNonNull(raw, "raw");
    var text = new StringBuilder();
    for (int i = 0, codePoint; i < raw.length(); i += Character.charCount(codePoint)) {
      codePoint = raw.codePointAt(i);
      var problem = append(codePoint, text);
      if (problem != null) {
        return new Refused(problem, "U+%04X".formatted(codePoint), max);
      }
    }
    if (last(text) == ' ') {
      text.setLength(text.length() - 1);
    }
    if (text.isEmpty()) {
      return new Refused(Problem.EMPTY, "", max);
    }
    if (text.length() > max) {
      return new Refused(Problem.TOO_LONG, Integer.toString(text.length()), max);
    }
    return new Accepted(text.toString(), !raw.contentEquals(text));
  }

  /**
   * Returns {@code text} as it can stand between quotation marks: one of its own would end it, and
   * what follows would look like ours.
   */
  static String unquoted(String text) {
    return text.replace('"', '\'');
  }

  private static @Nullable Problem append(int codePoint, StringBuilder text) {
    if (Character.isISOControl(codePoint)) {
      return Problem.CONTROL_CHARACTER;
    }
    if (Character.getType(codePoint) == Character.SPACE_SEPARATOR) {
      if (!text.isEmpty() && last(text) != ' ') {
        text.append(' ');
      }
      return null;
    }
    if (codePoint < 0x80) {
      return append((char) codePoint, text); // the usual case, without loading Unicode tables
    }
    var folded = fold(codePoint);
    Problem problem = null;
    for (int i = 0; i < folded.length() && problem == null; i++) {
      problem = append(folded.charAt(i), text);
    }
    return problem;
  }

  private static @Nullable Problem append(char c, StringBuilder text) {
    if (c == '|') {
      return Problem.PIPE;
    }
    if (isPrintable(c)) {
      text.append(c);
      return null;
    }
    // A mark on anything but a letter is more than an accent: without its bar, ≠ is =.
    return isAccent(c) && isLetter(last(text)) ? null : Problem.UNSUPPORTED;
  }

  private static String fold(int codePoint) {
    return switch (codePoint) {
      // Escapes, since most of these cannot be told apart in an editor: quotes and the bare acute
      // accent that Spanish keyboards give for an apostrophe, then hyphens, dashes and the minus.
      case '\u2018', '\u2019', '\u02BC', '\u00B4' -> "'";
      case '\u201C', '\u201D' -> "\"";
      case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212' -> "-";
      default -> Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
    };
  }

  private static char last(CharSequence text) {
    return text.isEmpty() ? 0 : text.charAt(text.length() - 1);
  }

  private static boolean isAccent(char c) {
    return Character.getType(c) == Character.NON_SPACING_MARK;
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  // Not the space: a sign that folds to a space and a mark, such as ¨, would be lost unseen.
  private static boolean isPrintable(char c) {
    return c > ' ' && c <= '~';
  }

  /**
   * A text that can be sent.
   *
   * @param text printable ASCII characters, at least one, without {@code |}, without a space at an
   *     end or two in a row
   * @param changed whether it differs from what was given
   */
  record Accepted(String text, boolean changed) implements PlainText {
    /**
     * Checks the text; {@link PlainText#of} is the usual way to get one.
     *
     * @throws IllegalArgumentException if {@code text} is not in its folded form; the message does
     *     not contain it
     */
    public Accepted {
      if (text.isEmpty() || !isFolded(text)) {
        throw new IllegalArgumentException("not a folded text; use PlainText.of");
      }
    }

    private static boolean isFolded(String text) {
      char previous = ' ';
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '|' || !(isPrintable(c) || (c == ' ' && previous != ' '))) {
          return false;
        }
        previous = c;
      }
      return previous != ' ';
    }

    /** Returns the length only: a name is personal data, and a concept may be. */
    @Override
    public String toString() {
      return "Accepted[" + text.length() + " characters, changed=" + changed + "]";
    }
  }

  /**
   * A text that cannot be sent.
   *
   * @param problem the first problem found
   * @param detail the offending character as {@code U+00A1} for the problems of one character, the
   *     length after folding for {@link Problem#TOO_LONG}, otherwise empty; never the text
   * @param max the most characters that were allowed
   */
  record Refused(Problem problem, String detail, int max) implements PlainText {

    /** Returns the refusal of a call whose argument {@code field} held the text. */
    public Refusal refusal(String field) {
      return Refusal.of(
              ErrorCode.INVALID_ARGUMENT,
              Text.of(
                  "io.mcp2p.rail.messages",
                  PlainText.class,
                  "text." + problem,
                  Map.of("field", field, "detail", detail, "max", max)))
          .field(field);
    }
  }

  /** Why a text cannot be sent. */
  enum Problem {
    /** Nothing, or nothing but spaces. */
    EMPTY,
    /** A vertical bar or a form of it: it separates the fields that are signed (STP's cadena). */
    PIPE,
    /** A control character; tabs and line breaks are among them. */
    CONTROL_CHARACTER,
    /** A character without a form in printable ASCII, such as an emoji or {@code ¡}. */
    UNSUPPORTED,
    /** More characters than the rail's field takes, after folding. */
    TOO_LONG
  }
}
