package io.mcp2p.spei;

import static io.mcp2p.spei.Clabe.Problem.CHARACTERS;
import static io.mcp2p.spei.Clabe.Problem.CHECK_DIGIT;
import static io.mcp2p.spei.Clabe.Problem.LENGTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClabeTest {
  private static final String SANTANDER = "014027000005555558";

  static Stream<SpeiVectors.Row> vectors() {
    return SpeiVectors.of("clabe");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vector_isJudgedAsItsSourceSays(SpeiVectors.Row row) {
    var problem = Clabe.problemOf(row.input());

    if (row.expected().equals("valid")) {
      assertThat(problem).isNull();
      var clabe = Clabe.of(row.input());
      var bank = SpeiBanks.bundled().ofClabe(clabe).orElseThrow();
      assertThat("bank=" + bank.banxicoCode() + " dv=" + clabe.checkDigit())
          .isEqualTo(row.detail());
    } else if (row.detail().startsWith("unknown-bank")) {
      assertThat(problem).isNull();
      assertThat(SpeiBanks.bundled().ofClabe(Clabe.of(row.input()))).isEmpty();
    } else if (row.detail().startsWith("checksum")) {
      assertThat(problem).isEqualTo(CHECK_DIGIT);
      assertThat("checksum (expected " + Clabe.expectedCheckDigit(row.input()) + ")")
          .isEqualTo(row.detail());
    } else {
      assertThat(problem).isEqualTo(Clabe.Problem.valueOf(row.detail().toUpperCase(Locale.ROOT)));
    }
  }

  @Test
  void parts_areThoseOfTheLayout() {
    var clabe = Clabe.of(SANTANDER);

    assertThat(clabe.value()).isEqualTo(SANTANDER);
    assertThat(clabe.bankCode()).isEqualTo("014");
    assertThat(clabe.plaza()).isEqualTo("027");
    assertThat(clabe.account()).isEqualTo("00000555555");
    assertThat(clabe.checkDigit()).isEqualTo(8);
  }

  @Test
  void printed_showsTheLastFourDigitsOnly() {
    var clabe = Clabe.of(SANTANDER);

    assertThat(clabe.masked()).isEqualTo("**************5558");
    assertThat(clabe).hasToString("Clabe[…5558]");
  }

  @Test
  void equality_isByNumber() {
    assertThat(Clabe.of(SANTANDER))
        .isEqualTo(Clabe.of(SANTANDER))
        .hasSameHashCodeAs(Clabe.of(SANTANDER))
        .isNotEqualTo(Clabe.of("014028000005555557"))
        .isNotEqualTo(SANTANDER);
  }

  @Test
  void null_hasTheWrongLength() {
    assertThat(Clabe.problemOf(null)).isEqualTo(LENGTH);
    assertThat(Clabe.isValid(null)).isFalse();
    assertThatNullPointerException().isThrownBy(() -> Clabe.of(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " 014027000005555558", "014027000005555558 ", "0140 2700 0005 5555 58"})
  void surroundingOrInnerSpace_isNotTrimmed(String padded) {
    assertThat(Clabe.problemOf(padded)).isEqualTo(LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "014027000005555-58", // a hyphen
        "01402700000555555/", // just below '0'
        "01402700000555555:", // just above '9'
        "０14027000005555558", // a full-width digit
        "٠14027000005555558", // an Arabic digit
        "014027000\u000005555558" // NUL
      })
  void anythingButAsciiDigits_isRefusedAsCharacters(String candidate) {
    assertThat(Clabe.problemOf(candidate)).isEqualTo(CHARACTERS);
  }

  @ParameterizedTest
  @ValueSource(chars = {'/', ':'})
  void characterBesideTheDigits_isRefusedAtAnyPosition(char beside) {
    for (int position = 0; position < 18; position++) {
      var candidate = new StringBuilder("014027000005555558");
      candidate.setCharAt(position, beside);
      assertThat(Clabe.problemOf(candidate)).isEqualTo(CHARACTERS);
    }
  }

  @Test
  void severalProblems_areReportedInOrder() {
    assertThat(Clabe.problemOf("x")).isEqualTo(LENGTH);
    assertThat(Clabe.problemOf("x14027000005555550")).isEqualTo(CHARACTERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1402700000555", "x14027000005555558", "014027000005555550"})
  void invalid_isRefusedWithoutRepeatingTheNumber(String invalid) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Clabe.of(invalid))
        .withMessageStartingWith("not a CLABE")
        .withMessageNotContaining(invalid.substring(4));
  }

  @Test
  void expectedCheckDigit_takes17Or18Characters() {
    assertThat(Clabe.expectedCheckDigit("01402700000555555")).isEqualTo(8);
    assertThat(Clabe.expectedCheckDigit("01402700000555555x")).isEqualTo(8);
    assertThat(Clabe.expectedCheckDigit("00201077777777777")).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> Clabe.expectedCheckDigit("0140270000"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Clabe.expectedCheckDigit("0140270000055555５"))
        .withMessage("character 17 is not a digit");
  }

  @Property
  void numberWithItsCheckDigit_isValid(@ForAll("clabes") String clabe) {
    assertThat(Clabe.problemOf(clabe)).isNull();
    assertThat(Clabe.of(clabe).checkDigit()).isEqualTo(Clabe.expectedCheckDigit(clabe));
  }

  @Property
  void oneWrongDigit_isCaught(
      @ForAll("clabes") String clabe,
      @ForAll @IntRange(max = 17) int position,
      @ForAll @IntRange(min = 1, max = 9) int shift) {
    var wrong = new StringBuilder(clabe);
    wrong.setCharAt(position, (char) ('0' + (clabe.charAt(position) - '0' + shift) % 10));

    assertThat(Clabe.problemOf(wrong)).isEqualTo(CHECK_DIGIT);
  }

  @Property
  void adjacentDigitsSwapped_areCaughtUnlessFiveApart(
      @ForAll("clabes") String clabe, @ForAll @IntRange(max = 16) int position) {
    char left = clabe.charAt(position);
    char right = clabe.charAt(position + 1);
    Assume.that(left != right);
    var swapped = new StringBuilder(clabe);
    swapped.setCharAt(position, right);
    swapped.setCharAt(position + 1, left);

    assertThat(Clabe.isValid(swapped)).isEqualTo(Math.abs(left - right) == 5);
  }

  @Property
  void anyText_isJudgedAsByARegularExpressionAndASum(@ForAll String text) {
    assertThat(Clabe.isValid(text)).isEqualTo(isValidByTheBook(text));
  }

  @Property
  void any18Digits_areJudgedAsByARegularExpressionAndASum(
      @ForAll @StringLength(18) @CharRange(from = '/', to = ':') String text) {
    assertThat(Clabe.isValid(text)).isEqualTo(isValidByTheBook(text));
  }

  @Provide
  Arbitrary<String> clabes() {
    return Arbitraries.strings()
        .numeric()
        .ofLength(17)
        .map(digits -> digits + Clabe.expectedCheckDigit(digits));
  }

  private static boolean isValidByTheBook(String text) {
    if (!text.matches("[0-9]{18}")) {
      return false;
    }
    int[] weights = {3, 7, 1};
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (text.charAt(i) - '0') * weights[i % 3] % 10;
    }
    return (10 - sum % 10) % 10 == text.charAt(17) - '0';
  }
}
