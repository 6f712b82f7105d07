package io.mcp2p.pse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.mcp2p.pse.Cedula.Problem;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CedulaTest {

  static Stream<PseVectors.Row> vectors() {
    return PseVectors.of("cc");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vector_isJudgedAsItsSourceSays(PseVectors.Row row) {
    if (!row.isRefused()) {
      assertThat(Cedula.of(row.input()).number()).isEqualTo(row.detail());
      assertThat(Cedula.isValid(row.input())).isTrue();
    } else {
      assertThat(Cedula.problemOf(row.input()))
          .isEqualTo(row.detail().equals("letters") ? Problem.CHARACTERS : Problem.LENGTH);
    }
  }

  static Stream<PseVectors.Row> lengths() {
    return PseVectors.of("cc_length");
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void length_isJudgedAsAPayoutProviderDoes(PseVectors.Row row) {
    var number = "123456789012".substring(0, Integer.parseInt(row.input()));

    assertThat(Cedula.problemOf(number)).isEqualTo(row.isRefused() ? Problem.LENGTH : null);
  }

  @ParameterizedTest
  @CsvSource({"1 020 304 050, 1020304050", "'12,345,678', 12345678", "123.456, 123456"})
  void groupedNumber_isRead(String text, String number) {
    assertThat(Cedula.of(text).number()).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12345 | LENGTH",
        "1234567890123456 | LENGTH",
        "1.234.567.890.123 | LENGTH",
        "12345678-8 | FORMAT",
        "12.345.678.8 | FORMAT",
        "12.34.56 | FORMAT",
        "12-345-678 | FORMAT",
        "' 12345678' | FORMAT",
        "1234567８ | CHARACTERS",
        "E226932 | CHARACTERS",
        "1111111111 | ALL_EQUAL",
        "0000000 | ALL_EQUAL",
        "0012345678 | LEADING_ZERO",
      })
  void whatIsNoCedula_isRefusedAndSaysWhy(String text, Problem problem) {
    assertThat(Cedula.problemOf(text)).isEqualTo(problem);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cedula.of(text))
        .withMessage("not a cédula: " + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345", "1.020.304.050", "0012345678", "1111111", "x"})
  void numberOutOfForm_isRefusedWithoutBeingRepeated(String number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cedula(number))
        .withMessage("not a cédula: 6 to 10 digits, the first one not 0");
  }

  @Test
  void null_isNoCedula() {
    assertThat(Cedula.isValid(null)).isFalse();
    assertThatNullPointerException().isThrownBy(() -> Cedula.of(null));
  }

  @Test
  void printed_showsTheLastFourDigitsOnly() {
    var cedula = Cedula.of("1.020.304.050");

    assertThat(cedula.masked()).isEqualTo("CC ******4050");
    assertThat(cedula).hasToString("Cedula[…4050]");
    assertThat(cedula.type()).isEqualTo("CC");
    assertThat(cedula.value()).isEqualTo("CC:1020304050");
  }

  @Property
  void anyText_isJudgedWithoutThrowing(@ForAll String text) {
    assertThat(Cedula.isValid(text)).isEqualTo(Cedula.problemOf(text) == null);
  }
}
