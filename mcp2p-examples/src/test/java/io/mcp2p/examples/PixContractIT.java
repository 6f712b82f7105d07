package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
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

/** The wire contract of Pix, held against the server jar. */
class PixContractIT {
  private static final String CODE = "918273";
  private static final String PHONE = "+5511912345678";
  private static final String KEY = "12345678909";
  private static final String EXAMPLE_ID = "E90400888202401261458300000000001";
  private static final String TOO_OLD = "E99999999202401261458TooOld00001";
  // The examples of the central bank's manual, and one with an amount (thalesog/pix-utils).
  private static final String STATIC =
      "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR"
          + "5913Fulano de Tal6008BRASILIA62070503***63041D3D";
  private static final String DYNAMIC =
      "00020101021226700014br.gov.bcb.pix2548pix.example.com/8b3da2f39a4140d1a91abd93113bd4415204"
          + "000053039865802BR5913Fulano de Tal6008BRASILIA62070503***630464E4";
  private static final String WITH_AMOUNT =
      "00020126510014br.gov.bcb.pix0115thalesog@me.com0210Pedido 123520400005303986540510.005802BR"
          + "5914THALES OGLIARI6015SAO MIGUEL DO O62070503***63040DC6";
  private static final String RECURRENCE =
      "00020126180014br.gov.bcb.pix5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***"
          + "80800014br.gov.bcb.pix2558pix.example.com/qr/v2/rec/2353c790eefb11eaadc10242ac120002"
          + "630462C9";

  private static ServerProcess server;
  // Each test pays amounts of its own, so that none is taken for another's duplicate.
  private static final AtomicLong REAIS = new AtomicLong(200);

  @BeforeAll
  static void start() {
    server = jar();
  }

