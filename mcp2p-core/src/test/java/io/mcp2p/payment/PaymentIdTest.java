package io.mcp2p.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentIdTest {
  @Test
  void id_isModeAndLettersAndDigits() {
    assertThat(new PaymentId("pay_test_4T6K0000")).hasToString("pay_test_4T6K0000");
    assertThat(PaymentId.isValid("pay_live_abcdefgh")).isTrue();
    assertThat(PaymentId.isValid("pay_test_" + IdSource.random().next())).isTrue();
  }

  @Test
  void id_has8To40Characters() {
    assertThat(PaymentId.isValid("pay_test_" + "A".repeat(7))).isFalse();
    assertThat(PaymentId.isValid("pay_test_" + "A".repeat(8))).isTrue();
    assertThat(PaymentId.isValid("pay_test_" + "A".repeat(40))).isTrue();
    assertThat(PaymentId.isValid("pay_test_" + "A".repeat(41))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pay",
        "pay_prod_12345678",
        "PAY_TEST_12345678",
        "pay_test_1234567-",
        "pay_test_1234567ñ",
        "pay_test_１２３４５６７８",
        " pay_test_12345678",
        "pay_test_12345678\n",
        "chl_test_12345678"
      })
  void anythingElse_isRefusedWithoutBeingRepeated(String text) {
    assertThat(PaymentId.isValid(text)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PaymentId(text))
        .withMessage("no payment id: it is pay_test_… or pay_live_…");
  }
}
