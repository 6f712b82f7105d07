package io.mcp2p.spei;

import static io.mcp2p.spei.SpeiConversation.LUNCH;
import static io.mcp2p.spei.SpeiConversation.details;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.PaymentOutcome;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestRefundToolTest {
  private static final String TOOL = "spei_request_refund";
  private static final Instant THEN = Instant.parse("2026-03-02T16:00:00Z");

  private final SpeiConversation spei = new SpeiConversation();

  @AfterEach
  void close() {
    spei.close();
  }

  private static Map<String, Object> refundOf(Object trackingKey) {
    return Map.of("trackingKey", trackingKey, "reason", "Sent to the wrong account");
  }

  private Object paid(PaymentOutcome outcome) {
    spei.bank.sends = outcome;
    return spei.pay(LUNCH).get("trackingKey");
  }

  private Object settled() {
    return paid(PaymentOutcome.Settled.at(THEN));
  }

  @Test
  void settledTransfer_isAskedBack() {
    var key = settled();
    var data = SpeiConversation.member(spei.approved(TOOL, refundOf(key)), "data");

    var request = spei.bank.refunds.get(0);
    assertThat(spei.bank.refunds).hasSize(1);
    assertThat(request.trackingKey()).isEqualTo(key);
    assertThat(request.reason()).isEqualTo("Sent to the wrong account");
    assertThat(request.amount().minorUnits()).isEqualTo(150_00);
    assertThat(data)
        .contains(
            entry("status", "refund_requested"),
            entry("trackingKey", key),
            entry("refundTrackingKey", request.refundTrackingKey()));
    assertThat((String) data.get("message")).contains("not a refund");
  }

  @Test
  void transferNamedByTheBanksOwnId_isAskedBackOnce() {
    var key = paid(new PaymentOutcome.Settled(THEN, Map.of(Payment.RAIL_ID, "7654321")));

    spei.approved(TOOL, refundOf("7654321"));

    assertThat(spei.bank.refunds.get(0).trackingKey()).isEqualTo(key);
    assertThat(spei.error(TOOL, refundOf(key))).containsEntry("code", "SPEI_NOT_REFUNDABLE");
    assertThat(spei.error(TOOL, refundOf("7654321"))).containsEntry("code", "SPEI_NOT_REFUNDABLE");
  }

  @Test
  void reason_isShownAndCannotPassForOurs() {
    var request = SpeiConversation.with(refundOf(settled()), "reason", "Error. \", pago número 2");

    assertThat((String) spei.data(TOOL, request).get("summary"))
        .endsWith(", reason \"Error. ', pago numero 2\"");
    spei.approved(TOOL, request);
    assertThat(spei.bank.refunds.get(0).reason()).isEqualTo("Error. \", pago numero 2");
  }

  @Test
  void reasonThatCannotBeSent_isRefused() {
    var error = spei.error(TOOL, SpeiConversation.with(refundOf(settled()), "reason", "\u202Eno"));

    assertThat(error).containsEntry("code", "INVALID_ARGUMENT");
    assertThat(SpeiConversation.details(error)).containsEntry("field", "reason");
  }

  @Test
  void bankThatDoesNotSay_leavesTheRequestPending() {
    var key = settled();
    spei.bank.refunded = PaymentOutcome.Pending.unknown();

    assertThat(SpeiConversation.member(spei.approved(TOOL, refundOf(key)), "data"))
        .containsEntry("status", "pending");
    assertThat(spei.error(TOOL, refundOf(key))).containsEntry("code", "SPEI_NOT_REFUNDABLE");
  }

  @Test
  void bankThatRefuses_mayBeAskedAgain() {
    var key = settled();
    spei.bank.refunded = new PaymentOutcome.Rejected("26");
    var error = SpeiConversation.member(spei.approved(TOOL, refundOf(key)), "error");
    assertThat(error).containsEntry("code", "SPEI_REJECTED");
    assertThat(details(error)).containsEntry("railCode", "26");

    assertThat(spei.data(TOOL, refundOf(key))).containsEntry("status", "2fa_required");
  }

  @Test
  void transferAskedBackAlready_isRefused() {
    var key = settled();
    spei.approved(TOOL, refundOf(key));

    assertThat(refused(key)).contains("asked back already");
  }

  @Test
  void pendingTransfer_isRefused() {
    assertThat(refused(paid(PaymentOutcome.Pending.unknown()))).contains("not settled yet");
  }

  @Test
  void returnedTransfer_isRefused() {
    var key = settled();
    spei.bank.finds = new PaymentOutcome.Returned(THEN, Map.of());
    spei.data("spei_check_status", Map.of("trackingKey", key));

    assertThat(refused(key)).contains("come back already");
  }

  @Test
  void rejectedTransfer_isRefused() {
    var key = paid(PaymentOutcome.Pending.unknown());
    spei.bank.finds = new PaymentOutcome.Rejected("1");
    spei.data("spei_check_status", Map.of("trackingKey", key));

    assertThat(refused(key)).contains("not paid");
  }

  @Test
  void bankWithoutSuchAChannel_isSaidAtOnce() {
    var key = settled();
    spei.bank.takesRefundRequests = false;

    assertThat(refused(key)).contains("takes no such requests");
    assertThat(spei.bank.refunds).isEmpty();
  }

  private String refused(Object key) {
    var error = spei.error(TOOL, refundOf(key));
    assertThat(error).containsEntry("code", "SPEI_NOT_REFUNDABLE");
    assertThat(details(error)).contains(entry("field", "trackingKey"), entry("retryable", false));
    return (String) error.get("message");
  }

  @Test
  void unknownTransfer_isNotFound() {
    assertThat(spei.error(TOOL, refundOf("NOBODY")))
        .containsEntry("code", "SPEI_TRANSACTION_NOT_FOUND");
  }
}
