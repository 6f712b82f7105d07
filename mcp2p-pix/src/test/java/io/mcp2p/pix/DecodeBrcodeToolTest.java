package io.mcp2p.pix;

import static io.mcp2p.pix.BrCodeTest.GUI;
import static io.mcp2p.pix.BrCodeTest.code;
import static io.mcp2p.pix.BrCodeTest.field;
import static io.mcp2p.pix.PixConversation.LUNCH;
import static io.mcp2p.pix.PixConversation.details;
import static io.mcp2p.pix.PixConversation.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeBrcodeToolTest {
  private static final String TOOL = "pix_decode_brcode";
  private static final List<PixVectors.Row> VECTORS = PixVectors.of("brcode").toList();

  private final PixConversation pix = new PixConversation();

  @AfterEach
  void close() {
    pix.close();
  }

  private Map<String, Object> decoded(String brcode) {
    return pix.data(TOOL, Map.of("brcode", brcode));
  }

  @Test
  void staticCode_hasAKeyThatCanBePaid() {
    var data = decoded(VECTORS.get(2).input());

    assertThat(data)
        .contains(
            entry("kind", "STATIC"),
            entry("key", "thalesog@me.com"),
            entry("amount", 10_00),
            entry("amountFormatted", "BRL 10.00"),
            entry("currency", "BRL"),
            entry("merchantName", "THALES OGLIARI"),
            entry("merchantCity", "SAO MIGUEL DO O"))
        .doesNotContainKeys("location", "paymentLocation", "txid");
    assertThat((String) data.get("message")).contains("pix_send_payment");
    assertThat(pix.data("pix_send_payment", with(LUNCH, "pixKey", data.get("key"))))
        .containsEntry("status", "2fa_required");
  }

  @Test
  void staticCodeWithoutAnAmount_saysToAskForIt() {
    var data = decoded(VECTORS.get(0).input());

    assertThat(data).doesNotContainKeys("amount", "amountFormatted", "currency");
    assertThat((String) data.get("message")).contains("sets no amount");
  }

  @Test
  void dynamicCode_hasALocationThatIsNotFetched() {
    var data = decoded(VECTORS.get(1).input());

    assertThat(data)
        .contains(
            entry("kind", "DYNAMIC"),
            entry("location", "pix.example.com/8b3da2f39a4140d1a91abd93113bd441"))
        .doesNotContainKeys("key", "amount");
    assertThat((String) data.get("message")).contains("does not fetch");
  }

  @Test
  void recurrence_isRecognised() {
    var data =
        decoded(
            VECTORS.stream()
                .filter(it -> it.detail().equals("RECURRENCE crc=A441"))
                .findFirst()
                .orElseThrow()
                .input());

    assertThat(data)
        .contains(
            entry("kind", "RECURRENCE"),
            entry("location", "pix.example.com/qr/v2/rec/3ffa640fa4f14080adccb949fa2dc0d0"),
            entry(
                "paymentLocation", "pix.example.com/qr/v2/cobv/1e6c54d3ec9449b7a7fc53b6b0f998e7"));
    assertThat((String) data.get("message")).contains("Pix Automático");
  }

  @Test
  void txid_isShownIfThereIsOne() {
    var code = code(field("26", GUI + field("01", BrCodeTest.EVP)), "", "62110507PEDIDO1");

    assertThat(decoded(code)).containsEntry("txid", "PEDIDO1");
  }

  @Test
  void cpfThatCouldBeAPhone_canBePaidAsItIsShown() {
    var code = code(field("26", GUI + field("01", "51998259765")), "", "");

    assertThat(decoded(code)).containsEntry("key", "519.982.597-65");
  }

  @ParameterizedTest
  @CsvSource({"10, CRC", "11, structure", "12, structure"})
  void brokenCode_isRefusedAndSaysWhatIsBroken(int vector, String words) {
    var error = pix.error(TOOL, Map.of("brcode", VECTORS.get(vector).input()));

    assertThat(error).containsEntry("code", "PIX_INVALID_BRCODE");
    assertThat(details(error)).contains(entry("field", "brcode"), entry("retryable", false));
    assertThat((String) error.get("message")).contains(words).doesNotContain("9537");
  }

  @Test
  void longText_isRefused() {
    assertThat(details(pix.error(TOOL, Map.of("brcode", "0".repeat(1025)))))
        .containsEntry("field", "brcode");
  }
}
