package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire contract of PSE, held against the server jar. What all rails share: SpeiContractIT. */
class PseContractIT {
  private static final String CODE = "918273";
  private static final String EXAMPLE_REFERENCE = "PSE-2024012614574900012345";
  private static final String REFERENCE = "PSE-[0-9]{14}-[0-9A-Z]{16}";
  private static final int MOST_CHARACTERS = 7_500;
  private static final Map<String, Object> EXAMPLE =
      Map.of(
          "recipientId",
          "NIT:900123456",
          "bankCode",
          "001",
          "amount",
          10000000,
          "description",
          "Pago de factura 123");

  private static ServerProcess server;
  // Each test pays amounts of its own, so that none is taken for another's duplicate.
  private static final AtomicLong PESOS = new AtomicLong(1000);

  @BeforeAll
  static void start() {
    server = jar("en");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ServerProcess jar(String locale) {
    return ServerProcess.jar(
            "--rails",
            "pse",
            "--sandbox-code",
            CODE,
            "--phone",
            "+573001234567",
            "--locale",
            locale)
        .initialize();
  }

  private static Answer send(Map<String, ?> arguments) {
    return server.call("pse_send_payment", arguments);
  }

  private static Answer status(Object reference) {
    return server.call("pse_check_status", Map.of("referenceNumber", reference));
  }

  private static Map<String, Object> refundOf(Object reference) {
    return Map.of("referenceNumber", reference, "reason", "Sent to the wrong account");
  }

  private static Answer refund(Object reference) {
    return server.call("pse_request_refund", refundOf(reference));
  }

  private static Answer approvedRefund(Object reference) {
    return server.call("pse_request_refund", with(refundOf(reference), "verificationCode", CODE));
  }

  private static Answer validate(String recipientId) {
    return server.call("pse_validate_recipient", Map.of("recipientId", recipientId));
  }

  /** A payment whose amount ends in {@code script}. */
  private static Map<String, Object> payment(int script) {
    return with(EXAMPLE, "amount", PESOS.incrementAndGet() * 100 + script);
  }

  /** Both turns of a payment. */
  private static Answer pay(Map<String, ?> payment) {
    assertThat(send(payment).data("status")).isEqualTo("2fa_required");
    return send(with(payment, "verificationCode", CODE));
  }

  private static Map<String, Object> with(Map<String, ?> arguments, String name, Object value) {
    var more = new HashMap<String, Object>(arguments);
    more.put(name, value);
    return more;
  }

  private static Map<String, Object> without(Map<String, ?> arguments, String name) {
    var fewer = new HashMap<String, Object>(arguments);
    fewer.remove(name);
    return fewer;
  }

  // What a client learns

  @Test
  void tools_areThoseOfTheRailAndSmall() {
    assertThat(server.toolNames())
        .filteredOn(it -> it.startsWith("pse_"))
        .containsExactly(
            "pse_check_status",
            "pse_list_banks",
            "pse_request_refund",
            "pse_send_payment",
            "pse_validate_recipient");
    var line = server.toolsLine();
    var tools = line.substring(line.indexOf("{\"name\":\"pse_"), line.lastIndexOf("]"));
    assertThat(tools.length()).isLessThan(MOST_CHARACTERS);
    assertThat(tools.getBytes(UTF_8)).hasSizeLessThan(MOST_CHARACTERS);
  }

  @Test
  void sendTool_saysWhatIsTrueOfThePayout() {
    var line = server.toolsLine();
    var description = line.substring(line.indexOf("{\"name\":\"pse_send_payment\""));

    assertThat(description.substring(0, description.indexOf("inputSchema")))
        .contains("ACH or Bre-B", "not a PSE checkout", "settles later", "pse_check_status");
  }

  @Test
  void coreTools_haveThePublishedArguments() {
    for (var required : EXAMPLE.keySet()) {
      assertThat(send(without(EXAMPLE, required)).detail("field")).isEqualTo(required);
    }
    assertThat(send(with(EXAMPLE, "amout", 1)).message())
        .contains("recipientId, bankCode, amount, description, verificationCode");
  }

  // The published examples

  @Test
  void exampleStatus_isAnsweredVerbatim() {
    assertThat(status(EXAMPLE_REFERENCE).data())
        .contains(
            entry("status", "approved"),
            entry("referenceNumber", EXAMPLE_REFERENCE),
            entry("amount", 10000000),
            entry("amountFormatted", "COP 100,000.00"),
            entry("currency", "COP"),
            entry("updatedAt", "2024-01-26T14:58:05Z"))
        .doesNotContainKey("expectedBy");
  }

  @Test
  void examplePayment_takesTwoTurns() {
    var asked = send(EXAMPLE);

    assertThat(asked.data())
        .contains(
            entry("status", "2fa_required"),
            entry("amount", 10000000),
            entry("amountFormatted", "COP 100,000.00"),
            entry("currency", "COP"),
            entry("mode", "test"))
        .containsKeys("paymentId", "challengeId", "expiresAt", "sentTo", "message")
        .doesNotContainKey("referenceNumber");
    assertThat(asked.text("summary"))
        .isEqualTo(
            "Pay COP 100,000.00 to Empresa Ejemplo SAS, NIT *****3456-8, BANCO DE BOGOTA,"
                + " checking account ********6543, description \"Pago de factura 123\"");
    assertThat(asked.line()).doesNotContain("900123456", "900199876543");

    var paid = send(with(EXAMPLE, "verificationCode", CODE));

    assertThat(paid.data())
        .contains(
            entry("status", "success"),
            entry("amount", 10000000),
            entry("currency", "COP"),
            entry("paymentId", asked.data("paymentId")));
    assertThat(paid.text("referenceNumber")).matches(REFERENCE).hasSizeLessThanOrEqualTo(40);
    assertThat(paid.text("settledAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z");
    assertThat(status(paid.data("referenceNumber")).data("status")).isEqualTo("approved");
  }

  @Test
  void exampleRefund_isRequestedOnce() {
    var asked = refund(EXAMPLE_REFERENCE);
    assertThat(asked.data("status")).isEqualTo("2fa_required");
    assertThat(asked.text("summary"))
        .contains("COP 100,000.00", EXAMPLE_REFERENCE, "NIT *****3456-8");

    var requested = approvedRefund(EXAMPLE_REFERENCE);
    assertThat(requested.data("status")).isEqualTo("refund_requested");
    assertThat(requested.text("refundReferenceNumber")).matches(REFERENCE);
    assertThat(requested.text("message")).contains("not a refund", "the receiver decides");

    assertThat(approvedRefund(EXAMPLE_REFERENCE).data()).isEqualTo(requested.data());
    assertThat(refund(EXAMPLE_REFERENCE).code()).isEqualTo("PSE_NOT_REFUNDABLE");
  }

  // Recipients and banks

  @ParameterizedTest
  @CsvSource({
    "NIT:900123456, NIT, 900123456, NIT:900123456-8",
    "NIT:9001234568, NIT, 900123456, NIT:900123456-8",
    "NIT:900.123.456-8, NIT, 900123456, NIT:900123456-8",
    "NIT:900 123 456 – 8, NIT, 900123456, NIT:900123456-8",
    "NIT:1020304050, NIT, 1020304050, NIT:1020304050-8",
    "CC:1.020.304.050, CC, 1020304050, CC:1020304050",
    "CC:123456, CC, 123456, CC:123456",
  })
  void validRecipient_isTakenApartAndCanBePaid(
      String recipientId, String type, String number, String normal) {
    var data = validate(recipientId).data();

    assertThat(data)
        .contains(
            entry("valid", true),
            entry("type", type),
            entry("number", number),
            entry("recipientId", normal));
    assertThat(data.containsKey("checkDigit")).isEqualTo(type.equals("NIT"));
    var paid = pay(with(payment(0), "recipientId", recipientId));
    assertThat(paid.data("status")).isEqualTo("success");
    assertThat(paid.line()).doesNotContain(number);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "900123456 | begins with NIT: or CC:",
        "CE:123456 | Other documents",
        "NIT:900123456-9 | check digit does not fit",
        "NIT:9001234569 | check digit does not fit",
        "NIT:10-01-23-123 | separators",
        "NIT:90012345A | digits only",
        "NIT:1234 | another length",
        "NIT:0000000000 | repeated",
        "NIT:0900123456 | begin with 0",
        "NIT:12345678 | write CC:",
        "NIT:2020304050 | after a dash",
        "CC:12345 | 6 to 10 digits",
        "CC:12345678901 | 6 to 10 digits",
        "CC:12345678-9 | no check digit",
      })
  void wrongRecipient_isRefusedAndSaysWhichRuleFailed(String recipientId, String hint) {
    var sent = send(with(EXAMPLE, "recipientId", recipientId));

    assertThat(sent.code()).isEqualTo("PSE_INVALID_RECIPIENT_ID");
    assertThat(sent.details()).contains(entry("field", "recipientId"), entry("retryable", false));
    assertThat(sent.message()).contains(hint);
    assertThat(validate(recipientId).error()).isEqualTo(sent.error());
  }

  @Test
  void bankCodeWithAOneBefore_isTheSameBank() {
    var summary = send(payment(0)).text("summary");

    assertThat(summary).contains("BANCO DE BOGOTA");
    assertThat(send(with(payment(0), "bankCode", "1001")).text("summary"))
        .contains("BANCO DE BOGOTA");
  }

  @ParameterizedTest
  @CsvSource({"999, no bank", "1999, no bank", "01, three digits", "2001, three digits"})
  void wrongBank_isRefusedAndSaysHow(String code, String hint) {
    var sent = send(with(EXAMPLE, "bankCode", code));

    assertThat(sent.code()).isEqualTo("PSE_INVALID_BANK_CODE");
    assertThat(sent.details()).contains(entry("field", "bankCode"), entry("retryable", false));
    assertThat(sent.message()).contains(hint);
  }

  @Test
  void banks_arePagedUntilNoneIsLeft() {
    var all = server.call("pse_list_banks", Map.of("limit", 100));
    assertThat(all.data()).doesNotContainKey("nextCursor");
    var codes = new ArrayList<Object>();
    var cursor = Map.<String, Object>of();
    do {
      var page = server.call("pse_list_banks", with(cursor, "limit", 30));
      codes.addAll(codes(page));
      cursor =
          page.data("nextCursor") == null ? Map.of() : Map.of("cursor", page.data("nextCursor"));
    } while (!cursor.isEmpty());

    assertThat(codes).isEqualTo(codes(all)).doesNotHaveDuplicates().contains("001", "507");
    assertThat(codes(server.call("pse_list_banks", Map.of("query", "1507"))))
        .containsExactly("507");
  }

  private static List<Object> codes(Answer page) {
    return ((List<?>) page.data("items"))
        .stream().<Object>map(it -> ((Map<?, ?>) it).get("code")).toList();
  }

  // Amounts and texts

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500.5 | COP 500.50 | 50050",
        "\"10000000\" | COP 100,000.00 | 10000000",
        "10000000.0 | COP 100,000.00 | 10000000",
        "0 | COP 0.01 | least",
        "-5 | COP 0.01 | least",
        "1e23 | COP 13,900,000,000.00 | most",
        "1390000000100 | COP 13,900,000,000.00 | most",
        "true | COP 500.00 | whole number",
      })
  void wrongAmount_isRefusedWithWhatWasProbablyMeant(String json, String money, String hint) {
    var others = JsonText.of(without(EXAMPLE, "amount"));
    var arguments = others.substring(0, others.length() - 1) + ",\"amount\":" + json + "}";

    var answer = server.call("pse_send_payment", arguments);

    assertThat(answer.code()).isEqualTo("INVALID_AMOUNT");
    assertThat(answer.details()).contains(entry("field", "amount"), entry("retryable", false));
    assertThat(answer.message()).contains(money, hint);
  }

  @Test
  void description_hasUpTo60CharactersThatTheRailCanCarry() {
    assertThat(send(with(payment(0), "description", "x".repeat(60))).data("status"))
        .isEqualTo("2fa_required");
    for (var bad : List.of("x".repeat(61), "Pizza 🍕", "a|b", "a\nb", "   ")) {
      var answer = send(with(EXAMPLE, "description", bad));
      assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
      assertThat(answer.detail("field")).isEqualTo("description");
    }
  }

  // What a code is good for

  @ParameterizedTest
  @CsvSource({
    "amount, 9999900",
    "description, Something else",
    "recipientId, CC:1020304050",
    "bankCode, 007"
  })
  void changedArgument_burnsTheChallenge(String field, String other) {
    var payment = payment(0);
    send(payment);
    Object value = field.equals("amount") ? Integer.valueOf(other) : other;

    var changed = send(with(with(payment, field, value), "verificationCode", CODE));

    assertThat(changed.code()).isEqualTo("2FA_MISMATCH");
    assertThat(send(with(payment, "verificationCode", CODE)).code()).isEqualTo("2FA_MISMATCH");
  }

  @Test
  void completedCallRepeated_replaysItsResult() {
    var payment = payment(0);
    var paid = pay(payment);

    assertThat(send(with(payment, "verificationCode", CODE)).data()).isEqualTo(paid.data());
  }

  // What the rail says

  @Test
  void unknownReference_isNotFound() {
    for (var answer : List.of(status("NOBODY-KNOWS-1"), refund("NOBODY-KNOWS-1"))) {
      assertThat(answer.code()).isEqualTo("PSE_TRANSACTION_NOT_FOUND");
      assertThat(answer.details())
          .contains(entry("field", "referenceNumber"), entry("retryable", false));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with space", "ñ", "x_y"})
  void referenceOfAnotherForm_isAnInvalidArgument(String reference) {
    assertThat(status(reference).code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(status(reference).detail("field")).isEqualTo("referenceNumber");
  }

  @Test
  void amountEndingIn01_isRejectedWithTheRailsReason() {
    var payment = payment(1);
    var answer = pay(payment);

    assertThat(answer.code()).isEqualTo("PSE_REJECTED");
    assertThat(answer.details()).contains(entry("railCode", "D07"), entry("retryable", false));
    assertThat(answer.message()).contains("the account does not exist");
    assertThat(send(with(payment, "verificationCode", CODE)).error()).isEqualTo(answer.error());
  }

  @Test
  void amountEndingIn02_isAcceptedFirstAndApprovedLater() {
    var today = LocalDate.now(ZoneId.of("America/Bogota"));
    var answer = pay(payment(2));

    assertThat(answer.data("status")).isEqualTo("pending");
    assertThat(answer.text("message")).contains("pse_check_status", "Do not pay again");
    assertThat(answer.data()).doesNotContainKey("settledAt");
    assertThat(LocalDate.parse(answer.text("expectedBy"))).isAfter(today);
    var reference = answer.data("referenceNumber");
    var refused = refund(reference);
    assertThat(refused.code()).isEqualTo("PSE_NOT_REFUNDABLE");
    assertThat(refused.message()).contains("pse_check_status");
    var pending = status(reference);
    assertThat(pending.data())
        .contains(entry("status", "pending"), entry("expectedBy", answer.data("expectedBy")));
    assertThat(status(reference).data())
        .containsEntry("status", "approved")
        .doesNotContainKey("expectedBy");
  }

  @Test
  void amountEndingIn03_isPendingAndFoundApproved() {
    var answer = pay(payment(3));

    assertThat(answer.data("status")).isEqualTo("pending");
    assertThat(status(answer.data("referenceNumber")).data("status")).isEqualTo("approved");
  }

  @Test
  void amountEndingIn04_isNotHandedOver() {
    var answer = pay(payment(4));

    assertThat(answer.code()).isEqualTo("CONNECTOR_UNAVAILABLE");
    assertThat(answer.detail("retryable")).isEqualTo(true);
  }

  @Test
  void amountEndingIn05_isApprovedAndReversedAtTheSecondLook() {
    var answer = pay(payment(5));

    assertThat(answer.data("status")).isEqualTo("success");
    var reference = answer.data("referenceNumber");
    assertThat(status(reference).data("status")).isEqualTo("approved");
    assertThat(status(reference).data("status")).isEqualTo("reversed");
    var refused = refund(reference);
    assertThat(refused.code()).isEqualTo("PSE_NOT_REFUNDABLE");
    assertThat(refused.message()).contains("come back already");
  }

  @Test
  void payment_isListedMasked() {
    var paid = pay(payment(0));

    var shown = server.call("payments_get", Map.of("reference", paid.data("referenceNumber")));

    assertThat(shown.data())
        .contains(
            entry("rail", "pse"),
            entry("status", "settled"),
            entry("currency", "COP"),
            entry("payee", "E*** E*** S*** · NIT *****3456-8 · BANCO DE BOGOTA · ********6543"));
    assertThat(shown.line()).doesNotContain("900123456", "900199876543");
  }

  // Languages

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "es | Pagar COP 100,000.00 a Empresa Ejemplo SAS | cuenta corriente | dígito de verificación"
            + " | código de banco | No ha enviado | la cuenta no existe | Llame primero",
        "pt | Pagar COP 100,000.00 a Empresa Ejemplo SAS | conta corrente | dígito verificador"
            + " | código de banco | Você não enviou | a conta não existe | Chame pse_check_status",
      })
  void messages_areInTheLanguageAskedFor(
      String locale,
      String summary,
      String account,
      String recipient,
      String bank,
      String notFound,
      String rejected,
      String notRefundable) {
    try (var other = jar(locale)) {
      var tool = "pse_send_payment";
      assertThat(other.call(tool, EXAMPLE).text("summary")).contains(summary, account);
      var wrong = other.call(tool, with(EXAMPLE, "recipientId", "NIT:900123456-1"));
      assertThat(wrong.code()).isEqualTo("PSE_INVALID_RECIPIENT_ID");
      assertThat(wrong.message()).contains(recipient);
      var noBank = other.call(tool, with(EXAMPLE, "bankCode", "1"));
      assertThat(noBank.code()).isEqualTo("PSE_INVALID_BANK_CODE");
      assertThat(noBank.message()).contains(bank);
      var nothing = other.call("pse_check_status", Map.of("referenceNumber", "NOBODY"));
      assertThat(nothing.code()).isEqualTo("PSE_TRANSACTION_NOT_FOUND");
      assertThat(nothing.message()).contains(notFound);
      var refused = paid(other, payment(1));
      assertThat(refused.code()).isEqualTo("PSE_REJECTED");
      assertThat(refused.message()).contains(rejected);
      var reference = paid(other, payment(2)).data("referenceNumber");
      var early = other.call("pse_request_refund", refundOf(reference));
      assertThat(early.code()).isEqualTo("PSE_NOT_REFUNDABLE");
      assertThat(early.message()).contains(notRefundable);
    }
  }

  private static Answer paid(ServerProcess server, Map<String, ?> payment) {
    server.call("pse_send_payment", payment);
    return server.call("pse_send_payment", with(payment, "verificationCode", CODE));
  }
}
