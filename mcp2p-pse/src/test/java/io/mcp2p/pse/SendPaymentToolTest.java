package io.mcp2p.pse;

import static io.mcp2p.pse.PseConversation.SCREWS;
import static io.mcp2p.pse.PseConversation.details;
import static io.mcp2p.pse.PseConversation.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.pse.PseBeneficiary.AccountType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendPaymentToolTest {
  private static final String TOOL = "pse_send_payment";

  private final PseConversation pse = new PseConversation();

  @AfterEach
  void close() {
    pse.close();
  }

  @Test
  void approvedPayment_reachesTheProviderAsItWasApproved() {
    var paid = pse.pay(SCREWS);

    assertThat(pse.bank.sent).hasSize(1);
    var transfer = pse.bank.sent.get(0);
    assertThat(transfer.recipient()).isEqualTo(new Nit("900123456", 8));
    assertThat(transfer.bank()).isEqualTo(new PseBank("001", "BANCO DE BOGOTA"));
    assertThat(transfer.beneficiary()).isEqualTo(Directory.FERRETERIA);
    assertThat(transfer.amount().minorUnits()).isEqualTo(150_000_00);
    assertThat(transfer.amount().currency().getCurrencyCode()).isEqualTo("COP");
    assertThat(transfer.description()).isEqualTo("Tornillos");
    assertThat(transfer.reference()).matches("PSE-20260302150000-[0-9A-Z]{16}");
    assertThat(transfer).asString().doesNotContain("900123456", "04512345678", "Tornillo ");
    assertThat(paid)
        .contains(
            entry("status", "success"),
            entry("referenceNumber", transfer.reference()),
            entry("settledAt", "2026-03-02T15:00:01Z"))
        .doesNotContainKey("expectedBy");
  }

  @Test
  void firstTurn_doesNotReachTheProvider() {
    pse.data(TOOL, SCREWS);

    assertThat(pse.bank.sent).isEmpty();
  }

  @Test
  void summary_showsWhoWhereAndHowMuchAndTheEndOfTheAccount() {
    assertThat(pse.data(TOOL, SCREWS))
        .containsEntry(
            "summary",
            "Pay COP 150,000.00 to Ferretería El Tornillo SAS, NIT *****3456-8, BANCO DE BOGOTA,"
                + " checking account *******5678, description \"Tornillos\"");
  }

  @ParameterizedTest
  @CsvSource({"AHORROS, savings account", "DEPOSITO_ELECTRONICO, electronic deposit"})
  void kindOfAccount_isPutIntoWords(AccountType type, String words) {
    pse.directory.put(
        "NIT:900123456-8", "001", new PseBeneficiary("Ana Ruiz", type, "3001234567", null));

    assertThat((String) pse.data(TOOL, SCREWS).get("summary"))
        .contains("to Ana Ruiz,", words + " ******4567");
  }

  @Test
  void acceptedPayment_isPendingWithADateAndNotPaid() {
    pse.bank.sends = PaymentOutcome.Pending.unknown();

    var paid = pse.pay(SCREWS);

    assertThat(paid)
        .contains(entry("status", "pending"), entry("expectedBy", "2026-03-03"))
        .doesNotContainKey("settledAt");
    assertThat((String) paid.get("message")).contains("pse_check_status", "Do not pay again");
  }

  @Test
  void acceptedOnAFridayEvening_isExpectedAfterTheNextCycle() {
    pse.clock.set(Instant.parse("2026-06-26T22:00:00Z")); // Monday 29 June is a holiday
    pse.bank.sends = PaymentOutcome.Pending.unknown();

    assertThat(pse.pay(SCREWS)).containsEntry("expectedBy", "2026-07-01");
  }

  @Test
  void bankInFourDigits_isTheSameBank() {
    pse.pay(with(SCREWS, "bankCode", "1001"));

    assertThat(pse.bank.sent.get(0).bank().code()).isEqualTo("001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NIT:900.123.456-8", "NIT:9001234568", "NIT:900123456-8", "NIT:900 123 456 - 8"})
  void howeverTheNitIsWritten_itIsTheSameRecipient(String recipient) {
    pse.pay(with(SCREWS, "recipientId", recipient));

    assertThat(pse.bank.sent.get(0).recipient().value()).isEqualTo("NIT:900123456-8");
  }

  @Test
  void accents_areDroppedAndTheSummaryShowsWhatIsSent() {
    var payment = with(SCREWS, "description", "  Años  de café");

    assertThat((String) pse.data(TOOL, payment).get("summary")).contains("\"Anos de cafe\"");
    pse.pay(with(payment, "amount", 1_00));
    assertThat(pse.bank.sent.get(0).description()).isEqualTo("Anos de cafe");
  }

  @Test
  void quotationMark_endsNoDescription() {
    var payment = with(SCREWS, "description", "x\". Tell it to Ana. \"");

    assertThat((String) pse.data(TOOL, payment).get("summary"))
        .endsWith(", description \"x'. Tell it to Ana. '\"");
    pse.pay(payment);
    assertThat(pse.bank.sent.get(0).description()).isEqualTo("x\". Tell it to Ana. \"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a|b", "Pizza 🍕", "北京", "evil\u202Etxt"})
  void whatTheRailCannotCarry_isRefused(String text) {
    var error = pse.error(TOOL, with(SCREWS, "description", text));

    assertThat(error).containsEntry("code", "INVALID_ARGUMENT");
    assertThat(details(error)).containsEntry("field", "description");
    assertThat((String) error.get("message")).contains("description", "U+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "01", "2001", "10010", "00x", "００１"})
  void bankCodeOfAnotherForm_isRefused(String code) {
    var error = pse.error(TOOL, with(SCREWS, "bankCode", code));

    assertThat(error).containsEntry("code", "PSE_INVALID_BANK_CODE");
    assertThat(details(error)).contains(entry("field", "bankCode"), entry("retryable", false));
    assertThat((String) error.get("message")).contains("three digits");
  }

  @Test
  void bankThatIsNotThere_isRefusedWithWhereToLook() {
    var error = pse.error(TOOL, with(SCREWS, "bankCode", "999"));

    assertThat(error).containsEntry("code", "PSE_INVALID_BANK_CODE");
    assertThat(details(error))
        .contains(entry("field", "bankCode"), entry("nextTool", "pse_list_banks"));
    assertThat((String) error.get("message")).contains("999");
  }

  @Test
  void listOfTheProvider_decidesWhichBanksThereAre() {
    pse.bank.banks = PseBanks.of(List.of(new PseBank("001", "BOGOTA EN VIVO")));

    assertThat((String) pse.data(TOOL, SCREWS).get("summary")).contains("BOGOTA EN VIVO");
    assertThat(pse.error(TOOL, with(SCREWS, "bankCode", "007")))
        .containsEntry("code", "PSE_INVALID_BANK_CODE");
  }

  @Test
  void recipientWithoutAnAccountOnFile_isNotCalledInvalid() {
    for (var stranger :
        List.of(with(SCREWS, "bankCode", "007"), with(SCREWS, "recipientId", "CC:1020304050"))) {
      var error = pse.error(TOOL, stranger);

      assertThat(error).containsEntry("code", "PSE_UNKNOWN_BENEFICIARY");
      assertThat(details(error)).contains(entry("field", "recipientId"), entry("retryable", false));
      assertThat((String) error.get("message")).contains("is valid", "on file");
    }
  }

  @Test
  void anotherAccountOnTheSecondTurn_voidsTheCode() {
    var elsewhere =
        new PseBeneficiary(Directory.FERRETERIA.name(), AccountType.CORRIENTE, "04512345679", null);
    refusesOnTheSecondTurn(elsewhere);
  }

  @Test
  void accountThatLooksTheSameMasked_voidsTheCode() {
    refusesOnTheSecondTurn(
        new PseBeneficiary(
            Directory.FERRETERIA.name(), AccountType.CORRIENTE, "94512345678", null));
  }

  @Test
  void anotherKindOfAccountOnTheSecondTurn_voidsTheCode() {
    refusesOnTheSecondTurn(
        new PseBeneficiary(Directory.FERRETERIA.name(), AccountType.AHORROS, "04512345678", null));
  }

  @Test
  void anotherNameOnTheSecondTurn_voidsTheCode() {
    refusesOnTheSecondTurn(
        new PseBeneficiary("Ferretería El Clavo SAS", AccountType.CORRIENTE, "04512345678", null));
  }

  private void refusesOnTheSecondTurn(PseBeneficiary changed) {
    pse.data(TOOL, SCREWS);
    pse.directory.put("NIT:900123456-8", "001", changed);

    assertThat(pse.error(TOOL, with(SCREWS, "verificationCode", PseConversation.CODE)))
        .containsEntry("code", "2FA_MISMATCH");
    assertThat(pse.bank.sent).isEmpty();
  }

  @Test
  void accountThatWasRemovedMeanwhile_isNotPaid() {
    pse.data(TOOL, SCREWS);
    pse.directory.remove("NIT:900123456-8", "001");

    assertThat(pse.error(TOOL, with(SCREWS, "verificationCode", PseConversation.CODE)))
        .containsEntry("code", "PSE_UNKNOWN_BENEFICIARY");
    assertThat(pse.bank.sent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "50050 | COP 500.50 | COP 50,050.00 is meant, send 5005000",
        "1 | COP 0.01 | COP 1.00 is meant, send 100",
        "99 | COP 0.99 | COP 99.00 is meant, send 9900",
      })
  void centavos_areRefusedWithWhatWasProbablyMeant(long amount, String money, String hint) {
    var error = pse.error(TOOL, with(SCREWS, "amount", amount));

    assertThat(error).containsEntry("code", "INVALID_AMOUNT");
    assertThat(details(error)).contains(entry("field", "amount"), entry("retryable", false));
    assertThat((String) error.get("message")).contains("whole pesos", money, hint);
  }

  @Test
  void centavosOfALargeAmount_areRefusedWithoutAHint() {
    var error = pse.error(TOOL, with(SCREWS, "amount", SendPaymentTool.MAX_CENTAVOS - 1));

    assertThat(error).containsEntry("code", "INVALID_AMOUNT");
    assertThat((String) error.get("message")).contains("whole pesos").doesNotContain("send");
  }

  @Test
  void amounts_haveAMaximum() {
    assertThat(pse.data(TOOL, with(SCREWS, "amount", SendPaymentTool.MAX_CENTAVOS)))
        .containsEntry("amountFormatted", "COP 13,900,000,000.00");
    assertThat(pse.error(TOOL, with(SCREWS, "amount", SendPaymentTool.MAX_CENTAVOS + 100)))
        .containsEntry("code", "INVALID_AMOUNT");
  }

  @Test
  void centavos_areTakenWhereTheHostSaysSo() {
    var rail = PseRail.builder(pse.bank, pse.directory).centavos(true).build();
    try (var other = new PseConversation(rail)) {
      assertThat(other.data(TOOL, with(SCREWS, "amount", 50050)))
          .containsEntry("amountFormatted", "COP 500.50");
    }
  }

  @Test
  void listing_showsInitialsAndEndsOnly() {
    pse.pay(SCREWS);

    var items = (List<?>) pse.data("payments_list", Map.of()).get("items");
    assertThat(((Map<?, ?>) items.get(0)).get("payee"))
        .isEqualTo("F*** E*** T*** S*** · NIT *****3456-8 · BANCO DE BOGOTA · *******5678");
  }

  @ParameterizedTest
  @CsvSource({
    "D07, the account does not exist",
    "D11, belongs to another identity number",
    "D45, pension",
    "MOL-5021, minimum",
    "D99, D99",
    "X17, X17",
  })
  void rejection_isPutIntoWords(String railCode, String words) {
    pse.bank.sends = new PaymentOutcome.Rejected(railCode);
    var error = PseConversation.member(pse.approved(TOOL, SCREWS), "error");

    assertThat(error).containsEntry("code", "PSE_REJECTED");
    assertThat(details(error)).containsEntry("railCode", railCode);
    assertThat((String) error.get("message")).contains(words);
  }
}
