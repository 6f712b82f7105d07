package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.REFUND;
import static io.mcp2p.TinyServer.STATUS;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.data;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.message;
import static io.mcp2p.TinyServer.paymentId;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static io.mcp2p.TinyServer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.CapturedLog;
import io.mcp2p.tck.SamplePayment;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the rail does with a payment, and what becomes of it. */
class DispatchesFlowTest {
  private final TinyServer server = TinyServer.open();

  @AfterEach
  void close() {
    server.close();
  }

  private Reply check(String reference) {
    return server.call(STATUS, Map.of("reference", reference), ANA);
  }

  private void settleLater(Reply pending) {
    server.connector.resolve(
        text(pending, "reference"), PaymentOutcome.Settled.at(server.clock.instant()));
  }

  @Test
  void connectorThrows_isPendingAndSaysNotToPayAgain() {
    server.connector.throwAfterRecording();

    var pending = server.pay(LUNCH);

    assertThat(status(pending)).isEqualTo("pending");
    assertThat(text(pending, "message")).contains(STATUS).contains("Do not pay again");
    assertThat(pending.text()).doesNotContain("connection reset").doesNotContain("1234567890");
    assertThat(data(pending).has("settledAt")).isFalse();
  }

  @Test
  void connectorThrewWithPersonalData_logsItsKindAndOurReference() {
    server.connector.script(
        it -> {
          throw new IllegalStateException("no answer for Juana P to 1234567890");
        });
    String logged;
    try (var log = CapturedLog.start()) {
      server.pay(LUNCH);
      logged = log.text();
    }

    assertThat(logged)
        .contains("java.lang.IllegalStateException", server.connector.sent().get(0).reference())
        .doesNotContain("Juana", "1234567890");
  }

  @Test
  void connectorThrew_reconcileFindsItSettled() {
    server.connector.throwAfterRecording();
    var pending = server.pay(LUNCH);

    server.advanceSeconds(61);

    assertThat(server.wiring.reconcile()).isOne();
    assertThat(server.stateOf(pending)).isEqualTo("settled");
    assertThat(server.wiring.reconcile()).isZero();
    assertThat(server.sent()).isOne();
  }

  @Test
  void noThreadForTheRail_sendsNothingAndSaysSo() {
    var asked = server.first(LUNCH);
    server.close(); // which takes the rail's threads away

    var refused = server.second(LUNCH, server.codeOf(asked));

    assertThat(code(refused)).isEqualTo("CONNECTOR_UNAVAILABLE");
    assertThat(server.stateOf(asked)).isEqualTo("failed");
    assertThat(server.sent()).isZero();
  }

  @Test
  void noThreadForTheRail_isAnsweredWithWhatIsKnown() {
    server.connector.pending();
    var pending = server.pay(LUNCH);
    server.close();

    assertThat(server.stateOf(pending)).isEqualTo("pending");
    assertThat(server.connector.lookUps()).isEmpty();
  }

  @Test
  void paymentsOfARailThatWasTakenAway_hinderNoOthers() {
    for (int i = 0; i < 250; i++) {
      var open = SamplePayment.lunch().digest("lunch " + i).to("phone " + i).payment();
      server.ledger.open(open, SamplePayment.NOW);
      server.ledger.replace(
          open, open.claimed("hash", "GONE" + i, Map.of(), SamplePayment.NOW, SamplePayment.NOW));
    }
    server.connector.throwAfterRecording();
    var pending = server.pay(LUNCH);
    server.advanceSeconds(61);

    assertThat(server.wiring.reconcile()).isOne();
    assertThat(server.stateOf(pending)).isEqualTo("settled");
  }

  @Test
  void connectorThrowsAnError_isPendingToo() {
    server.connector.script(
        it -> {
          throw new StackOverflowError();
        });

    assertThat(status(server.pay(LUNCH))).isEqualTo("pending");
  }

  @Test
  void reconcileBeforeItsTime_asksForNothing() {
    server.connector.pending();
    server.pay(LUNCH);

    assertThat(server.wiring.reconcile()).isZero();
    assertThat(server.connector.lookUps()).isEmpty();
  }

  @Test
  void reconcileTwiceAtOnce_asksForEachPaymentOnce() {
    server.connector.pending();
    server.pay(LUNCH);
    server.advanceSeconds(61);

    server.wiring.reconcile();
    server.wiring.reconcile();

    assertThat(server.connector.lookUps()).hasSize(1);
  }

  @Test
  void lookUpsThatFail_leaveThePaymentPendingAndAreTriedAgain() {
    server.connector.pending();
    var pending = server.pay(LUNCH);
    server.connector.failLookUps(new IOException("no route to bank"));
    server.advanceSeconds(61);

    assertThat(server.wiring.reconcile()).isZero();
    assertThat(server.stateOf(pending)).isEqualTo("pending");
    server.connector.failLookUps(null);
    settleLater(pending);
    server.advanceSeconds(61);
    assertThat(server.wiring.reconcile()).isOne();
    assertThat(server.stateOf(pending)).isEqualTo("settled");
  }

  @Test
  void notFoundSoonAfterSending_provesNothing() {
    server.connector.script(
        it -> {
          throw new IOException("timeout");
        });
    var pending = server.pay(LUNCH);
    server.advance(Duration.ofMinutes(119));

    server.wiring.reconcile();
    assertThat(server.stateOf(pending)).isEqualTo("pending");
    server.advance(Duration.ofMinutes(60));
    assertThat(server.wiring.reconcile()).isOne();
    assertThat(server.stateOf(pending)).isEqualTo("failed");
  }