  private static ServerProcess jar(String... arguments) {
    var all = new ArrayList<>(List.of("--rails", "pix", "--sandbox-code", CODE, "--phone", PHONE));
    all.addAll(List.of(arguments));
    return ServerProcess.jar(all.toArray(String[]::new)).initialize();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer send(Map<String, ?> arguments) {
    return server.call("pix_send_payment", arguments);
  }

  private static Answer status(Object id) {
    return server.call("pix_check_status", Map.of("e2eId", id));
  }

  private static Map<String, Object> refundOf(Object id, String reason) {
    return Map.of("e2eId", id, "reason", reason);
  }

  private static Answer refund(Object id, String reason) {
    return server.call("pix_request_refund", refundOf(id, reason));
  }

  /** A payment whose amount ends in {@code script}. */
  private static Map<String, Object> payment(int script) {
    return Map.of("pixKey", KEY, "amount", REAIS.incrementAndGet() * 100 + script);
  }

  /** Both turns of a tool. */
  private static Answer approved(ServerProcess on, String tool, Map<String, ?> arguments) {
    assertThat(on.call(tool, arguments).data("status")).isEqualTo("2fa_required");
    return on.call(tool, with(arguments, "verificationCode", CODE));
  }

  private static Answer pay(Map<String, ?> payment) {
    return approved(server, "pix_send_payment", payment);
  }

  private static Map<String, Object> with(Map<String, ?> arguments, String name, Object value) {
    var more = new HashMap<String, Object>(arguments);
    more.put(name, value);
    return more;
  }

  // The published examples

  @Test
  void exampleStatus_isAnsweredVerbatim() {
    assertThat(status(EXAMPLE_ID).data())
        .contains(
            entry("status", "settled"),
            entry("e2eId", EXAMPLE_ID),
            entry("amount", 15000),
            entry("amountFormatted", "BRL 150.00"),
            entry("currency", "BRL"),
            entry("updatedAt", "2024-01-26T14:58:08Z"));
  }

  @Test
  void examplePayment_takesTwoTurns() {
    var example = Map.of("pixKey", KEY, "amount", 15000, "description", "Pagamento do pedido 123");
    var asked = send(example);

    assertThat(asked.data())
        .contains(
            entry("status", "2fa_required"),
            entry("amount", 15000),
            entry("amountFormatted", "BRL 150.00"),
            entry("currency", "BRL"),
            entry("attemptsLeft", 5),
            entry("mode", "test"))
        .doesNotContainKeys("e2eId", "reference");
    assertThat(asked.text("summary"))
        .contains("BRL 150.00", "CPF ***.456.789-**", "Pagamento do pedido 123")
        .doesNotContain(KEY);

    var paid = send(with(example, "verificationCode", CODE));

    assertThat(paid.data())
        .contains(
            entry("status", "success"),
            entry("amount", 15000),
            entry("currency", "BRL"),
            entry("paymentId", asked.data("paymentId")));
    assertThat(paid.text("e2eId")).matches("E[0-9A-Z]{8}[0-9]{12}[A-Za-z0-9]{11}");
    assertThat(paid.text("reference")).matches("[A-Za-z0-9]{1,35}");
    assertThat(paid.text("settledAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z");
    assertThat(paid.line()).doesNotContain(KEY);
    assertThat(status(paid.data("e2eId")).data("status")).isEqualTo("settled");
    assertThat(status(paid.data("reference")).data("e2eId")).isEqualTo(paid.data("e2eId"));
    assertThat(send(with(example, "verificationCode", CODE)).data()).isEqualTo(paid.data());
  }

  @Test
  void exampleRefund_givesBackWhatWasReceived() {
    try (var fresh = jar()) {
      var refund = refundOf(EXAMPLE_ID, "CUSTOMER_REQUEST");
      var asked = fresh.call("pix_request_refund", refund);
      assertThat(asked.text("summary")).contains("BRL 150.00", EXAMPLE_ID);

      var done = fresh.call("pix_request_refund", with(refund, "verificationCode", CODE));

      assertThat(done.data())
          .contains(entry("status", "refunded"), entry("amount", 15000), entry("currency", "BRL"));
      assertThat(done.text("refundE2eId")).matches("D[0-9A-Z]{8}[0-9]{12}[A-Za-z0-9]{11}");
      assertThat(fresh.call("pix_request_refund", with(refund, "verificationCode", CODE)).data())
          .isEqualTo(done.data());
      assertThat(fresh.call("pix_request_refund", refund).code()).isEqualTo("PIX_NOT_REFUNDABLE");
    }
  }

  @Test
  void partialRefunds_areLimitedByTheOriginal() {
    try (var fresh = jar()) {
      var refund = refundOf(EXAMPLE_ID, "CUSTOMER_REQUEST");
      approved(fresh, "pix_request_refund", with(refund, "amount", 10000));

      var tooMuch = fresh.call("pix_request_refund", with(refund, "amount", 5001));
      assertThat(tooMuch.code()).isEqualTo("PIX_REFUND_EXCEEDS_ORIGINAL");
      assertThat(tooMuch.details()).contains(entry("field", "amount"), entry("retryable", false));
      assertThat(approved(fresh, "pix_request_refund", refund).data("amount")).isEqualTo(5000);
    }
  }

  // Keys

  @ParameterizedTest
  @CsvSource({
    "123.456.789-09, CPF, 12345678909",
    "12.ABC.345/01DE-35, CNPJ, 12ABC34501DE35",
    "00.000.000/0001-91, CNPJ, 00000000000191",
    "+5511987654321, PHONE, +5511987654321",
    "(11) 98765-4321, PHONE, +5511987654321",
    "Pix@BCB.gov.br, EMAIL, pix@bcb.gov.br",
    "123E4567-E12B-12D1-A456-426655440000, EVP, 123e4567-e12b-12d1-a456-426655440000"
  })
  void key_isDetectedAndCanBePaid(String key, String type, String normalised) {
    var data = server.call("pix_validate_key", Map.of("pixKey", key)).data();

    assertThat(data)
        .contains(entry("valid", true), entry("type", type), entry("pixKey", normalised));
    assertThat(send(with(payment(0), "pixKey", key)).data("status")).isEqualTo("2fa_required");
  }

  @ParameterizedTest
  @CsvSource({
    "12345678900, PIX_INVALID_KEY, check digits",
    "11222333000182, PIX_INVALID_KEY, check digits",
    "'', PIX_INVALID_KEY, empty",
    "fulano@, PIX_INVALID_KEY, e-mail",
    "hello, PIX_INVALID_KEY, No type",
    "51998259765, PIX_AMBIGUOUS_KEY, +55"
  })
  void wrongKey_isRefusedAlikeByBothTools(String key, String code, String hint) {
    var sent = send(with(payment(0), "pixKey", key));
    var validated = server.call("pix_validate_key", Map.of("pixKey", key));

    assertThat(sent.code()).isEqualTo(code);
    assertThat(sent.details()).contains(entry("field", "pixKey"), entry("retryable", false));
    assertThat(sent.message()).contains(hint);
    assertThat(validated.error()).isEqualTo(sent.error());
  }

  @Test
  void codeInPlaceOfAKey_isSentToTheDecoder() {
    var answer = send(with(payment(0), "pixKey", STATIC));

    assertThat(answer.code()).isEqualTo("PIX_INVALID_KEY");
    assertThat(answer.detail("nextTool")).isEqualTo("pix_decode_brcode");
  }

  // Codes

  private static Answer decoded(String brcode) {
    return server.call("pix_decode_brcode", Map.of("brcode", brcode));
  }

  @Test
  void codes_areDecoded() {
    assertThat(decoded(STATIC).data())
        .contains(
            entry("kind", "STATIC"),
            entry("key", "123e4567-e12b-12d1-a456-426655440000"),
            entry("merchantName", "Fulano de Tal"),
            entry("merchantCity", "BRASILIA"))
        .doesNotContainKeys("amount", "txid");
    assertThat(decoded(WITH_AMOUNT).data())
        .contains(entry("amount", 1000), entry("amountFormatted", "BRL 10.00"));
    assertThat(decoded(DYNAMIC).data())
        .contains(
            entry("kind", "DYNAMIC"),
            entry("location", "pix.example.com/8b3da2f39a4140d1a91abd93113bd441"));
    assertThat(decoded(RECURRENCE).data()).containsEntry("kind", "RECURRENCE");
  }

  @Test
  void brokenCode_isRefusedAndSaysWhatIsBroken() {
    var crc = decoded(STATIC.replace("BRASILIA", "BRAZILIA"));
    assertThat(crc.code()).isEqualTo("PIX_INVALID_BRCODE");
    assertThat(crc.message()).contains("CRC");
    assertThat(crc.details()).contains(entry("field", "brcode"), entry("retryable", false));

    var structure = decoded(STATIC.substring(0, STATIC.length() - 1));
    assertThat(structure.code()).isEqualTo("PIX_INVALID_BRCODE");
    assertThat(structure.message()).contains("structure");
  }

  // What the rail says

  @Test
  void amountEndingIn01_isRejectedWithTheRailsReason() {
    var answer = pay(payment(1));

    assertThat(answer.code()).isEqualTo("PIX_REJECTED");
    assertThat(answer.details()).contains(entry("railCode", "AC03"), entry("retryable", false));
    assertThat(answer.message()).contains("the payee's account does not exist");
  }

  @Test
  void amountEndingIn02_isPendingAndSettlesAtTheSecondLook() {
    var answer = pay(payment(2));

    assertThat(answer.data("status")).isEqualTo("pending");
    assertThat(answer.text("message")).contains("pix_check_status");
    var id = answer.data("e2eId");
    assertThat(refund(id, "FRAUD").code()).isEqualTo("PIX_NOT_REFUNDABLE");
    assertThat(status(id).data("status")).isEqualTo("pending");
    assertThat(status(id).data("status")).isEqualTo("settled");
  }

  @Test
  void amountEndingIn03_isPendingWithoutAnIdAndFoundByItsReference() {
    var answer = pay(payment(3));

    assertThat(answer.data()).containsEntry("status", "pending").doesNotContainKey("e2eId");
    var found = status(answer.data("reference"));
    assertThat(found.data("status")).isEqualTo("settled");
    assertThat(status(found.data("e2eId")).data()).isEqualTo(found.data());
  }

  @Test
  void amountEndingIn04_isNotHandedOver() {
    assertThat(pay(payment(4)).code()).isEqualTo("CONNECTOR_UNAVAILABLE");
  }

  @Test
  void amountEndingIn05_settlesAndComesBackAtTheSecondLook() {
    var id = pay(payment(5)).data("e2eId");

    assertThat(status(id).data("status")).isEqualTo("settled");
    assertThat(status(id).data("status")).isEqualTo("devolved");
    assertThat(refund(id, "CUSTOMER_REQUEST").code()).isEqualTo("PIX_NOT_REFUNDABLE");
  }

  @Test
  void unknownId_isNotFound() {
    for (var answer : List.of(status("NOBODY-KNOWS-1"), refund("NOBODY-KNOWS-1", "FRAUD"))) {
      assertThat(answer.code()).isEqualTo("PIX_TRANSACTION_NOT_FOUND");
      assertThat(answer.detail("retryable")).isEqualTo(false);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with space", "ñ", "x_y"})
  void idOfAnotherForm_isAnInvalidArgument(String id) {
    assertThat(status(id).code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(status(id).detail("field")).isEqualTo("e2eId");
  }

  // What was sent

  @Test
  void sentPix_isNeverRefundedFromHere() {
    var id = pay(payment(0)).data("e2eId");

    var customer = refund(id, "CUSTOMER_REQUEST");
    assertThat(customer.data())
        .containsEntry("status", "receiver_action_required")
        .containsEntry("e2eId", id)
        .doesNotContainKeys("paymentId", "refundE2eId", "deadline");
    for (var reason : List.of("FRAUD", "OPERATIONAL_FAULT")) {
      var contest = refund(id, reason);
      assertThat(contest.data()).containsEntry("status", "contestation_required");
      assertThat(contest.text("deadline")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:00Z");
      assertThat(contest.text("message")).contains("Nothing was filed");
    }
    assertThat(customer.text("message")).contains("Nothing was filed").doesNotContain("refunded");
  }

  @Test
  void moreThanWasSent_isRefused() {
    var payment = payment(0);
    var id = pay(payment).data("e2eId");
    var refund =
        with(refundOf(id, "FRAUD"), "amount", ((Number) payment.get("amount")).longValue() + 1);

    assertThat(server.call("pix_request_refund", refund).code())
        .isEqualTo("PIX_REFUND_EXCEEDS_ORIGINAL");
  }

  @Test
  void receivedPixOfMoreThan90Days_isRefused() {
    var answer = refund(TOO_OLD, "CUSTOMER_REQUEST");

    assertThat(answer.code()).isEqualTo("PIX_NOT_REFUNDABLE");
    assertThat(answer.message()).contains("90 days");
  }

  // Arguments

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "150.5 | BRL 150.50",
        "\"15000\" | BRL 150.00",
        "0 | BRL 0.01",
        "1000000000000 | BRL 9,999,999,999.99"
      })
  void wrongAmount_isRefusedWithWhatWasProbablyMeant(String json, String money) {
    var answer =
        server.call("pix_send_payment", "{\"pixKey\":\"" + KEY + "\",\"amount\":" + json + "}");

    assertThat(answer.code()).isEqualTo("INVALID_AMOUNT");
    assertThat(answer.message()).contains(money);
  }

  @Test
  void reasonThatIsNone_isAnInvalidArgument() {
    assertThat(refund(EXAMPLE_ID, "BORED").code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(refund(EXAMPLE_ID, "BORED").detail("field")).isEqualTo("reason");
  }

  @Test
  void descriptionThatCannotTravel_isNamed() {
    assertThat(send(with(payment(0), "description", "Pizza 🍕")).detail("field"))
        .isEqualTo("description");
    assertThat(send(with(payment(0), "description", "x".repeat(141))).detail("field"))
        .isEqualTo("description");
  }

  @Test
  void toolsOfTheRail_areSmall() {
    @SuppressWarnings("unchecked") // a JSON object
    var result = (Map<String, Object>) JsonText.object(server.toolsLine()).get("result");
    int bytes =
        ((List<?>) result.get("tools"))
            .stream()
                .map(it -> (Map<?, ?>) it)
                .filter(it -> ((String) it.get("name")).startsWith("pix_"))
                .mapToInt(it -> JsonText.of(it).getBytes(StandardCharsets.UTF_8).length)
                .sum();

    assertThat(bytes).isLessThan(7500);
  }

  // Languages

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "es | Pagar BRL 150.00 por Pix a CPF | dos personas | CRC | No ha enviado | no existe"
            + " | No se presentó nada",
        "pt | Pagar BRL 150.00 via Pix para CPF | duas pessoas | CRC | Você não enviou | não existe"
            + " | Nada foi registrado"
      })
  void messages_areInTheLanguageAskedFor(
      String locale,
      String summary,
      String ambiguous,
      String crc,
      String notFound,
      String rejected,
      String advice) {
    try (var other = jar("--locale", locale)) {
      var lunch = Map.<String, Object>of("pixKey", KEY, "amount", 15000);
      assertThat(other.call("pix_send_payment", lunch).text("summary")).contains(summary);
      assertThat(other.call("pix_validate_key", Map.of("pixKey", "51998259765")).message())
          .contains(ambiguous);
      var broken = Map.of("brcode", STATIC.replace("BRASILIA", "BRAZILIA"));
      assertThat(other.call("pix_decode_brcode", broken).message()).contains(crc, "caract");
      assertThat(other.call("pix_check_status", Map.of("e2eId", "NOBODY")).message())
          .contains(notFound);
      assertThat(approved(other, "pix_send_payment", with(lunch, "amount", 15001)).message())
          .contains(rejected);
      var id = approved(other, "pix_send_payment", with(lunch, "amount", 15100)).data("e2eId");
      assertThat(other.call("pix_request_refund", refundOf(id, "FRAUD")).text("message"))
          .contains(advice);
    }
  }
}
