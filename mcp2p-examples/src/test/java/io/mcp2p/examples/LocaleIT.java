package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages are in the caller's language, codes never are. */
class LocaleIT {
  private static final Map<String, Object> LUNCH =
      Map.of(
          "clabe", "014027000005555558",
          "amount", 50000,
          "concept", "Comida",
          "recipientName", "Ana López");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | Nothing has been done yet | Pay MXN 500.00 to | check digit | You have sent no | at least",
        "es | Aún no se ha hecho nada | Pagar MXN 500.00 a | dígito | No | al menos",
        "pt | Nada foi feito ainda | Pagar MXN 500.00 a | dígito | Você | pelo menos"
      })
  void messages_areInTheLanguageAskedFor(
      String locale, String asked, String summary, String clabe, String notFound, String amount) {
    try (var server = ServerProcess.jar("--locale", locale).initialize()) {
      var first = server.call("spei_send_payment", LUNCH);
      assertThat(first.text("message")).contains(asked);
      assertThat(first.text("summary")).contains(summary);

      var wrong = server.call("spei_validate_clabe", Map.of("clabe", "014027000005555559"));
      assertThat(wrong.code()).isEqualTo("SPEI_INVALID_CLABE");
      assertThat(wrong.message()).contains(clabe);

      var unknown = server.call("spei_check_status", Map.of("trackingKey", "NOBODY"));
      assertThat(unknown.code()).isEqualTo("SPEI_TRANSACTION_NOT_FOUND");
      assertThat(unknown.message()).contains(notFound);

      var nothing = server.call("spei_send_payment", with(LUNCH, "amount", 0));
      assertThat(nothing.code()).isEqualTo("INVALID_AMOUNT");
      assertThat(nothing.message()).contains(amount);
    }
  }

  private static Map<String, Object> with(Map<String, ?> arguments, String name, Object value) {
    var more = new HashMap<String, Object>(arguments);
    more.put(name, value);
    return more;
  }
}
