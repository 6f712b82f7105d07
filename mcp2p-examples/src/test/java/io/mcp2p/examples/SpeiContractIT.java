package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire contract of SPEI and of the core, held against the server jar. */
class SpeiContractIT {
  private static final String CODE = "918273";
  private static final String PHONE = "+525512345678";
  private static final String CLABE = "014027000005555558";
  private static final String EXAMPLE_KEY = "2024012614574900000012345678";
  private static final Map<String, Object> EXAMPLE =
      Map.of(
          "clabe",
          CLABE,
          "amount",
          50000,
          "concept",
          "Pago de factura 123",
          "recipientName",
          "Juan Perez Garcia");

  private static ServerProcess server;
  // Each test pays amounts of its own, so that none is taken for another's duplicate.
  private static final AtomicLong PESOS = new AtomicLong(100);

  @BeforeAll
  static void start() {
    server = ServerProcess.jar("--sandbox-code", CODE, "--phone", PHONE).initialize();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer send(Map<String, ?> arguments) {
    return server.call("spei_send_payment", arguments);
  }

  private static Answer status(Object trackingKey) {
    return server.call("spei_check_status", Map.of("trackingKey", trackingKey));
  }

  private static Answer refund(Object trackingKey) {
    return server.call(
        "spei_request_refund", Map.of("trackingKey", trackingKey, "reason", "Wrong account"));
  }

  private static Answer approvedRefund(Object trackingKey) {
    return server.call(
        "spei_request_refund",
        Map.of("trackingKey", trackingKey, "reason", "Wrong account", "verificationCode", CODE));
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

  // The published examples

  @Test
  void exampleStatus_isAnsweredVerbatim() {
    assertThat(status(EXAMPLE_KEY).data())
        .contains(
            entry("status", "settled"),
            entry("trackingKey", EXAMPLE_KEY),
            entry("amount", 50000),
            entry("amountFormatted", "MXN 500.00"),
            entry("currency", "MXN"),
            entry("updatedAt", "2024-01-26T14:57:52Z"));
  }

  @Test
  void examplePayment_takesTwoTurns() {
    var asked = send(EXAMPLE);

    assertThat(asked.data())
        .contains(
            entry("status", "2fa_required"),
            entry("amount", 50000),
            entry("amountFormatted", "MXN 500.00"),
            entry("currency", "MXN"),
            entry("attemptsLeft", 5),
            entry("mode", "test"))
        .containsKeys("paymentId", "challengeId", "expiresAt", "sentTo", "summary", "message")
        .doesNotContainKey("trackingKey");
    assertThat(asked.text("sentTo")).endsWith("78").doesNotContain("5512345");
    assertThat(asked.text("summary"))
        .contains("MXN 500.00", "Juan Perez Garcia", "Santander", "5558", "Pago de factura 123");
    assertThat(Instant.parse(asked.text("expiresAt"))).isAfter(Instant.now());

    var paid = send(with(EXAMPLE, "verificationCode", CODE));

    assertThat(paid.data())
        .contains(
            entry("status", "success"),
            entry("amount", 50000),
            entry("amountFormatted", "MXN 500.00"),
            entry("currency", "MXN"),
            entry("paymentId", asked.data("paymentId")));
    assertThat(paid.text("trackingKey")).matches("[0-9A-Z]{1,30}");
    assertThat(paid.text("settledAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z");
    assertThat(status(paid.data("trackingKey")).data("status")).isEqualTo("settled");
  }

  @Test
  void exampleRefund_isRequestedOnce() {
    var asked = refund(EXAMPLE_KEY);
    assertThat(asked.data("status")).isEqualTo("2fa_required");
    assertThat(asked.text("summary")).contains("MXN 500.00", EXAMPLE_KEY);

    var requested = approvedRefund(EXAMPLE_KEY);
    assertThat(requested.data("status")).isEqualTo("refund_requested");
    assertThat(requested.text("refundTrackingKey")).matches("[0-9A-Z]{1,30}");

    assertThat(approvedRefund(EXAMPLE_KEY).data()).isEqualTo(requested.data());
    assertThat(refund(EXAMPLE_KEY).code()).isEqualTo("SPEI_NOT_REFUNDABLE");
  }

  // Arguments

  @ParameterizedTest
  @ValueSource(strings = {"clabe", "concept", "recipientName"})
  void missingArgument_isNamed(String field) {
    var answer = send(without(EXAMPLE, field));

    assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.details()).contains(entry("field", field), entry("retryable", false));
    assertThat(answer.message()).contains(field);
  }

  @Test
  void missingArgumentsObject_countsAsEmpty() {
    var line = server.request("tools/call", "{\"name\":\"spei_check_status\"}");

    assertThat(line).contains("INVALID_ARGUMENT", "trackingKey");
  }

  @Test
  void unknownArgument_isNamedAndTheKnownAreListed() {
    var answer = send(with(EXAMPLE, "amout", 1));

    assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.detail("field")).isEqualTo("amout");
    assertThat(answer.message()).contains("amout", "amount", "verificationCode");
  }

  @ParameterizedTest
  @CsvSource({"concept, 41", "recipientName, 41", "concept, 90000", "concept, 200000"})
  void tooLongArgument_isNamed(String field, int length) {
    var answer = send(with(EXAMPLE, field, "x".repeat(length)));

    assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.detail("field")).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clabe | 14027000005555558",
        "concept | true",
        "concept | {}",
        "concept | []",
        "recipientName | 5",
        "verificationCode | 123456"
      })
  void wrongType_isNamed(String field, String json) {
    var arguments = JsonText.of(without(EXAMPLE, field));
    var answer =
        server.call(
            "spei_send_payment",
            arguments.substring(0, arguments.length() - 1) + ",\"" + field + "\":" + json + "}");

    assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.detail("field")).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "12345678901", "abcdef", "123 456"})
  void codeOfAnotherForm_isAnInvalidArgument(String code) {
    var answer = send(with(EXAMPLE, "verificationCode", code));

    assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.detail("field")).isEqualTo("verificationCode");
  }

  @Test
  void argumentGivenTwice_isRefusedAndNamed() {
    var once = JsonText.of(EXAMPLE);
    var twice = once.substring(0, once.length() - 1) + ",\"amount\":60000}";

    var answer = server.call("spei_send_payment", twice);

    assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.detail("field")).isEqualTo("amount");
  }

  @Test
  void deepNesting_isRefusedAndNamed() {
    var once = JsonText.of(without(EXAMPLE, "concept"));
    var nested = "[".repeat(5000) + "]".repeat(5000);

    var answer =
        server.call(
            "spei_send_payment",
            once.substring(0, once.length() - 1) + ",\"concept\":" + nested + "}");

    assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.detail("field")).isEqualTo("concept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"clabe\"", "5", "true", "null"})
  void argumentsThatAreNoObject_areRefused(String arguments) {
    assertThat(server.call("spei_send_payment", arguments).code()).isEqualTo("INVALID_ARGUMENT");
  }

  // Amounts

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500.5 | MXN 500.50 | 50050",
        "\"50000\" | MXN 500.00 | 50000",
        "50000.0 | MXN 500.00 | 50000",
        "0 | MXN 0.01 | least",
        "-5 | MXN 0.01 | least",
        "1e23 | MXN 999,999,999,999.99 | most",
        "100000000000000 | MXN 999,999,999,999.99 | most",
        "99999999999999999999999999 | MXN 999,999,999,999.99 | most",
        "true | MXN 500.00 | whole number",
        "\"five hundred\" | MXN 500.00 | whole number",
        "{} | MXN 500.00 | whole number"
      })
  void wrongAmount_isRefusedWithWhatWasProbablyMeant(String json, String money, String hint) {
    var others = JsonText.of(without(EXAMPLE, "amount"));
    var arguments = others.substring(0, others.length() - 1) + ",\"amount\":" + json + "}";

    var answer = server.call("spei_send_payment", arguments);

    assertThat(answer.code()).isEqualTo("INVALID_AMOUNT");
    assertThat(answer.details()).contains(entry("field", "amount"), entry("retryable", false));
    assertThat(answer.message()).contains(money, hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e99999999999", "-1e99999999999", "1e-99999999999"})
  void absurdExponent_isRefusedAndNothingBreaks(String json) {
    var others = JsonText.of(without(EXAMPLE, "amount"));
    var arguments = others.substring(0, others.length() - 1) + ",\"amount\":" + json + "}";

    var answer = server.call("spei_send_payment", arguments);

    assertThat(answer.code()).isIn("INVALID_AMOUNT", "INVALID_ARGUMENT");
    assertThat(answer.detail("field")).isEqualTo("amount");
  }

  @Test
  void largestAmount_isTaken() {
    assertThat(send(with(EXAMPLE, "amount", 999_999_999_999_99L)).data("amountFormatted"))
        .isEqualTo("MXN 999,999,999,999.99");
  }

  // CLABEs

  @ParameterizedTest
  @CsvSource({
    "01402700000555555, 18 digits",
    "0140270000055555588, 18 digits",
    "'', 18 digits",
    "01402700000555555X, digits only",
    "'014 27000005555558', digits only",
    "014027000005555559, check digit"
  })
  void wrongClabe_isRefusedAndSaysHow(String clabe, String hint) {
    var sent = send(with(EXAMPLE, "clabe", clabe));
    var validated = server.call("spei_validate_clabe", Map.of("clabe", clabe));

    assertThat(sent.code()).isEqualTo("SPEI_INVALID_CLABE");
    assertThat(sent.details()).contains(entry("field", "clabe"), entry("retryable", false));
    assertThat(sent.message()).contains(hint);
    assertThat(validated.error()).isEqualTo(sent.error());
  }

  @Test
  void clabeOfNoBank_isRefusedByBothTools() {
    var clabe = "000000000000000000";

    var sent = send(with(EXAMPLE, "clabe", clabe));
    var validated = server.call("spei_validate_clabe", Map.of("clabe", clabe));

    assertThat(sent.code()).isEqualTo("SPEI_UNKNOWN_BANK");
    assertThat(sent.details())
        .contains(entry("field", "clabe"), entry("nextTool", "spei_list_banks"));
    assertThat(validated.error()).isEqualTo(sent.error());
  }

  @Test
  void validClabe_isTakenApart() {
    assertThat(server.call("spei_validate_clabe", Map.of("clabe", CLABE)).data())
        .contains(
            entry("valid", true),
            entry("bankCode", "014"),
            entry("plaza", "027"),
            entry("account", "*******5555"))
        .containsKey("bankName");
  }

  // What a code is good for

  @Test
  void wrongCode_isCountedAndTheRightOneStillPays() {
    var payment = payment(0);
    send(payment);

    var wrong = send(with(payment, "verificationCode", "000000"));

    assertThat(wrong.code()).isEqualTo("2FA_INVALID_CODE");
    assertThat(wrong.details()).contains(entry("attemptsLeft", 4), entry("retryable", true));
    assertThat(send(with(payment, "verificationCode", CODE)).data("status")).isEqualTo("success");
  }

  @Test
  void fiveWrongCodes_closeTheChallenge() {
    var payment = payment(0);
    send(payment);

    var codes =
        IntStream.range(0, 6)
            .mapToObj(i -> send(with(payment, "verificationCode", "00000" + i)).code())
            .toList();

    assertThat(codes)
        .containsExactly(
            "2FA_INVALID_CODE",
            "2FA_INVALID_CODE",
            "2FA_INVALID_CODE",
            "2FA_INVALID_CODE",
            "2FA_TOO_MANY_ATTEMPTS",
            "2FA_TOO_MANY_ATTEMPTS");
    assertThat(send(with(payment, "verificationCode", CODE)).code())
        .isEqualTo("2FA_TOO_MANY_ATTEMPTS");
  }

  @ParameterizedTest
  @CsvSource({
    "amount, 9999900",
    "concept, Something else",
    "recipientName, Somebody Else",
    "clabe, 002010077777777771"
  })
  void changedArgument_burnsTheChallenge(String field, String other) {
    var payment = payment(0);
    send(payment);
    Object value = field.equals("amount") ? Integer.valueOf(other) : other;

    var changed = send(with(with(payment, field, value), "verificationCode", CODE));

    assertThat(changed.code()).isEqualTo("2FA_MISMATCH");
    assertThat(changed.detail("retryable")).isEqualTo(false);
    assertThat(send(with(payment, "verificationCode", CODE)).code()).isEqualTo("2FA_MISMATCH");
  }

  @Test
  void codeForAnotherTool_burnsTheChallenge() {
    var paid = pay(payment(0));
    var payment = payment(0);
    send(payment);

    assertThat(approvedRefund(paid.data("trackingKey")).code()).isEqualTo("2FA_MISMATCH");
    assertThat(send(with(payment, "verificationCode", CODE)).code()).isEqualTo("2FA_MISMATCH");
  }

  @Test
  void codeThatNobodyAwaits_isNotStarted() {
    pay(payment(0));

    assertThat(send(with(payment(0), "verificationCode", CODE)).code())
        .isEqualTo("2FA_NOT_STARTED");
  }

  @Test
  void firstCallRepeated_returnsTheSameChallenge() {
    var payment = payment(0);

    assertThat(send(payment).data()).isEqualTo(send(payment).data());
  }

  @Test
  void anotherPayment_cancelsTheOneThatAwaitsItsCode() {
    var first = payment(0);
    var id = send(first).data("paymentId");
    send(payment(0));

    var shown = server.call("payments_get", Map.of("paymentId", id));
    assertThat(shown.data("status")).isEqualTo("cancelled");
    assertThat(send(with(first, "verificationCode", CODE)).code()).startsWith("2FA_");
  }

  @Test
  void completedCallRepeated_replaysItsResult() {
    var payment = payment(0);
    var paid = pay(payment);

    assertThat(send(with(payment, "verificationCode", CODE)).data()).isEqualTo(paid.data());
  }

  @Test
  void equalPaymentWithinADay_isPointedOut() {
    var payment = payment(0);
    var paid = pay(payment);

    assertThat(paid.data()).doesNotContainKey("possibleDuplicateOf");
    assertThat(send(payment).data("possibleDuplicateOf")).isEqualTo(paid.data("paymentId"));
  }

  // What the rail says

  @Test
  void unknownTrackingKey_isNotFound() {
    for (var answer : List.of(status("NOBODY-KNOWS-1"), refund("NOBODY-KNOWS-1"))) {
      assertThat(answer.code()).isEqualTo("SPEI_TRANSACTION_NOT_FOUND");
      assertThat(answer.detail("retryable")).isEqualTo(false);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with space", "ñ", "x_y"})
  void trackingKeyOfAnotherForm_isAnInvalidArgument(String key) {
    assertThat(status(key).code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(status(key).detail("field")).isEqualTo("trackingKey");
  }

  @Test
  void trackingKeyOf65Characters_isAnInvalidArgument() {
    assertThat(status("A".repeat(64)).code()).isEqualTo("SPEI_TRANSACTION_NOT_FOUND");
    assertThat(status("A".repeat(65)).code()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void amountEndingIn01_isRejectedWithTheRailsReason() {
    var payment = payment(1);
    var answer = pay(payment);

    assertThat(answer.code()).isEqualTo("SPEI_REJECTED");
    assertThat(answer.details()).contains(entry("railCode", "1"), entry("retryable", false));
    assertThat(answer.message()).contains("the account does not exist");
    assertThat(send(with(payment, "verificationCode", CODE)).error()).isEqualTo(answer.error());
  }

  @Test
  void amountEndingIn02_isPendingAndSettlesAtTheSecondLook() {
    var answer = pay(payment(2));

    assertThat(answer.data("status")).isEqualTo("pending");
    assertThat(answer.text("message")).contains("spei_check_status", "Do not pay again");
    assertThat(answer.data()).doesNotContainKey("settledAt");
    var key = answer.data("trackingKey");
    assertThat(refund(key).code()).isEqualTo("SPEI_NOT_REFUNDABLE");
    assertThat(status(key).data("status")).isEqualTo("pending");
    assertThat(status(key).data("status")).isEqualTo("settled");
  }

  @Test
  void amountEndingIn03_isPendingAndFoundSettled() {
    var answer = pay(payment(3));

    assertThat(answer.data("status")).isEqualTo("pending");
    assertThat(status(answer.data("trackingKey")).data("status")).isEqualTo("settled");
  }

  @Test
  void amountEndingIn04_isNotHandedOver() {
    var answer = pay(payment(4));

    assertThat(answer.code()).isEqualTo("CONNECTOR_UNAVAILABLE");
    assertThat(answer.detail("retryable")).isEqualTo(true);
    var id = Map.of("paymentId", answer.detail("paymentId"));
    assertThat(server.call("payments_get", id).data("status")).isEqualTo("failed");
  }

  @Test
  void amountEndingIn05_settlesAndComesBackAtTheSecondLook() {
    var answer = pay(payment(5));

    assertThat(answer.data("status")).isEqualTo("success");
    var key = answer.data("trackingKey");
    assertThat(status(key).data("status")).isEqualTo("settled");
    assertThat(status(key).data("status")).isEqualTo("returned");
    assertThat(refund(key).code()).isEqualTo("SPEI_NOT_REFUNDABLE");
  }

  @Test
  void settledPayment_isAskedBackOnce() {
    var key = pay(payment(0)).data("trackingKey");

    refund(key);
    assertThat(approvedRefund(key).data("status")).isEqualTo("refund_requested");
    assertThat(refund(key).code()).isEqualTo("SPEI_NOT_REFUNDABLE");
    assertThat(refund(key).detail("retryable")).isEqualTo(false);
  }

  // The tools over all rails

  @Test
  void banks_arePagedUntilNoneIsLeft() {
    var all = server.call("spei_list_banks", Map.of("limit", 100));
    assertThat(all.data()).doesNotContainKey("nextCursor");
    var codes = new ArrayList<Object>();
    var cursor = Map.<String, Object>of();
    do {
      var page = server.call("spei_list_banks", with(cursor, "limit", 30));
      codes.addAll(items(page).stream().map(it -> it.get("code")).toList());
      cursor =
          page.data("nextCursor") == null ? Map.of() : Map.of("cursor", page.data("nextCursor"));
    } while (!cursor.isEmpty());

    assertThat(codes).isEqualTo(items(all).stream().map(it -> it.get("code")).toList());
    assertThat(codes).doesNotHaveDuplicates().contains("014");
  }

  @Test
  void payments_areListedNewestFirstAndPaged() {
    var first = pay(payment(0)).data("paymentId");
    var second = pay(payment(0)).data("paymentId");

    var page = server.call("payments_list", Map.of("limit", 1));
    var next = server.call("payments_list", Map.of("limit", 1, "cursor", page.data("nextCursor")));

    assertThat(items(page)).extracting(it -> it.get("paymentId")).containsExactly(second);
    assertThat(items(next)).extracting(it -> it.get("paymentId")).containsExactly(first);
    assertThat(items(page).get(0))
        .contains(
            entry("rail", "spei"),
            entry("operation", "payment"),
            entry("status", "settled"),
            entry("currency", "MXN"))
        .containsKeys("reference", "amount", "amountFormatted", "payee", "createdAt", "updatedAt");
    assertThat(page.line()).doesNotContain(CLABE);
  }

  @ParameterizedTest
  @CsvSource({"limit, 101", "limit, 0", "cursor, nonsense", "status, lost", "from, yesterday"})
  void wrongFilter_isNamed(String field, String value) {
    Object json = field.equals("limit") ? Integer.valueOf(value) : value;
    var answer = server.call("payments_list", Map.of(field, json));

    assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.detail("field")).isEqualTo(field);
  }

  @Test
  void payment_isShownWithItsHistory() {
    var paid = pay(payment(0));

    var byId = server.call("payments_get", Map.of("paymentId", paid.data("paymentId")));
    var byKey = server.call("payments_get", Map.of("reference", paid.data("trackingKey")));

    assertThat(byId.data()).isEqualTo(byKey.data());
    var states =
        ((List<?>) byId.data("history"))
            .stream().map(it -> ((Map<?, ?>) it).get("status")).toList();
    assertThat(states.get(0)).isEqualTo("awaiting_code");
    assertThat(states.get(states.size() - 1)).isEqualTo("settled");
  }

  @Test
  void cancelledPayment_cannotBePaid() {
    var payment = payment(0);
    var id = Map.of("paymentId", send(payment).data("paymentId"));

    assertThat(server.call("payments_cancel", id).data("status")).isEqualTo("cancelled");
    assertThat(send(with(payment, "verificationCode", CODE)).code()).isEqualTo("2FA_NOT_STARTED");
    assertThat(server.call("payments_resend_code", id).detail("retryable")).isEqualTo(false);
  }

  @Test
  void resendingAtOnce_returnsTheSameChallenge() {
    var asked = send(payment(0));

    var again = server.call("payments_resend_code", Map.of("paymentId", asked.data("paymentId")));

    assertThat(again.data()).isEqualTo(asked.data());
  }

  @ParameterizedTest
  @ValueSource(strings = {"payments_get", "payments_cancel", "payments_resend_code"})
  void unknownPayment_isNotFound(String tool) {
    var answer = server.call(tool, Map.of("paymentId", "pay_test_00000000"));

    assertThat(answer.code()).isEqualTo("PAYMENT_NOT_FOUND");
  }

  @SuppressWarnings("unchecked") // a JSON array of objects
  private static List<Map<String, Object>> items(Answer answer) {
    return (List<Map<String, Object>>) answer.data("items");
  }
}
