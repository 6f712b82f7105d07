package io.mcp2p.rail;

import static io.mcp2p.rail.PlainText.Problem.CONTROL_CHARACTER;
import static io.mcp2p.rail.PlainText.Problem.EMPTY;
import static io.mcp2p.rail.PlainText.Problem.PIPE;
import static io.mcp2p.rail.PlainText.Problem.TOO_LONG;
import static io.mcp2p.rail.PlainText.Problem.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.rail.PlainText.Accepted;
import io.mcp2p.rail.PlainText.Refused;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"Lunch", "Renta 03/2026 (depto. 4-B)", "a", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{}~"})
  void plainAscii_isKeptAsItIs(String text) {
    assertThat(PlainText.of(text, 40)).isEqualTo(new Accepted(text, false));
  }

  static Stream<Arguments> folded() {
    return Stream.of(
        Arguments.of("Ricardo Sánchez", "Ricardo Sanchez"),
        Arguments.of("Ricardo Sa\u0301nchez", "Ricardo Sanchez"),
        Arguments.of("Peña Muñoz Ñandú", "Pena Munoz Nandu"),
        Arguments.of("GÜERO", "GUERO"),
        Arguments.of("  two   spaces ", "two spaces"),
        Arguments.of("no\u00A0break\u3000wide", "no break wide"),
        Arguments.of("Ｆｕｌｌ　１２", "Full 12"),
        Arguments.of("1ª ﬁla…", "1a fila..."),
        Arguments.of("D\u2019Angelo \u2013 \u201Cnet\u201D", "D'Angelo - \"net\""),
        Arguments.of("D\u00B4Angelo", "D'Angelo"),
        Arguments.of("Việt", "Viet"));
  }

  @ParameterizedTest
  @MethodSource("folded")
  void foldable_isFoldedAndSaysSo(String raw, String text) {
    assertThat(PlainText.of(raw, 40)).isEqualTo(new Accepted(text, true));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("", EMPTY, ""),
        Arguments.of("  \u00A0", EMPTY, ""),
        Arguments.of("a|b", PIPE, "U+007C"),
        Arguments.of("a｜b", PIPE, "U+FF5C"),
        Arguments.of("a\nb", CONTROL_CHARACTER, "U+000A"),
        Arguments.of("a\tb", CONTROL_CHARACTER, "U+0009"),
        Arguments.of("a\u007F", CONTROL_CHARACTER, "U+007F"),
        Arguments.of("a\u0085", CONTROL_CHARACTER, "U+0085"),
        Arguments.of("🍕", UNSUPPORTED, "U+1F355"),
        Arguments.of("Pizza 🍕 party", UNSUPPORTED, "U+1F355"),
        Arguments.of("\uD83C", UNSUPPORTED, "U+D83C"), // half an emoji
        Arguments.of("¡Gracias!", UNSUPPORTED, "U+00A1"),
        Arguments.of("10 €", UNSUPPORTED, "U+20AC"),
        Arguments.of("Straße", UNSUPPORTED, "U+00DF"),
        Arguments.of("北京", UNSUPPORTED, "U+5317"),
        Arguments.of("½", UNSUPPORTED, "U+00BD"), // would need the fraction slash
        Arguments.of("a ≠ b", UNSUPPORTED, "U+2260"), // would become "="
        Arguments.of("1\uFE0F\u20E3", UNSUPPORTED, "U+FE0F"), // a keycap
        Arguments.of("\u0301a", UNSUPPORTED, "U+0301"), // an accent on nothing
        Arguments.of("a¨b", UNSUPPORTED, "U+00A8"), // would become a space
        Arguments.of("evil\u202Etxt", UNSUPPORTED, "U+202E"), // turns the reading direction
        Arguments.of("zero\u200Bwidth", UNSUPPORTED, "U+200B"),
        Arguments.of("x".repeat(41), TOO_LONG, "41"),
        Arguments.of("…".repeat(14), TOO_LONG, "42"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void unfoldable_isRefusedWithTheCulprit(String raw, PlainText.Problem problem, String detail) {
    assertThat(PlainText.of(raw, 40)).isEqualTo(new Refused(problem, detail, 40));
  }

  @Test
  void length_countsAfterFolding() {
    var forty = "x".repeat(40);

    assertThat(PlainText.of(forty, 40)).isEqualTo(new Accepted(forty, false));
    assertThat(PlainText.of("  " + forty + "  ", 40)).isEqualTo(new Accepted(forty, true));
    assertThat(PlainText.of("a\u0301".repeat(40), 40))
        .isEqualTo(new Accepted("a".repeat(40), true));
  }

  @Test
  void refusal_namesTheFieldTheCulpritAndTheMost() {
    var pipe = ((Refused) PlainText.of("a|b", 40)).refusal("concept");
    var tooLong = ((Refused) PlainText.of("abc", 2)).refusal("concept");

    assertThat(pipe.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    assertThat(pipe.details()).containsEntry("field", "concept");
    assertThat(pipe.message().in(Locale.ENGLISH)).contains("concept", "U+007C");
    assertThat(tooLong.message().in(Locale.ENGLISH)).contains("concept", "more than 2");
  }

  @ParameterizedTest
  @EnumSource
  void everyProblem_hasWords(PlainText.Problem problem) {
    for (var language : List.of("en", "es", "pt")) {
      assertThat(
              new Refused(problem, "9", 8)
                  .refusal("concept")
                  .message()
                  .in(Locale.forLanguageTag(language)))
          .contains("concept");
    }
  }

  @Test
  void printed_doesNotShowTheText() {
    assertThat(PlainText.of("Ana López", 40)).hasToString("Accepted[9 characters, changed=true]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a ", " a", "a  b", "a|b", "ñ", "a\n", "\n"})
  void acceptedByHand_mustBeFolded(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Accepted(text, false))
        .withMessage("not a folded text; use PlainText.of");
  }

  @Property
  void anyText_isFoldedToPrintableAsciiOrRefused(@ForAll("texts") String raw) {
    if (PlainText.of(raw, 40) instanceof Accepted accepted) {
      assertThat(accepted.text()).matches("[ -{}~]{1,40}").isEqualTo(accepted.text().strip());
      assertThat(accepted.changed()).isEqualTo(!accepted.text().equals(raw));
    }
  }

  @Property
  void foldingTwice_isTheSameAsOnce(@ForAll("texts") String raw) {
    if (PlainText.of(raw, 40) instanceof Accepted accepted) {
      assertThat(PlainText.of(accepted.text(), 40)).isEqualTo(new Accepted(accepted.text(), false));
    }
  }

  @Test
  void everyCharacter_isJudgedWithoutThrowing() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      var raw = "a" + Character.toString(codePoint) + "b";
      if (PlainText.of(raw, 40) instanceof Accepted accepted) {
        assertThat(PlainText.of(accepted.text(), 40))
            .isEqualTo(new Accepted(accepted.text(), false));
      }
    }
  }

  // Arbitrary strings are nearly always refused; most of these are not.
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings(),
        Arbitraries.strings()
            .withCharRange(' ', '~')
            .withCharRange('\u00C0', '\u017F')
            .withChars('\u0301', '\u00A0', '\u2019', '\uFB01', '\u2026')
            .ofMaxLength(30),
        Arbitraries.strings().withChars("aé ñ ".toCharArray()).ofMaxLength(45));
  }
}
