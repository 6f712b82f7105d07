package io.mcp2p.pse;

import static io.mcp2p.pse.PseConversation.SCREWS;
import static io.mcp2p.pse.PseConversation.details;
import static io.mcp2p.pse.PseConversation.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidateRecipientToolTest {
  private static final String TOOL = "pse_validate_recipient";

  private final PseConversation pse = new PseConversation();

  @AfterEach
  void close() {
    pse.close();
  }

  @Test
  void nit_isTakenApartAndNormalised() {
    assertThat(pse.data(TOOL, Map.of("recipientId", "NIT:900.123.456")))
        .contains(
            entry("valid", true),
            entry("type", "NIT"),
            entry("number", "900123456"),
            entry("checkDigit", 8),
            entry("recipientId", "NIT:900123456-8"));
  }

  @Test
  void cedula_hasNoCheckDigit() {
    assertThat(pse.data(TOOL, Map.of("recipientId", "CC:1.020.304.050")))
        .contains(
            entry("type", "CC"),
            entry("number", "1020304050"),
            entry("recipientId", "CC:1020304050"))
        .doesNotContainKey("checkDigit");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "900123456 | begins with NIT: or CC:",
        "'' | begins with NIT: or CC:",
        "CE:123456 | Other documents are not taken",
        "NIT:900123457-8 | check digit does not fit",
        "NIT:10-01-23-123 | separators",
        "NIT:90012345x | digits only",
        "NIT:1234 | another length",
        "NIT:111111111 | repeated",
        "NIT:0900123456 | begin with 0",
        "NIT:12345678 | write CC:",
        "NIT:2020304050 | after a dash",
        "CC:12345 | 6 to 10 digits",
        "CC:12345678-9 | no check digit",
        "CC:abcdef | digits only",
        "CC:9999999 | repeated",
        "CC:0123456 | begin with 0",
      })
  void invalidId_isRefusedAsThePaymentWouldBeAndSaysWhichRuleFailed(String id, String words) {
    var error = pse.error(TOOL, Map.of("recipientId", id));

    assertThat(error).containsEntry("code", "PSE_INVALID_RECIPIENT_ID");
    assertThat(details(error)).contains(entry("field", "recipientId"), entry("retryable", false));
    assertThat((String) error.get("message")).contains(words);
    assertThat(error).isEqualTo(pse.error("pse_send_payment", with(SCREWS, "recipientId", id)));
  }

  @Test
  void wrongCheckDigit_isNotMended() {
    var error = pse.error(TOOL, Map.of("recipientId", "NIT:900123456-1"));

    assertThat((String) error.get("message")).doesNotContain("8", "900123456");
  }

  @Test
  void endlessId_isRefused() {
    var error = pse.error(TOOL, Map.of("recipientId", "NIT:" + "9".repeat(1_000)));

    assertThat(error).containsEntry("code", "PSE_INVALID_RECIPIENT_ID");
    assertThat((String) error.get("message")).hasSizeLessThan(200);
  }
}
