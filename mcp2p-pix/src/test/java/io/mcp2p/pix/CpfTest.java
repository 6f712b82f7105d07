package io.mcp2p.pix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpfTest {
  static Stream<PixVectors.Row> vectors() {
    return PixVectors.of("cpf");
  }

  static Stream<PixVectors.Row> partialMasks() {
    return PixVectors.of("cpf_partial_mask");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vector_isJudgedAsItsSourceSays(PixVectors.Row row) {
    assertThat(Cpf.isValid(row.input())).isEqualTo(row.expected().equals("valid"));
    if (Cpf.isValid(row.input())) {
      assertThat(Cpf.digits(row.input())).isEqualTo(row.detail());
    }
  }

  @ParameterizedTest
  @MethodSource("partialMasks")
  void separatorsThatAreNotAllThere_areRefused(PixVectors.Row row) {
    assertThat(Cpf.isValid(row.input())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1234567890",
        "123456789099",
        "12345678909 ",
        "123.456.789.09",
        "123-456-789-09",
        "1234567890/",
        "1234567890:",
        "１2345678909",
        "٠2345678909",
        "123.456.789-0\u0000"
      })
  void otherText_isRefused(String text) {
    assertThat(Cpf.isValid(text)).isFalse();
  }

  @Test
  void elevenEqualDigits_areRefused() {
    for (int digit = 0; digit <= 9; digit++) {
      var equal = Integer.toString(digit).repeat(11);
      assertThat(equal).matches(CpfTest::isValidByTheBook);
      assertThat(Cpf.isValid(equal)).isFalse();
    }
    assertThat(Cpf.isValid("000.000.000-00")).isFalse();
  }

  @Test
  void nothing_isRefused() {
    assertThat(Cpf.isValid(null)).isFalse();
  }

  @Property
  void numberWithItsCheckDigits_isValidBareAndMasked(@ForAll("cpfs") String cpf) {
    assertThat(Cpf.isValid(cpf)).isTrue();
    assertThat(Cpf.isValid(mask(cpf))).isTrue();
    assertThat(Cpf.digits(mask(cpf))).isEqualTo(cpf);
  }

  @Property
  void anyElevenDigits_areJudgedAsByTheBook(@ForAll("digits") String digits) {
    assertThat(Cpf.isValid(digits))
        .isEqualTo(isValidByTheBook(digits) && digits.chars().distinct().count() > 1);
  }

  @Property
  void anyOneWrongCheckDigit_isCaught(
      @ForAll("cpfs") String cpf,
      @ForAll @IntRange(min = 9, max = 10) int position,
      @ForAll @IntRange(min = 1, max = 9) int shift) {
    assertThat(Cpf.isValid(shifted(cpf, position, shift))).isFalse();
  }

  /** Where a remainder of 10 becomes one of 0 or the reverse, both are written 0. */
  @Property
  void oneWrongDigit_isCaughtUnlessTheRemaindersAreWrittenAlike(
      @ForAll("cpfs") String cpf,
      @ForAll @IntRange(max = 8) int position,
      @ForAll @IntRange(min = 1, max = 9) int shift) {
    var wrong = shifted(cpf, position, shift);

    boolean alike = isValidByTheBook(wrong);
    assertThat(Cpf.isValid(wrong)).isEqualTo(alike);
    if (alike) {
      assertThat(cpf.substring(9)).contains("0");
    }
  }

  private static String shifted(String digits, int position, int shift) {
    var wrong = new StringBuilder(digits);
    wrong.setCharAt(position, (char) ('0' + (digits.charAt(position) - '0' + shift) % 10));
    return wrong.toString();
  }

  static String mask(String cpf) {
    return cpf.replaceFirst("(...)(...)(...)(..)", "$1.$2.$3-$4");
  }

  /** The rule as it is written down: weights 10 to 2, then 11 to 2. */
  static boolean isValidByTheBook(String digits) {
    return digits.endsWith(checkDigits(digits.substring(0, 9)));
  }

  static String checkDigits(String base) {
    var digits = new StringBuilder(base);
    for (int count : new int[] {9, 10}) {
      int sum = 0;
      for (int i = 0; i < count; i++) {
        sum += (digits.charAt(i) - '0') * (count + 1 - i);
      }
      digits.append(sum % 11 < 2 ? 0 : 11 - sum % 11);
    }
    return digits.substring(9);
  }

  @Provide
  Arbitrary<String> cpfs() {
    return Arbitraries.strings()
        .numeric()
        .ofLength(9)
        .map(base -> base + checkDigits(base))
        .filter(it -> it.chars().distinct().count() > 1);
  }

  @Provide
  Arbitrary<String> digits() {
    return Arbitraries.strings().numeric().ofLength(11);
  }
}