  @Test
  void pendingPayment_isNeverSentAgain() {
    server.connector.pending();
    var code = server.codeOf(server.first(LUNCH));
    var pending = server.second(LUNCH, code);
    for (int i = 0; i < 5; i++) {
      server.advance(Duration.ofHours(2));
      server.wiring.reconcile();
      assertThat(paymentId(server.second(LUNCH, code))).isEqualTo(paymentId(pending));
    }

    assertThat(server.sent()).isOne();
  }

  @Test
  void pendingThenSettled_replaysAsSuccess() {
    server.connector.pending();
    var code = server.codeOf(server.first(LUNCH));
    var pending = server.second(LUNCH, code);
    assertThat(status(pending)).isEqualTo("pending");
    settleLater(pending);
    check(text(pending, "reference"));

    assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
  }

  @Test
  void notSent_isConnectorUnavailableAndNothingWasPaid() {
    server.connector.notSent();
    var code = server.codeOf(server.first(LUNCH));

    var refused = server.second(LUNCH, code);

    assertThat(code(refused)).isEqualTo("CONNECTOR_UNAVAILABLE");
    assertThat(detail(refused, "retryable")).isEqualTo("true");
    assertThat(server.stateOf(refused)).isEqualTo("failed");
    assertThat(server.second(LUNCH, code).text()).isEqualTo(refused.text());
    assertThat(server.sent()).isOne();
  }

  @Test
  void rejected_isRefusedInTheRailsNameWithItsCode() {
    server.connector.reject("T07");
    var code = server.codeOf(server.first(LUNCH));

    var refused = server.second(LUNCH, code);

    assertThat(code(refused)).isEqualTo("TINY_REJECTED");
    assertThat(detail(refused, "railCode")).isEqualTo("T07");
    assertThat(detail(refused, "retryable")).isEqualTo("false");
    assertThat(message(refused)).contains("T07");
    assertThat(server.stateOf(refused)).isEqualTo("rejected");
    assertThat(server.second(LUNCH, code).text()).isEqualTo(refused.text());
    assertThat(server.sent()).isOne();
  }

  @Test
  void returnedLater_isSeenByTheStatusToolAndTheReplay() {
    server.connector.returnLater();
    var code = server.codeOf(server.first(LUNCH));
    var paid = server.second(LUNCH, code);
    assertThat(status(paid)).isEqualTo("success");

    assertThat(status(check(text(paid, "reference")))).isEqualTo("returned");
    assertThat(status(server.second(LUNCH, code))).isEqualTo("returned");
    assertThat(server.stateOf(paid)).isEqualTo("returned");
  }

  @Test
  void slowConnector_isPendingInTimeAndRecordedWhenItAnswers() {
    var latch = new CountDownLatch(1);
    try (var slow = TinyServer.with(it -> it.answerWithin(Duration.ofMillis(30)))) {
      slow.connector.blockUntil(latch);

      var pending = slow.pay(LUNCH);

      assertThat(status(pending)).isEqualTo("pending");
      assertThat(slow.stateOf(pending)).isEqualTo("pending");
      latch.countDown();
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(slow.stateOf(pending)).isEqualTo("settled"));
      assertThat(slow.sent()).isOne();
    } finally {
      latch.countDown();
    }
  }

  @Test
  void slowConnectorAndReconciliation_agreeOnOneOutcome() {
    var latch = new CountDownLatch(1);
    try (var slow = TinyServer.with(it -> it.answerWithin(Duration.ofMillis(30)))) {
      slow.connector.blockUntil(latch);
      var pending = slow.pay(LUNCH);
      slow.connector.resolve(
          text(pending, "reference"), PaymentOutcome.Settled.at(slow.clock.instant()));
      slow.advanceSeconds(61);

      slow.wiring.reconcile();
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(slow.stateOf(pending)).isEqualTo("settled"));
      latch.countDown();
      slow.wiring.close();
      assertThat(slow.stateOf(pending)).isEqualTo("settled");
    } finally {
      latch.countDown();
    }
  }

  @Test
  void close_waitsForTheRail() throws Exception {
    var latch = new CountDownLatch(1);
    var slow = TinyServer.with(it -> it.answerWithin(Duration.ofMillis(30)));
    slow.connector.blockUntil(latch);
    var pending = slow.pay(LUNCH);
    var closing = new Thread(slow::close);
    closing.start();
    latch.countDown();
    closing.join(10_000);

    assertThat(slow.stateOf(pending)).isEqualTo("settled");
  }

  @Test
  void refund_isApprovedAndSentOnce() {
    server.connector.settle();
    var paid = server.pay(LUNCH);
    Map<String, Object> refund =
        Map.of("reference", text(paid, "reference"), "reason", "Paid twice");
    var asked = server.call(REFUND, refund, ANA);
    var code = server.codeOf(asked);

    var done = server.call(REFUND, with(refund, "verificationCode", code), ANA);
    var again = server.call(REFUND, with(refund, "verificationCode", code), ANA);

    assertThat(status(asked)).isEqualTo("2fa_required");
    assertThat(status(done)).isEqualTo("refund_requested");
    assertThat(text(done, "refundReference")).isNotEqualTo(text(paid, "reference"));
    assertThat(again.text()).isEqualTo(done.text());
    assertThat(server.sent()).isEqualTo(2);
  }

  @Test
  void secondRefundOfOnePayment_exceedsIt() {
    server.connector.settle();
    var paid = server.pay(LUNCH);
    Map<String, Object> refund = Map.of("reference", text(paid, "reference"), "reason", "Twice");
    server.call(
        REFUND,
        with(refund, "verificationCode", server.codeOf(server.call(REFUND, refund, ANA))),
        ANA);

    assertThat(code(server.call(REFUND, refund, ANA))).isEqualTo("LIMIT_EXCEEDED");
  }
}
