package io.mcp2p.pse;

import static io.mcp2p.pse.PseConversation.SCREWS;
import static io.mcp2p.pse.PseConversation.details;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mcp2p.payment.PaymentOutcome;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestRefundToolTest {
  private static final String TOOL = "pse_request_refund";
  private static final Instant THEN = Instant.parse("2026-03-02T16:00:00Z");

  private final PseConversation pse = new PseConversation();

  @AfterEach
  void close() {
    pse.close();
  }

  private static Map<String, Object> refundOf(Object reference) {
    return Map.of("referenceNumber", reference, "reason", "Sent to the wrong account");
  }

  private Object paid(PaymentOutcome outcome) {
    pse.bank.sends = outcome;
    return pse.pay(SCREWS).get("referenceNumber");
  }

  private Object settled() {
    return paid(PaymentOutcome.Settled.at(THEN));
  }

  @Test
  void approvedPayout_isAskedBack() {
    var key = settled();
    var data = PseConversation.member(pse.approved(TOOL, refundOf(key)), "data");

    var request = pse.bank.refunds.get(0);
    assertThat(pse.bank.refunds).hasSize(1);
    assertThat(request.reference()).isEqualTo(key);
    assertThat(request.reason()).isEqualTo("Sent to the wrong account");
    assertThat(request.amount().minorUnits()).isEqualTo(150_000_00);
    assertThat(data)
        .contains(
            entry("status", "refund_requested"),
            entry("referenceNumber", key),
            entry("refundReferenceNumber", request.refundReference()));
    assertThat((String) data.get("message")).contains("not a refund");
  }

  @Test
  void reason_isShownAndCannotPassForOurs() {
    var request = PseConversation.with(refundOf(settled()), "reason", "Error. \", pago número 2");

    assertThat((String) pse.data(TOOL, request).get("summary"))
        .endsWith(", reason \"Error. ', pago numero 2\"");
    pse.approved(TOOL, request);
    assertThat(pse.bank.refunds.get(0).reason()).isEqualTo("Error. \", pago numero 2");
  }

  @Test
  void reasonThatCannotBeSent_isRefused() {
    var error = pse.error(TOOL, PseConversation.with(refundOf(settled()), "reason", "\u202Eno"));

    assertThat(error).containsEntry("code", "INVALID_ARGUMENT");
    assertThat(PseConversation.details(error)).containsEntry("field", "reason");
  }

  @Test
  void bankThatDoesNotSay_leavesTheRequestPending() {
    var key = settled();
    pse.bank.refunded = PaymentOutcome.Pending.unknown();

    assertThat(PseConversation.member(pse.approved(TOOL, refundOf(key)), "data"))
        .containsEntry("status", "pending");
    assertThat(pse.error(TOOL, refundOf(key))).containsEntry("code", "PSE_NOT_REFUNDABLE");
  }

  @Test
  void bankThatRefuses_mayBeAskedAgain() {
    var key = settled();
    pse.bank.refunded = new PaymentOutcome.Rejected("D10");
    var error = PseConversation.member(pse.approved(TOOL, refundOf(key)), "error");
    assertThat(error).containsEntry("code", "PSE_REJECTED");
    assertThat(details(error)).containsEntry("railCode", "D10");

    assertThat(pse.data(TOOL, refundOf(key))).containsEntry("status", "2fa_required");
  }

  @Test
  void payoutAskedBackAlready_isRefused() {
    var key = settled();
    pse.approved(TOOL, refundOf(key));

    assertThat(refused(key)).contains("asked back already");
  }

  @Test
  void pendingPayout_isRefused() {
    assertThat(refused(paid(PaymentOutcome.Pending.unknown()))).contains("not been approved yet");
  }

  @Test
  void returnedPayout_isRefused() {
    var key = settled();
    pse.bank.finds = new PaymentOutcome.Returned(THEN, Map.of());
    pse.data("pse_check_status", Map.of("referenceNumber", key));

    assertThat(refused(key)).contains("come back already");
  }

  @Test
  void rejectedPayout_isRefused() {
    var key = paid(PaymentOutcome.Pending.unknown());
    pse.bank.finds = new PaymentOutcome.Rejected("D07");
    pse.data("pse_check_status", Map.of("referenceNumber", key));

    assertThat(refused(key)).contains("not paid");
  }

  @Test
  void bankWithoutSuchAChannel_isSaidAtOnce() {
    var key = settled();
    pse.bank.takesRefundRequests = false;

    assertThat(refused(key)).contains("takes no such requests");
    assertThat(pse.bank.refunds).isEmpty();
  }

  private String refused(Object key) {
    var error = pse.error(TOOL, refundOf(key));
    assertThat(error).containsEntry("code", "PSE_NOT_REFUNDABLE");
    assertThat(details(error))
        .contains(entry("field", "referenceNumber"), entry("retryable", false));
    return (String) error.get("message");
  }

  @Test
  void unknownPayout_isNotFound() {
    assertThat(pse.error(TOOL, refundOf("NOBODY")))
        .containsEntry("code", "PSE_TRANSACTION_NOT_FOUND");
  }
}
