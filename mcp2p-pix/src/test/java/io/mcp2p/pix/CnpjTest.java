package io.mcp2p.pix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
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

class CnpjTest {
  static Stream<PixVectors.Row> vectors() {
    return Stream.concat(PixVectors.of("cnpj_numeric"), PixVectors.of("cnpj_alnum"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vector_isJudgedAsItsSourceSays(PixVectors.Row row) {
    assertThat(Cnpj.isValid(row.input())).isEqualTo(row.expected().equals("valid"));
    if (Cnpj.isValid(row.input())) {
      assertThat(Cnpj.characters(row.input())).isEqualTo(row.detail());
    }
  }

  @Test
  void smallLetters_areTakenForCapitals() {
    assertThat(Cnpj.isValid("12abc34501de35")).isTrue();
    assertThat(Cnpj.characters("12.abc.345/01de-35")).isEqualTo("12ABC34501DE35");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12.ABC.345/01DE35",
        "12.ABC.345-01DE/35",
        "12 ABC 345 01DE 35",
        "12ABC34501DE3５",
        "１2ABC34501DE35",
        "12ABC34501ÐE35",
        "12ABC34501D[35",
        "12ABC34501D{35",
        "12ABC34501D@35",
        "12ABC34501D`35",
        "12ABC34501D:35",
        "12ABC34501D/35",
        "00000000000000",
        "00.000.000/0000-00"
      })
  void otherText_isRefused(String text) {
    assertThat(Cnpj.isValid(text)).isFalse();
  }

  @Test
  void nothing_isRefused() {
    assertThat(Cnpj.isValid(null)).isFalse();
  }

  @Property
  void numberWithItsCheckDigits_isValidBareAndMasked(@ForAll("cnpjs") String cnpj) {
    var masked = cnpj.replaceFirst("(..)(...)(...)(....)(..)", "$1.$2.$3/$4-$5");

    assertThat(Cnpj.isValid(cnpj)).isTrue();
    assertThat(Cnpj.isValid(masked)).isTrue();
    assertThat(Cnpj.isValid(masked.toLowerCase(Locale.ROOT))).isTrue();
    assertThat(Cnpj.characters(masked.toLowerCase(Locale.ROOT))).isEqualTo(cnpj);
  }

  @Property
  void anyOneWrongCheckDigit_isCaught(
      @ForAll("cnpjs") String cnpj,
      @ForAll @IntRange(min = 12, max = 13) int position,
      @ForAll @IntRange(min = 1, max = 9) int shift) {
    var wrong = new StringBuilder(cnpj);
    wrong.setCharAt(position, (char) ('0' + (cnpj.charAt(position) - '0' + shift) % 10));

    assertThat(Cnpj.isValid(wrong)).isFalse();
  }

  /** Not every wrong character is: values 11 apart, as 6 and A, weigh the same. */
  @Property
  void oneWrongCharacter_isJudgedAsByTheBook(
      @ForAll("cnpjs") String cnpj,
      @ForAll @IntRange(max = 11) int position,
      @ForAll("characters") char other) {
    var wrong = new StringBuilder(cnpj);
    wrong.setCharAt(position, other);

    assertThat(Cnpj.isValid(wrong))
        .isEqualTo(wrong.toString().endsWith(checkDigits(wrong.substring(0, 12))));
  }

  /** The rule as it is written down: weights 2 to 9 from the right, over and over. */
  static String checkDigits(String base) {
    var text = new StringBuilder(base);
    for (int i = 0; i < 2; i++) {
      int sum = 0;
      int weight = 2;
      for (int at = text.length() - 1; at >= 0; at--) {
        sum += (text.charAt(at) - 48) * weight;
        weight = weight == 9 ? 2 : weight + 1;
      }
      text.append(sum % 11 < 2 ? 0 : 11 - sum % 11);
    }
    return text.substring(12);
  }

  @Provide
  Arbitrary<String> cnpjs() {
    var characters = Arbitraries.chars().range('0', '9').range('A', 'Z');
    return Arbitraries.oneOf(
            Arbitraries.strings().numeric().ofLength(12),
            characters.array(char[].class).ofSize(12).map(String::new))
        .filter(it -> !it.equals("000000000000"))
        .map(base -> base + checkDigits(base));
  }

  @Provide
  Arbitrary<Character> characters() {
    return Arbitraries.chars().range('0', '9').range('A', 'Z').filter(c -> c != '0');
  }
}
