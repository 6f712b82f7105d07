package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.message;
import static io.mcp2p.TinyServer.paymentId;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static io.mcp2p.tck.CapturingVerifier.WRONG_CODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcp2p.payment.Money;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.tck.AtOnce;
import io.mcp2p.verification.PhoneNumber;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The same, with everybody at once. */
class PaymentFlowConcurrencyTest {
  private static final int THREADS = 64;

  /** Whether the verifier makes and checks its codes in the process. */
  boolean ownCodes() {
    return false;
  }

  private TinyServer open() {
    return with(it -> {});
  }

  private TinyServer with(Consumer<Mcp2pServer.Builder> more) {
    return TinyServer.with(ownCodes(), more);
  }

  @RepeatedTest(50)
  void rightCodePresentedByAllAtOnce_reachesTheRailOnce() throws Exception {
    try (var server = open()) {
      var asked = server.first(LUNCH);
      var code = server.codeOf(asked);

      var replies = AtOnce.call(THREADS, i -> server.second(LUNCH, code));

      assertThat(server.sent()).isOne();
      assertThat(replies).anyMatch(it -> !it.isError() && status(it).equals("success"));
      assertThat(replies)
          .allSatisfy(
              it -> {
                if (it.isError()) {
                  assertThat(code(it)).isEqualTo("2FA_UNAVAILABLE");
                  assertThat(message(it)).contains("repeat it").doesNotContain("Start again");
                } else {
                  assertThat(status(it)).isIn("success", "pending");
                  assertThat(paymentId(it)).isEqualTo(paymentId(asked));
                  assertThat(text(it, "reference"))
                      .isEqualTo(server.connector.sent().get(0).reference());
                }
              });
      assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
    }
  }

