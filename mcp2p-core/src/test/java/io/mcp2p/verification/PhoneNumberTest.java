package io.mcp2p.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mcp2p.payment.Money;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
  @ParameterizedTest
  @CsvSource({
    "+525512345678, +**********78",
    "+12025550123, +*********23",
    "+4930901820, +********20",
    "+551151992345, +**********45"
  })
  void number_printsMasked(String value, String masked) {
    var number = new PhoneNumber(value);

    assertThat(number.value()).isEqualTo(value);
    assertThat(number.masked()).isEqualTo(masked);
    assertThat(number).hasToString(masked);
    assertThat(masked).hasSameSizeAs(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "525512345678",
        "+123456",
        "+1234567890123456",
        "+0123456789",
        "+52 55 1234 5678",
        "+52-5512345678",
        "+5255123456７８",
        "+525512345678\n",
        " +525512345678",
        "whatsapp:+525512345678",
        "+52551234567x"
      })
  void anythingElse_isRefusedWithoutBeingRepeated(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PhoneNumber(value))
        .withMessage("a phone number is + and 7 to 15 digits (E.164)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1234567", "+99912345678", "+5255123456789012", "+521"})
  void numberThatNoCountryHas_isRefusedWithoutBeingRepeated(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PhoneNumber(value))
        .withMessageStartingWith("a phone number ")
        .withMessageEndingWith("(E.164)");
  }

  @Test
  void challenge_printsNeitherNumberNorState() {
    var challenge =
        new Challenge(
            "chl_test_1",
            "ana",
            new PhoneNumber("+525512345678"),
            Money.mxn(1),
            "F*** · **** 5558",
            "summary",
            Locale.ENGLISH,
            Instant.EPOCH,
            "state");

    assertThat(challenge).hasToString("Challenge[chl_test_1 to +**********78]");
  }
}
