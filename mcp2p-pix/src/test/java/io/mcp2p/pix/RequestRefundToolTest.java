package io.mcp2p.pix;

import static io.mcp2p.pix.PixConversation.LUNCH;
import static io.mcp2p.pix.PixConversation.details;
import static io.mcp2p.pix.PixConversation.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRefundToolTest {
  private static final String TOOL = "pix_request_refund";
  private static final String RECEIVED = "E99999999202603021500received001";
  private static final Instant THEN = RecordingBank.SETTLED_AT;

  private final PixConversation pix = new PixConversation();

  @AfterEach
  void close() {
    pix.close();
  }

  private static Map<String, Object> refundOf(Object e2eId) {
    return Map.of("e2eId", e2eId, "reason", "CUSTOMER_REQUEST");
  }

  private static Map<String, Object> part(long centavos) {
    return with(refundOf(RECEIVED), "amount", centavos);
  }

  private void received(PaymentOutcome outcome) {
    pix.bank.knows(RECEIVED, Direction.RECEIVED, outcome);
  }

  private void received() {
    received(PaymentOutcome.Settled.at(THEN));
  }

  private Map<String, Object> givenBack(Map<String, Object> refund) {
    return PixConversation.member(pix.approved(TOOL, refund), "data");
  }

  private String refused(Map<String, Object> refund, String code) {
    var error = pix.error(TOOL, refund);
    assertThat(error).containsEntry("code", code);
    assertThat(details(error)).containsEntry("retryable", false);
    return (String) error.get("message");
  }

  private String notRefundable(Object e2eId) {
    assertThat(details(pix.error(TOOL, refundOf(e2eId)))).containsEntry("field", "e2eId");
    return refused(refundOf(e2eId), "PIX_NOT_REFUNDABLE");
  }

  // Received: a devolução

  @Test
  void receivedPix_isGivenBack() {
    received();

    var asked = pix.data(TOOL, refundOf(RECEIVED));
    assertThat(asked)
        .containsEntry(
            "summary",
            "Give BRL 150.00 back to B*** · CPF ***.444.777-**, who paid BRL 150.00 with Pix "
                + RECEIVED
                + "; reason: request of the customer");
    var data = givenBack(refundOf(RECEIVED));

    assertThat(pix.bank.refunds).hasSize(1);
    var request = pix.bank.refunds.get(0);
    assertThat(request.e2eId()).isEqualTo(RECEIVED);
    assertThat(request.amount().minorUnits()).isEqualTo(150_00);
    assertThat(request.reason()).isEqualTo(RefundReason.CUSTOMER_REQUEST);
    assertThat(request.reference()).matches("[0-9a-f]{32}");
    assertThat(data)
        .contains(
            entry("status", "refunded"),
            entry("e2eId", RECEIVED),
            entry("refundE2eId", RecordingBank.REFUND_ID),
            entry("amount", 150_00),
            entry("amountFormatted", "BRL 150.00"),
            entry("currency", "BRL"))
        .doesNotContainKey("deadline");
  }

  @ParameterizedTest
  @EnumSource(RefundReason.class)
  void anyReason_givesAReceivedPixBack(RefundReason reason) {
    received();

    assertThat(givenBack(with(refundOf(RECEIVED), "reason", reason.name())))
        .containsEntry("status", "refunded");
    assertThat(pix.bank.refunds.get(0).reason()).isEqualTo(reason);
  }

  @Test
  void parts_areGivenBackUntilNothingIsLeft() {
    received();

    assertThat(givenBack(part(50_00))).containsEntry("amount", 50_00);
    assertThat(refused(part(100_01), "PIX_REFUND_EXCEEDS_ORIGINAL"))
        .contains("BRL 150.00", "BRL 100.00");
    assertThat(givenBack(part(99_99))).containsEntry("amount", 99_99);
    assertThat(givenBack(refundOf(RECEIVED))).containsEntry("amount", 1);
    assertThat(notRefundable(RECEIVED)).contains("given back already");
    assertThat(refused(part(1), "PIX_REFUND_EXCEEDS_ORIGINAL")).contains("BRL 0.00");
    assertThat(pix.bank.refunds).hasSize(3);
  }

  @Test
  void moreThanTheOriginal_isRefusedWithTheField() {
    received();

    assertThat(details(pix.error(TOOL, part(150_01)))).containsEntry("field", "amount");
    assertThat(refused(part(150_01), "PIX_REFUND_EXCEEDS_ORIGINAL")).contains("BRL 150.00");
  }

  /** Each sees only what is his, but the money can go back only once. */
  @Test
  void whatAnotherCallerHasGivenBack_isCountedByTheLedger() {
    var ledger = PaymentLedger.inMemory();
    try (var ana = new PixConversation("ana", ledger, pix.bank);
        var bea = new PixConversation("bea", ledger, pix.bank)) {
      received();
      assertThat(ana.data(TOOL, part(100_00))).containsEntry("status", "2fa_required");

      var error = bea.error(TOOL, part(50_01));
      assertThat(error).containsEntry("code", "LIMIT_EXCEEDED");
      assertThat(details(error)).containsEntry("rule", "refund");
      bea.approved(TOOL, part(50_00));
      ana.approved(TOOL, part(100_00));
      assertThat(ana.error(TOOL, part(1))).containsEntry("code", "LIMIT_EXCEEDED");
    }
    assertThat(pix.bank.refunds)
        .extracting(it -> it.amount().minorUnits())
        .containsExactly(50_00L, 100_00L);
  }

  @Test
  void providerThatDoesNotSay_leavesTheRefundPendingAndCounted() {
    received();
    pix.bank.refunded = PaymentOutcome.Pending.unknown();

    var pending = givenBack(part(100_00));

    assertThat(pending).containsEntry("status", "pending").doesNotContainKey("refundE2eId");
    assertThat((String) pending.get("message")).contains("payments_get");
    assertThat(refused(part(50_01), "PIX_REFUND_EXCEEDS_ORIGINAL")).contains("BRL 50.00");
    pix.bank.refunded = RecordingBank.settled(RecordingBank.REFUND_ID);
    assertThat(pix.data("payments_get", Map.of("paymentId", pending.get("paymentId"))))
        .contains(entry("status", "settled"), entry("reference", RecordingBank.REFUND_ID));
    assertThat(pix.bank.askedFor)
        .containsExactly(RECEIVED + " " + pix.bank.refunds.get(0).reference());
  }

  @Test
  void providerThatRefuses_mayBeAskedAgain() {
    received();
    pix.bank.refunded = new PaymentOutcome.Rejected("AM04");
    var error = PixConversation.member(pix.approved(TOOL, refundOf(RECEIVED)), "error");
    assertThat(error).containsEntry("code", "PIX_REJECTED");
    assertThat(details(error)).containsEntry("railCode", "AM04");

    pix.bank.refunded = RecordingBank.settled(RecordingBank.REFUND_ID);
    assertThat(givenBack(refundOf(RECEIVED))).containsEntry("status", "refunded");
  }

  @Test
  void ninetyDays_areTheLimit() {
    received();

    pix.clock.set(THEN.plus(Duration.ofDays(90)));
    assertThat(pix.data(TOOL, refundOf(RECEIVED))).containsEntry("status", "2fa_required");
    pix.clock.advance(Duration.ofMillis(1));
    assertThat(notRefundable(RECEIVED)).contains("90 days");
  }

  @Test
  void receivedPixThatIsNotSettled_isRefused() {
    received(PaymentOutcome.Pending.unknown());
    assertThat(notRefundable(RECEIVED)).contains("not settled yet");
    received(new PaymentOutcome.Returned(THEN, Map.of()));
    assertThat(notRefundable(RECEIVED)).contains("given back already");
    received(new PaymentOutcome.Rejected("AC03"));
    assertThat(notRefundable(RECEIVED)).contains("not paid");
  }

  // Sent: advice

  private String sent(PaymentOutcome outcome) {
    pix.bank.sends = outcome;
    pix.pay(LUNCH);
    return RecordingBank.E2E_ID;
  }

  private String settled() {
    return sent(RecordingBank.settled(RecordingBank.E2E_ID));
  }

  @Test
  void sentPix_isForItsPayeeToGiveBack() {
    var data = pix.data(TOOL, refundOf(settled()));

    assertThat(data)
        .contains(
            entry("status", "receiver_action_required"),
            entry("e2eId", RecordingBank.E2E_ID),
            entry("amount", 150_00),
            entry("amountFormatted", "BRL 150.00"),
            entry("currency", "BRL"))
        .doesNotContainKeys("paymentId", "challengeId", "deadline", "refundE2eId");
    assertThat((String) data.get("message"))
        .contains("Nothing was filed", "ask the payee", RecordingBank.E2E_ID);
    assertThat(pix.bank.refunds).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FRAUD", "OPERATIONAL_FAULT"})
  void sentPix_isForThePayersAppToContest(String reason) {
    var data = pix.data(TOOL, with(with(refundOf(settled()), "reason", reason), "amount", 100_00));

    assertThat(data)
        .contains(
            entry("status", "contestation_required"),
            entry("e2eId", RecordingBank.E2E_ID),
            entry("amount", 100_00),
            entry("deadline", "2026-05-21T15:00:00Z"))
        .doesNotContainKeys("paymentId", "challengeId", "refundE2eId");
    assertThat((String) data.get("message"))
        .contains("Nothing was filed", "2026-05-21", RecordingBank.E2E_ID, "BRL 100.00");
    assertThat(pix.bank.refunds).isEmpty();
    assertThat((List<?>) pix.data("payments_list", Map.of()).get("items")).hasSize(1);
  }

  @Test
  void deadlineOfAnIdWithoutATime_isCountedFromSettlement() {
    pix.bank.sends = new PaymentOutcome.Settled(THEN, Map.of());
    var reference = pix.pay(LUNCH).get("reference");

    assertThat(pix.data(TOOL, with(refundOf(reference), "reason", "FRAUD")))
        .contains(entry("e2eId", reference), entry("deadline", "2026-05-21T15:00:01Z"));
  }

  @Test
  void contestationThatIsTooLate_isRefused() {
    var fraud = with(refundOf(settled()), "reason", "FRAUD");
    var deadline = Instant.parse("2026-05-21T15:00:00Z");

    pix.clock.set(deadline);
    assertThat(pix.data(TOOL, fraud)).containsEntry("status", "contestation_required");
    pix.clock.set(deadline.plusMillis(1));
    assertThat(refused(fraud, "PIX_NOT_REFUNDABLE")).contains("2026-05-21", "ask the payee");
    assertThat(pix.data(TOOL, refundOf(RecordingBank.E2E_ID)))
        .containsEntry("status", "receiver_action_required");
  }

  @Test
  void moreThanWasSent_isRefused() {
    assertThat(refused(with(refundOf(settled()), "amount", 150_01), "PIX_REFUND_EXCEEDS_ORIGINAL"))
        .contains("BRL 150.00");
  }

  @Test
  void sentPixThatHasComeBack_isRefused() {
    var id = settled();
    pix.bank.finds = new PaymentOutcome.Returned(THEN, Map.of());
    pix.data("pix_check_status", Map.of("e2eId", id));

    assertThat(notRefundable(id)).contains("come back already");
  }

  @Test
  void sentPixThatIsPending_isRefused() {
    pix.bank.sends = PaymentOutcome.Pending.unknown();

    assertThat(notRefundable(pix.pay(LUNCH).get("reference"))).contains("not settled yet");
  }

  @Test
  void sentPixThatFailed_isRefused() {
    pix.bank.sends = PaymentOutcome.Pending.unknown();
    var reference = pix.pay(LUNCH).get("reference");
    pix.bank.finds = new PaymentOutcome.Rejected("AC03");
    pix.data("pix_check_status", Map.of("e2eId", reference));

    assertThat(notRefundable(reference)).contains("not paid");
  }

  @Test
  void pixThatWasSentElsewhere_isTreatedAsOneThatWasSentHere() {
    var id = "E99999999202603021500elsewhere01";
    pix.bank.knows(id, Direction.SENT, PaymentOutcome.Settled.at(THEN));
    assertThat(pix.data(TOOL, refundOf(id))).containsEntry("status", "receiver_action_required");
    assertThat(pix.data(TOOL, with(refundOf(id), "reason", "FRAUD")))
        .contains(
            entry("status", "contestation_required"), entry("deadline", "2026-05-21T15:00:00Z"));

    pix.bank.knows(id, Direction.SENT, new PaymentOutcome.Returned(THEN, Map.of()));
    assertThat(notRefundable(id)).contains("come back already");
  }

  @Test
  void unknownPix_isNotFound() {
    assertThat(details(pix.error(TOOL, refundOf("NOBODY")))).containsEntry("field", "e2eId");
    refused(refundOf("NOBODY"), "PIX_TRANSACTION_NOT_FOUND");
  }

  @Test
  void idInOtherLetters_isAnotherPix() {
    received();

    refused(refundOf(RECEIVED.toUpperCase(Locale.ROOT)), "PIX_TRANSACTION_NOT_FOUND");
  }
}
