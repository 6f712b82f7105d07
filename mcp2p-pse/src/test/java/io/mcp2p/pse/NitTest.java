package io.mcp2p.pse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.mcp2p.pse.Nit.Problem;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NitTest {

  static Stream<PseVectors.Row> vectors() {
    return PseVectors.of("nit");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vector_isJudgedAsItsSourceSays(PseVectors.Row row) {
    var problem = Nit.problemOf(row.input());

    if (!row.isRefused()) {
      assertThat(problem).isNull();
      var nit = Nit.of(row.input());
      assertThat(nit.base() + "|" + nit.checkDigit()).isEqualTo(row.reading());
    } else if (row.detail().startsWith("dv expected ")) {
      assertThat(problem).isEqualTo(Problem.CHECK_DIGIT);
      assertThat("dv expected " + Nit.checkDigitOf(row.input().substring(0, 9)))
          .isEqualTo(row.detail());
    } else {
      assertThat(problem)
          .isEqualTo(
              switch (row.reading()) {
                case "characters" -> Problem.CHARACTERS;
                case "format" -> Problem.FORMAT;
                case "length" -> Problem.LENGTH;
                case "all-equal" -> Problem.ALL_EQUAL;
                case "refused" -> Problem.CEDULA;
                default -> throw new IllegalArgumentException(row.detail());
              });
    }
  }

  static Stream<PseVectors.Row> publishedBases() {
    return PseVectors.of("nit_base");
  }

  @ParameterizedTest
  @MethodSource("publishedBases")
  void base_getsTheCheckDigitThatItsSourceComputes(PseVectors.Row row) {
    assertThat(row.input() + "|" + Nit.checkDigitOf(row.input())).isEqualTo(row.detail());
    assertThat(Nit.of(row.input()).value()).isEqualTo("NIT:" + row.detail().replace("|", "-"));
  }

  @ParameterizedTest
  @CsvSource({
    // django-localflavor's _calc_cd answers 0 where the remainder is 1, and DIAN says 1
    "899999068, 1",
    "830008686, 1",
    "830096513, 1",
    // remainder 0, the other end of the same rule
    "800229739, 0",
    // remainder 10 gives 1 as well
    "900000005, 1",
  })
  void remaindersAtTheEdge_giveTheCheckDigitOfDian(String base, int checkDigit) {
    assertThat(Nit.checkDigitOf(base)).isEqualTo(checkDigit);
    assertThat(Nit.isValid(base + "-" + checkDigit)).isTrue();
    assertThat(Nit.isValid(base + "-" + (1 - checkDigit))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "900123456 | 900123456-8",
        "900.123.456 | 900123456-8",
        "900,123,456 | 900123456-8",
        "900 123 456 | 900123456-8",
        "900.123.456.8 | 900123456-8",
        "900 123 456 8 | 900123456-8",
        "900.123.4568 | 900123456-8",
        "9001234568 | 900123456-8",
        "900123456-8 | 900123456-8",
        "900123456–8 | 900123456-8",
        "900123456—8 | 900123456-8",
        "900123456 - 8 | 900123456-8",
        "900-123-456-8 | 900123456-8",
        "1020304050 | 1020304050-8",
        "1.020.304.050 | 1020304050-8",
        "10203040508 | 1020304050-8",
        "1.020.304.050-8 | 1020304050-8",
        "12345678-8 | 12345678-8",
        "12.345.678-8 | 12345678-8",
        "12.345.678.8 | 12345678-8",
        "123456-3 | 123456-3",
      })
  void howeverItIsWritten_itIsTheSameNumber(String text, String normal) {
    assertThat(Nit.of(text).value()).isEqualTo("NIT:" + normal);
    assertThat(Nit.isValid(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | LENGTH",
        "12345 | LENGTH",
        "12345-0 | LENGTH",
        "123456789012 | LENGTH",
        "12345678901-2 | LENGTH",
        "1234567890123456789012345 | LENGTH",
        "900123456x | CHARACTERS",
        "x | CHARACTERS",
        "900/123/456 | CHARACTERS",
        "90012345６ | CHARACTERS",
        "٩00123456 | CHARACTERS",
        "'900123456\t8' | CHARACTERS",
        "900123456-88 | FORMAT",
        "900123456- | FORMAT",
        "-900123456 | FORMAT",
        "' 900123456' | FORMAT",
        "'900123456 ' | FORMAT",
        "'900123456  -  8' | FORMAT",
        "90.01.23.456 | FORMAT",
        "10.01.23.123 | FORMAT",
        "9001.23456 | FORMAT",
        "900-123-456 | FORMAT",
        "900-123456.8 | FORMAT",
        "- | FORMAT",
        "111111111 | ALL_EQUAL",
        "8888888888 | ALL_EQUAL",
        "999999999-4 | ALL_EQUAL",
        "0900123456 | LEADING_ZERO",
        "012345678 | LEADING_ZERO",
        "123456 | CEDULA",
        "12.345.678 | CEDULA",
        "2020304050 | AMBIGUOUS",
        "7001234568 | AMBIGUOUS",
        "9001234567 | CHECK_DIGIT",
        "900123456-0 | CHECK_DIGIT",
        "900.123.456.7 | CHECK_DIGIT",
        "10203040507 | CHECK_DIGIT",
      })
  void whatIsNoNit_isRefusedByTheFirstRuleThatItBreaks(String text, Problem problem) {
    assertThat(Nit.problemOf(text)).isEqualTo(problem);
    assertThat(Nit.isValid(text)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Nit.of(text))
        .withMessage("not a NIT: " + problem);
  }

  @Test
  void null_isNoNit() {
    assertThat(Nit.isValid(null)).isFalse();
    assertThatNullPointerException().isThrownBy(() -> Nit.of(null));
  }

  @Test
  void printed_showsTheLastFourDigitsAndTheCheckDigitOnly() {
    var nit = Nit.of("900123456");

    assertThat(nit.masked()).isEqualTo("NIT *****3456-8");
    assertThat(nit).hasToString("Nit[…3456-8]");
    assertThat(nit.type()).isEqualTo("NIT");
    assertThat(nit.number()).isEqualTo("900123456");
  }

  @ParameterizedTest
  @CsvSource({"900123456, 7", "0900123456, 0", "111111111, 0", "12345, 0", "900.123.456, 8"})
  void partsThatDoNotFit_areRefusedWithoutBeingRepeated(String base, int checkDigit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Nit(base, checkDigit))
        .withMessageNotContaining(base);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345", "12345678901", "90012345x", "900.123.456", "９00123456"})
  void checkDigitOf_takesABaseOnly(String base) {
    assertThatIllegalArgumentException().isThrownBy(() -> Nit.checkDigitOf(base));
  }

  @Property
  void baseWithItsCheckDigit_isValidHoweverItIsSeparated(
      @ForAll("bases") String base, @ForAll("separators") String separator) {
    var nit = new Nit(base, Nit.checkDigitOf(base));
    int digit = nit.checkDigit();

    assertThat(Nit.of(base + "-" + digit)).isEqualTo(nit);
    assertThat(Nit.of(grouped(base, separator) + "-" + digit)).isEqualTo(nit);
    assertThat(Nit.of(grouped(base, separator) + " – " + digit)).isEqualTo(nit);
    assertThat(Nit.of(grouped(base, separator) + separator + digit)).isEqualTo(nit);
    assertThat(RecipientId.of(nit.value())).isEqualTo(nit);
  }

  @Property
  void wrongCheckDigit_isCaught(
      @ForAll("bases") String base, @ForAll @IntRange(min = 1, max = 9) int shift) {
    int wrong = (Nit.checkDigitOf(base) + shift) % 10;

    assertThat(Nit.problemOf(base + "-" + wrong)).isEqualTo(Problem.CHECK_DIGIT);
  }

  @Property
  void oneWrongDigitOfTheBase_isCaughtUnlessTheRemaindersShareACheckDigit(
      @ForAll("bases") String base,
      @ForAll @IntRange(max = 9) int position,
      @ForAll @IntRange(min = 1, max = 9) int shift) {
    int at = position % base.length();
    var changed = new StringBuilder(base);
    changed.setCharAt(at, (char) ('0' + (base.charAt(at) - '0' + shift) % 10));
    var other = changed.toString();
    boolean unseen = remainder(base) + remainder(other) == 11 && remainder(base) % 9 == 1;
    boolean numberOfAnyone = other.charAt(0) != '0' && other.chars().distinct().count() > 1;

    assertThat(Nit.isValid(other + "-" + Nit.checkDigitOf(base)))
        .isEqualTo(unseen && numberOfAnyone);
  }

  @Property
  void anyText_isJudgedWithoutThrowing(@ForAll String text) {
    var problem = Nit.problemOf(text);

    assertThat(Nit.isValid(text)).isEqualTo(problem == null);
    if (problem == null) {
      assertThat(Nit.of(Nit.of(text).value().substring(4))).isEqualTo(Nit.of(text));
    }
  }

  @Property
  void digitsAndSeparators_areNeverReadAsOtherDigits(@ForAll("numberish") String text) {
    if (Nit.isValid(text)) {
      var digits = text.replaceAll("[^0-9]", "");
      var nit = Nit.of(text);
      assertThat(digits).isIn(nit.base(), nit.base() + nit.checkDigit());
    }
  }

  @Provide
  Arbitrary<String> bases() {
    return Arbitraries.integers()
        .between(6, 10)
        .flatMap(
            length ->
                Combinators.combine(
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.strings().numeric().ofLength(length - 1))
                    .as((first, rest) -> first + rest))
        .filter(base -> base.chars().distinct().count() > 1);
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of(".", ",", " ");
  }

  @Provide
  Arbitrary<String> numberish() {
    return Arbitraries.strings().withChars("0123456789.-, –—").ofMinLength(6).ofMaxLength(16);
  }

  private static String grouped(String digits, String separator) {
    return digits.replaceAll("(?<=\\d)(?=(\\d{3})+$)", separator);
  }

  // By the book, from the weights as DIAN publishes them.
  private static int remainder(String base) {
    int[] weights = {3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71};
    return IntStream.range(0, base.length())
            .map(i -> (base.charAt(base.length() - 1 - i) - '0') * weights[i])
            .sum()
        % 11;
  }
}
