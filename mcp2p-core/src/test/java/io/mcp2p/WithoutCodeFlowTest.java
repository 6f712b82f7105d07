package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.BRUNO;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.REFUND;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.data;
import static io.mcp2p.TinyServer.payment;
import static io.mcp2p.TinyServer.paymentId;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.payment.Money;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.tck.AtOnce;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Small payments that a host allows without a code: LUNCH is one, RENT is not. */
class WithoutCodeFlowTest {
  private static final int THREADS = 64;
  private static final PaymentPolicy SMALL =
      PaymentPolicy.approvalAbove(Money.mxn(200_00), Money.mxn(400_00));

  private final TinyServer server = TinyServer.with(it -> it.policy(SMALL));

  @AfterEach
  void close() {
    server.close();
  }

  private static Map<String, Object> lunchFor(int pesos) {
    return payment("1234567890", pesos * 100L, "Lunch");
  }

  @Test
  void offByDefault() {
    try (var plain = TinyServer.open()) {
      assertThat(status(plain.first(LUNCH))).isEqualTo("2fa_required");
    }
  }

  @Test
  void smallPayment_isSentAtOnce_andTheAuditSaysThatNobodyWasAsked() {
    var paid = server.first(LUNCH);
    assertThat(status(paid)).isEqualTo("success");
    assertThat(server.sent()).isOne();
    assertThat(server.verifier.sent()).isEmpty();
    assertThat(paid.outcome()).isEqualTo("success_without_code");
    var history = data(server.byId("payments_get", paymentId(paid))).get("history").toString();
    assertThat(history).contains("no_code_asked");
  }

  @Test
  void largerPayment_andRefund_takeACode() {
    assertThat(status(server.first(lunchFor(200)))).isEqualTo("success");
    assertThat(status(server.first(payment("1234567890", 200_01, "Lunch"))))
        .isEqualTo("2fa_required");
    assertThat(status(server.first(RENT))).isEqualTo("2fa_required");
    var paid = server.first(lunchFor(10));
    var refund =
        server.call(REFUND, Map.of("reference", text(paid, "reference"), "reason", "Cold"), ANA);
    assertThat(status(refund)).isEqualTo("2fa_required");
  }

  @Test
  void repeatedCall_replays_andSaysSo() {
    var paid = server.first(LUNCH);
    server.advanceSeconds(599);
    var again = server.first(LUNCH);
    assertThat(paymentId(again)).isEqualTo(paymentId(paid));
    assertThat(text(again, "message")).contains("nothing more was paid");
    assertThat(server.sent()).isOne();
  }

  @Test
  void equalPaymentLater_takesACode_for24Hours() {
    var paid = server.first(LUNCH);
    server.advanceSeconds(600);
    var anew = server.first(LUNCH);
    assertThat(status(anew)).isEqualTo("2fa_required");
    assertThat(text(anew, "possibleDuplicateOf")).isEqualTo(paymentId(paid));
    server.advance(Duration.ofDays(1));
    assertThat(status(server.first(LUNCH))).isEqualTo("success");
    assertThat(server.sent()).isEqualTo(2);
  }

  @Test
  void equalPaymentWithACode_isADuplicateToo() {
    server.first(LUNCH);
    server.advanceSeconds(600);
    var anew = server.first(LUNCH);
    assertThat(status(server.second(LUNCH, server.codeOf(anew)))).isEqualTo("success");
    assertThat(status(server.first(LUNCH))).isEqualTo("2fa_required");
    assertThat(server.sent()).isEqualTo(2);
  }

  @Test
  void overTheDay_aCodeIsAskedFor_notRefused() {
    assertThat(status(server.first(lunchFor(200)))).isEqualTo("success");
    assertThat(status(server.first(lunchFor(199)))).isEqualTo("success");
    assertThat(status(server.first(lunchFor(2)))).isEqualTo("2fa_required");
    assertThat(status(server.first(lunchFor(1)))).isEqualTo("success");
    assertThat(status(server.first(lunchFor(150), BRUNO))).isEqualTo("success");
    server.advance(Duration.ofDays(1).plusMillis(1));
    assertThat(status(server.first(lunchFor(3)))).isEqualTo("success");
  }

  @Test
  void openChallenge_isKept_whenThereIsRoomAgain() {
    server.first(lunchFor(200));
    server.first(lunchFor(199));
    server.advance(Duration.ofDays(1).minusSeconds(10));
    var asked = server.first(lunchFor(2));
    assertThat(status(asked)).isEqualTo("2fa_required");
    server.advanceSeconds(10);
    var again = server.first(lunchFor(2));
    assertThat(status(again)).isEqualTo("2fa_required");
    assertThat(paymentId(again)).isEqualTo(paymentId(asked));
    assertThat(server.sent()).isEqualTo(2);
  }

  @Test
  void otherLimits_stillRefuse() {
    var policy = SMALL.and(PaymentPolicy.perDay(Money.mxn(300_00)));
    try (var limited = TinyServer.with(it -> it.policy(policy))) {
      assertThat(status(limited.first(lunchFor(200)))).isEqualTo("success");
      assertThat(code(limited.first(lunchFor(150)))).isEqualTo("LIMIT_EXCEEDED");
      assertThat(limited.verifier.sent()).isEmpty();
    }
  }

  @Test
  void twoRules_ofWhichOneAsksForACode_askForOne() {
    var stricter = PaymentPolicy.approvalAbove(Money.mxn(100_00), Money.mxn(100_00));
    try (var both = TinyServer.with(it -> it.policy(SMALL.and(stricter)))) {
      assertThat(status(both.first(LUNCH))).isEqualTo("2fa_required");
      assertThat(status(both.first(lunchFor(100)))).isEqualTo("success");
    }
  }

  @Test
  void observedOnly_asksForACode() {
    try (var observed = TinyServer.with(it -> it.policy(SMALL.observeOnly()))) {
      assertThat(status(observed.first(LUNCH))).isEqualTo("2fa_required");
    }
  }

  @Test
  void unknownOutcome_isNeverSentAgain_withoutACode() {
    server.connector.pending();
    assertThat(status(server.first(LUNCH))).isEqualTo("pending");
    assertThat(status(server.first(LUNCH))).isEqualTo("pending");
    server.advanceSeconds(3600);
    assertThat(status(server.first(LUNCH))).isEqualTo("2fa_required");
    assertThat(server.sent()).isOne();
  }

  @RepeatedTest(30)
  void theSameAtOnce_isPaidOnce() throws Exception {
    var replies = AtOnce.call(THREADS, i -> server.first(LUNCH));
    assertThat(server.sent()).isOne();
    assertThat(replies).allSatisfy(it -> assertThat(status(it)).isIn("success", "pending"));
    assertThat(replies).extracting(TinyServer::paymentId).containsOnly(paymentId(replies.get(0)));
    assertThat(server.verifier.sent()).isEmpty();
  }

  @RepeatedTest(10)
  void manyAtOnce_stayWithinTheDay() throws Exception {
    AtOnce.call(THREADS, i -> server.first(lunchFor(100 + i)));
    var without = server.connector.sent().stream().mapToLong(it -> it.amount().minorUnits()).sum();
    assertThat(without).isPositive().isLessThanOrEqualTo(400_00);
  }
}
