package io.mcp2p.spei;

import static io.mcp2p.spei.SpeiConversation.LUNCH;
import static io.mcp2p.spei.SpeiConversation.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateClabeToolTest {
  private static final String TOOL = "spei_validate_clabe";

  private final SpeiConversation spei = new SpeiConversation();

  @AfterEach
  void close() {
    spei.close();
  }

  @Test
  void validClabe_isTakenApartAndMasked() {
    var data = spei.data(TOOL, Map.of("clabe", "014027000005555558"));

    assertThat(data)
        .contains(
            entry("valid", true),
            entry("bankCode", "014"),
            entry("bankName", "Santander"),
            entry("plaza", "027"),
            entry("account", "*******5555"));
    assertThat(data.toString()).doesNotContain("00000555555");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01402700000555555",
        "01402700000555555８",
        "014-02700000555555",
        "014027000005555559",
        "000000000000000000"
      })
  void invalidClabe_isRefusedAsThePaymentWouldBe(String clabe) {
    var error = spei.error(TOOL, Map.of("clabe", clabe));

    assertThat(error).isEqualTo(spei.error("spei_send_payment", with(LUNCH, "clabe", clabe)));
    assertThat(error.toString()).doesNotContain(clabe);
  }

  @Test
  void wrongCheckDigit_isNotMended() {
    var error = spei.error(TOOL, Map.of("clabe", "014027000005555559"));

    assertThat((String) error.get("message")).doesNotContain("8");
  }
}
