package io.mcp2p.payment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayeeTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "Juan Pérez,J*** P***",
        "Ñ,Ñ***",
        "  a\tb  c ,  a***\tb***  c*** ",
        "🍞pan 🍞,🍞*** 🍞***",
        "a\u00A0b,a***", // a space that does not break is of the word
        "'',''"
      })
  void initials_showTheFirstCharacterOfEachWord(String name, String shortened) {
    assertThat(Payee.initials(name)).isEqualTo(shortened);
  }
}
