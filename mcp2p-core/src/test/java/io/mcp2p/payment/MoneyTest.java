package io.mcp2p.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | MXN | MXN 0.00",
        "1 | MXN | MXN 0.01",
        "10 | MXN | MXN 0.10",
        "100 | MXN | MXN 1.00",
        "50000 | MXN | MXN 500.00",
        "99999 | MXN | MXN 999.99",
        "100000 | MXN | MXN 1,000.00",
        "123450 | MXN | MXN 1,234.50",
        "10000000 | COP | COP 100,000.00",
        "100000000 | BRL | BRL 1,000,000.00",
        "9223372036854775807 | MXN | MXN 92,233,720,368,547,758.07",
        "0 | CLP | CLP 0",
        "999 | CLP | CLP 999",
        "1000 | CLP | CLP 1,000",
        "1000000 | CLP | CLP 1,000,000",
        "1 | KWD | KWD 0.001",
        "1234567 | KWD | KWD 1,234.567",
        "1000 | XXX | XXX 1,000"
      })
  void formatted_isTheSameEverywhere(long minorUnits, String currency, String expected) {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(Money.of(minorUnits, currency).formatted()).isEqualTo(expected);
      assertThat(Money.of(minorUnits, currency)).hasToString(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void factories_nameTheirCurrency() {
    assertThat(Money.mxn(1)).isEqualTo(Money.of(1, "MXN"));
    assertThat(Money.cop(1)).isEqualTo(Money.of(1, "COP"));
    assertThat(Money.brl(1)).isEqualTo(Money.of(1, "BRL"));
    assertThat(Money.mxn(1)).isNotEqualTo(Money.brl(1));
  }

  @Test
  void negative_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Money.mxn(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Money.mxn(Long.MIN_VALUE));
  }

  @Test
  void unknownCurrency_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Money.of(1, "MXX"));
    assertThatIllegalArgumentException().isThrownBy(() -> Money.of(1, "mxn"));
  }

  @Test
  void plus_adds() {
    assertThat(Money.mxn(1).plus(Money.mxn(2))).isEqualTo(Money.mxn(3));
    assertThat(Money.mxn(Long.MAX_VALUE).plus(Money.mxn(0))).isEqualTo(Money.mxn(Long.MAX_VALUE));
  }

  @Test
  void plus_thatOverflows_throws() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Money.mxn(Long.MAX_VALUE).plus(Money.mxn(1)));
  }

  @Test
  void plus_ofAnotherCurrency_throws() {
    assertThatIllegalArgumentException().isThrownBy(() -> Money.mxn(1).plus(Money.brl(1)));
  }
}
