package io.mcp2p.pix;

import static io.mcp2p.pix.PixConversation.LUNCH;
import static io.mcp2p.pix.PixConversation.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateKeyToolTest {
  private static final String TOOL = "pix_validate_key";

  private final PixConversation pix = new PixConversation();

  @AfterEach
  void close() {
    pix.close();
  }

  @ParameterizedTest
  @CsvSource({
    "123.456.789-09, CPF, 12345678909",
    "12.abc.345/01de-35, CNPJ, 12ABC34501DE35",
    "(11) 98765-4321, PHONE, +5511987654321",
    "Fulano@Example.com, EMAIL, fulano@example.com",
    "123E4567-E12B-12D1-A456-426655440000, EVP, 123e4567-e12b-12d1-a456-426655440000"
  })
  void key_isNamedAndNormalised(String key, String type, String normalised) {
    assertThat(pix.data(TOOL, Map.of("pixKey", key)))
        .contains(entry("valid", true), entry("type", type), entry("pixKey", normalised));
  }

  @Test
  void answer_canBePaidAsItIs() {
    var key = pix.data(TOOL, Map.of("pixKey", "519.982.597-65")).get("pixKey");

    assertThat(key).isEqualTo("519.982.597-65");
    assertThat(pix.data("pix_send_payment", with(LUNCH, "pixKey", key)))
        .containsEntry("status", "2fa_required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345678900", "51998259765", "fulano@", "000201br.gov.bcb.pix"})
  void invalidKey_isRefusedAsThePaymentWouldBe(String key) {
    var error = pix.error(TOOL, Map.of("pixKey", key));

    assertThat(error).isEqualTo(pix.error("pix_send_payment", with(LUNCH, "pixKey", key)));
    if (!key.isEmpty()) {
      assertThat(error.toString()).doesNotContain(key);
    }
  }
}
