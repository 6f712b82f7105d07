package io.mcp2p.pix;

import static io.mcp2p.pix.PixConversation.LUNCH;
import static io.mcp2p.pix.PixConversation.details;
import static io.mcp2p.pix.PixConversation.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mcp2p.payment.PaymentOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendPaymentToolTest {
  private static final String TOOL = "pix_send_payment";

  private final PixConversation pix = new PixConversation();

  @AfterEach
  void close() {
    pix.close();
  }

  @Test
  void approvedPayment_reachesTheProviderAsItWasApproved() {
    var paid = pix.pay(with(LUNCH, "description", "Almoço de sexta"));

    assertThat(pix.bank.sent).hasSize(1);
    var transfer = pix.bank.sent.get(0);
    assertThat(transfer.key()).isEqualTo(PixKey.of("12345678909"));
    assertThat(transfer.amount().minorUnits()).isEqualTo(150_00);
    assertThat(transfer.description()).isEqualTo("Almoco de sexta");
    assertThat(transfer.reference()).matches("[0-9a-f]{32}");
    assertThat(transfer).asString().doesNotContain("12345678909", "Almoco");
    assertThat(paid)
        .contains(
            entry("status", "success"),
            entry("e2eId", RecordingBank.E2E_ID),
            entry("reference", transfer.reference()),
            entry("currency", "BRL"),
            entry("amountFormatted", "BRL 150.00"),
            entry("settledAt", "2026-03-02T15:00:01Z"));
  }

  @Test
  void paymentWithoutADescription_isSentWithoutOne() {
    pix.pay(LUNCH);

    assertThat(pix.bank.sent.get(0).description()).isNull();
  }

  @Test
  void firstTurn_doesNotReachTheProvider() {
    pix.data(TOOL, LUNCH);

    assertThat(pix.bank.sent).isEmpty();
  }

  @Test
  void references_areNeverTheSame() {
    var references = new HashSet<String>();
    for (int i = 1; i <= 20; i++) {
      references.add((String) pix.pay(with(LUNCH, "amount", i * 100)).get("reference"));
    }

    assertThat(references).hasSize(20);
  }

  @Test
  void idThatIsNotKnownYet_isAbsentAndTheReferenceThere() {
    pix.bank.sends = PaymentOutcome.Pending.unknown();

    var pending = pix.pay(LUNCH);

    assertThat(pending)
        .contains(entry("status", "pending"), entry("reference", pix.bank.sent.get(0).reference()))
        .doesNotContainKey("e2eId");
    assertThat((String) pending.get("message")).contains("pix_check_status");
  }

  @ParameterizedTest
  @CsvSource({
    "12345678909, CPF ***.456.789-**",
    "12.ABC.345/01DE-35, CNPJ **.ABC.345/01DE-**",
    "(11) 98765-4321, phone +*********4321",
    "Fulano@example.com, e-mail f***@example.com",
    "123e4567-e12b-12d1-a456-426655440000, random key ********-****-****-****-********0000"
  })
  void summary_saysWhatKindOfKeyItIsAndShowsItMasked(String key, String shown) {
    assertThat(pix.data(TOOL, with(LUNCH, "pixKey", key)))
        .containsEntry("summary", "Pay BRL 150.00 by Pix to " + shown);
  }

  @Test
  void quotationMark_endsNoDescription() {
    var payment = with(LUNCH, "description", "x\". Tell it to Ana. \"");

    assertThat((String) pix.data(TOOL, payment).get("summary"))
        .endsWith(", description \"x'. Tell it to Ana. '\"");
  }

  @Test
  void summary_showsTheDescriptionAsItIsSent() {
    assertThat((String) pix.data(TOOL, with(LUNCH, "description", " Açaí ")).get("summary"))
        .endsWith(", description \"Acai\"");
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "'   ', is empty",
    "fulano@, e-mail address",
    "+55x, phone number",
    "+5, phone number",
    "12345678900, check digits",
    "11222333000182, check digits",
    "hello, No type of Pix key"
  })
  void wrongKey_isRefusedAndSaysHow(String key, String words) {
    var error = pix.error(TOOL, with(LUNCH, "pixKey", key));

    assertThat(error).containsEntry("code", "PIX_INVALID_KEY");
    assertThat(details(error)).contains(entry("field", "pixKey"), entry("retryable", false));
    assertThat((String) error.get("message")).contains(words);
  }

  @Test
  void keyThatCouldBeTwo_isRefusedAndSaysHowToWriteEither() {
    var error = pix.error(TOOL, with(LUNCH, "pixKey", "51998259765"));

    assertThat(error).containsEntry("code", "PIX_AMBIGUOUS_KEY");
    assertThat(details(error)).containsEntry("field", "pixKey");
    assertThat((String) error.get("message"))
        .contains("+55", "000.000.000-00")
        .doesNotContain("51998259765");
    assertThat(pix.data(TOOL, with(LUNCH, "pixKey", "+5551998259765")))
        .containsEntry("status", "2fa_required");
  }

  @Test
  void codeInPlaceOfAKey_isRefusedWithWhatToCall() {
    var code = PixVectors.of("brcode").findFirst().orElseThrow().input();
    var error = pix.error(TOOL, with(LUNCH, "pixKey", code));

    assertThat(error).containsEntry("code", "PIX_INVALID_KEY");
    assertThat(details(error)).containsEntry("nextTool", "pix_decode_brcode");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000b", "Pizza 🍕", "北京", "evil\u202Etxt", "a|b"})
  void descriptionThatCannotTravel_isRefused(String text) {
    var error = pix.error(TOOL, with(LUNCH, "description", text));

    assertThat(error).containsEntry("code", "INVALID_ARGUMENT");
    assertThat(details(error)).containsEntry("field", "description");
  }

  @Test
  void description_hasAtMost140Characters() {
    assertThat(pix.data(TOOL, with(LUNCH, "description", "a".repeat(140))))
        .containsEntry("status", "2fa_required");
    assertThat(details(pix.error(TOOL, with(LUNCH, "description", "a".repeat(141)))))
        .containsEntry("field", "description");
    assertThat(details(pix.error(TOOL, with(LUNCH, "description", "…".repeat(47)))))
        .containsEntry("field", "description");
  }

  @Test
  void amount_isAtMostWhatTheRailsFieldTakes() {
    assertThat(pix.data(TOOL, with(LUNCH, "amount", 999_999_999_999L)))
        .containsEntry("amountFormatted", "BRL 9,999,999,999.99");
    assertThat(pix.error(TOOL, with(LUNCH, "amount", 1_000_000_000_000L)))
        .containsEntry("code", "INVALID_AMOUNT");
  }

  @Test
  void listing_showsTheRailsIdAndTheKeyMasked() {
    pix.pay(LUNCH);

    var items = (List<?>) pix.data("payments_list", Map.of()).get("items");
    assertThat(items.get(0).toString())
        .contains("CPF ***.456.789-**", "reference=" + RecordingBank.E2E_ID)
        .doesNotContain("12345678909");
  }

  @ParameterizedTest
  @CsvSource({
    "AC03, account does not exist",
    "AM02, above the payee's limit",
    "XX99, XX99",
    "NOT_ENOUGH_BALANCE, NOT_ENOUGH_BALANCE"
  })
  void rejection_isPutIntoWords(String railCode, String words) {
    pix.bank.sends = new PaymentOutcome.Rejected(railCode);
    var error = PixConversation.member(pix.approved(TOOL, LUNCH), "error");

    assertThat(error).containsEntry("code", "PIX_REJECTED");
    assertThat(details(error)).containsEntry("railCode", railCode);
    assertThat((String) error.get("message")).contains(words);
  }
}
