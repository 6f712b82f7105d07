package io.mcp2p.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.ConstraintValidatorContext;
import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Test numbers of the card schemes, as processors publish them. */
class NoCardNumberTest {

  private static boolean isValid(String text) {
    var unused =
        (ConstraintValidatorContext)
            Proxy.newProxyInstance(
                NoCardNumberTest.class.getClassLoader(),
                new Class<?>[] {ConstraintValidatorContext.class},
                (self, method, arguments) -> null);
    return new NoCardNumber.Check().isValid(text, unused);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "card 4242 4242 4242 4242, thanks",
        "5555-5555-5555-4444",
        "378282246310005",
        "4111 1111 1111 1111 123",
        "%B4111111111111111^ROMERO/ANA^28051010000",
        "４１１１１１１１１１１１１１１１",
        "x4222222222222x"
      })
  void cardNumber_isSeen(String text) {
    assertThat(isValid(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Order 1187", "+52 55 1234 5678", "Ticket 202611200001", "2026-11-20"})
  void otherText_passes(String text) {
    assertThat(isValid(text)).isTrue();
  }
}