  @RepeatedTest(50)
  void rightCodeFoundRightFiveTimesAtOnce_reachesTheRailOnce() throws Exception {
    try (var server = open()) {
      var asked = server.first(LUNCH);
      var code = server.codeOf(asked);
      var allAttempts = new CountDownLatch(5);
      server.verifier.whileChecking(
          () -> {
            allAttempts.countDown();
            try {
              assertThat(allAttempts.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });

      var replies = AtOnce.call(THREADS, i -> server.second(LUNCH, code));

      if (!ownCodes()) {
        assertThat(server.verifier.checks()).isEqualTo(5);
      }
      assertThat(server.sent()).isOne();
      assertThat(replies)
          .allSatisfy(
              it ->
                  assertThat(it.outcome())
                      .as(it.text())
                      .isIn("success", "pending", "2FA_UNAVAILABLE"));
      assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
    }
  }

  @RepeatedTest(20)
  void rightCodePresentedWhileTheRailIsSlow_isPendingForTheOthers() throws Exception {
    var latch = new CountDownLatch(1);
    try (var server = with(it -> it.answerWithin(Duration.ofMillis(20)))) {
      server.connector.blockUntil(latch);
      var code = server.codeOf(server.first(LUNCH));

      var replies = AtOnce.call(16, i -> server.second(LUNCH, code));

      // The machine may be slower still.
      await().pollDelay(Duration.ZERO).until(() -> server.sent() > 0);
      assertThat(server.sent()).isOne();
      assertThat(replies)
          .allSatisfy(
              it ->
                  assertThat(it.outcome())
                      .as(it.text())
                      .isIn("pending", "success", "2FA_UNAVAILABLE"));
      latch.countDown();
    } finally {
      latch.countDown();
    }
  }

  @RepeatedTest(20)
  void wrongCodesAllAtOnce_areFiveAttemptsAndNoMore() throws Exception {
    try (var server = open()) {
      var asked = server.first(LUNCH);

      var replies = AtOnce.call(THREADS, i -> server.second(LUNCH, WRONG_CODE));

      if (!ownCodes()) {
        assertThat(server.verifier.checks()).isEqualTo(5);
      }
      assertThat(replies)
          .allSatisfy(
              it ->
                  assertThat(code(it))
                      .isIn("2FA_INVALID_CODE", "2FA_TOO_MANY_ATTEMPTS", "2FA_UNAVAILABLE"));
      assertThat(replies)
          .filteredOn(it -> code(it).equals("2FA_INVALID_CODE"))
          .extracting(it -> detail(it, "attemptsLeft"))
          .containsExactlyInAnyOrder("4", "3", "2", "1");
      assertThat(code(server.second(LUNCH, server.codeOf(asked))))
          .isEqualTo("2FA_TOO_MANY_ATTEMPTS");
      assertThat(server.sent()).isZero();
    }
  }

  @RepeatedTest(50)
  void differentCodesAllAtOnce_areFiveGuessesAndNoMore() throws Exception {
    try (var server = open()) {
      int right = Integer.parseInt(server.codeOf(server.first(LUNCH)));

      var replies = AtOnce.call(THREADS, i -> server.second(LUNCH, "" + (right - THREADS / 2 + i)));

      var wrong = replies.stream().filter(it -> it.outcome().equals("2FA_INVALID_CODE")).toList();
      var paid = replies.stream().filter(it -> !it.isError()).toList();
      assertThat(wrong).extracting(it -> detail(it, "attemptsLeft")).doesNotHaveDuplicates();
      assertThat(paid).hasSizeLessThan(2);
      assertThat(server.sent()).isEqualTo(paid.size());
      if (paid.isEmpty()) {
        assertThat(wrong).hasSize(4);
        assertThat(code(server.second(LUNCH, "" + right))).isEqualTo("2FA_TOO_MANY_ATTEMPTS");
      }
    }
  }

  @RepeatedTest(20)
  void rightCodeAndCancellationAtOnce_eitherPaysOrCancels() throws Exception {
    try (var server = open()) {
      var asked = server.first(LUNCH);
      var code = server.codeOf(asked);
      var id = paymentId(asked);

      var replies =
          AtOnce.call(
              4, i -> i % 2 == 0 ? server.second(LUNCH, code) : server.byId("payments_cancel", id));

      boolean paid = replies.stream().anyMatch(it -> it.outcome().equals("success"));
      boolean cancelled = replies.stream().anyMatch(it -> it.outcome().equals("ok"));
      assertThat(paid).isNotEqualTo(cancelled);
      assertThat(server.sent()).isEqualTo(paid ? 1 : 0);
      assertThat(server.stateOf(asked)).isEqualTo(paid ? "settled" : "cancelled");
    }
  }

  @RepeatedTest(20)
  void firstTurnRepeatedByAllAtOnce_isOneChallengeAndOneCode() throws Exception {
    try (var server = open()) {
      var replies = AtOnce.call(THREADS, i -> server.first(LUNCH));

      assertThat(replies)
          .extracting(it -> text(it, "challengeId"))
          .containsOnly(server.verifier.lastSent().id());
      assertThat(server.verifier.sent()).hasSize(1);
    }
  }

  @RepeatedTest(20)
  void differentFirstTurnsAtOnce_leaveOneChallengeOpen() throws Exception {
    try (var server = open()) {
      AtOnce.call(16, i -> server.first(TinyServer.with(LUNCH, "amount", 100_10L + 100L * i)));

      var open = server.call("payments_list", Map.of("limit", 100, "status", "awaiting_code"), ANA);
      assertThat(TinyServer.data(open).get("items").size()).isOne();
    }
  }

  @RepeatedTest(20)
  void limitTakenByManyAtOnce_isNotExceeded() throws Exception {
    // A directory with a new number at each turn, so that no challenge gives way to another.
    var phones = new AtomicInteger(1_000_000);
    try (var server =
        with(
            it ->
                it.policy(PaymentPolicy.perDay(Money.mxn(5 * 150_00)))
                    .phoneNumbers(caller -> new PhoneNumber("+52" + phones.incrementAndGet())))) {
      var replies =
          AtOnce.call(32, i -> server.first(TinyServer.with(LUNCH, "note", "Lunch " + i)));

      assertThat(replies).filteredOn(it -> !it.isError()).hasSize(5);
      assertThat(replies)
          .filteredOn(Reply::isError)
          .allSatisfy(it -> assertThat(code(it)).isEqualTo("LIMIT_EXCEEDED"));
    }
  }

  @Test
  void reconcilingOnTwoNodesAtOnce_asksForEachPaymentOnce() throws Exception {
    try (var server = open()) {
      server.connector.pending();
      for (int i = 0; i < 20; i++) {
        server.pay(TinyServer.with(LUNCH, "note", "Lunch " + i));
      }
      server.advanceSeconds(61);
      AtOnce.call(8, i -> server.wiring.reconcile());

      assertThat(server.connector.lookUps()).hasSize(20).doesNotHaveDuplicates();
    }
  }
}
