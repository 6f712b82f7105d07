package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.BRUNO;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.REFUND;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.data;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.message;
import static io.mcp2p.TinyServer.paymentId;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static io.mcp2p.TinyServer.with;
import static io.mcp2p.tck.CapturingVerifier.WRONG_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Owner;
import io.mcp2p.payment.PaymentId;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.TinyTransfer;
import io.mcp2p.verification.Challenge;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two turns, from the first question to the code that is accepted, or not. */
class PaymentFlowTest {
  final TinyServer server = open();

  /** The verifier is one that sends and checks elsewhere. */
  TinyServer open() {
    return TinyServer.open();
  }

  @AfterEach
  void close() {
    server.close();
  }

  // The first turn.

  @Test
  void firstTurn_saysWhatTheCodeAuthorisesAndPaysNothing() {
    var asked = server.first(LUNCH);

    assertThat(asked.isError()).isFalse();
    assertThat(TinyServer.json(asked).get("error").isNull()).isTrue();
    assertThat(status(asked)).isEqualTo("2fa_required");
    assertThat(text(asked, "paymentId")).startsWith("pay_test_");
    assertThat(text(asked, "challengeId")).isEqualTo(server.verifier.lastSent().id());
    assertThat(text(asked, "expiresAt")).isEqualTo("2026-03-02T15:10:00Z");
    assertThat(text(asked, "sentTo")).isEqualTo("+**********78");
    assertThat(data(asked).get("attemptsLeft").asInt()).isEqualTo(5);
    assertThat(text(asked, "summary")).isEqualTo("Pay MXN 150.00 to account ****7890: Lunch");
    assertThat(data(asked).get("amount").asLong()).isEqualTo(150_00);
    assertThat(text(asked, "amountFormatted")).isEqualTo("MXN 150.00");
    assertThat(text(asked, "currency")).isEqualTo("MXN");
    assertThat(text(asked, "mode")).isEqualTo("test");
    assertThat(text(asked, "message")).contains("+**********78").contains("verificationCode");
    assertThat(data(asked).has("possibleDuplicateOf")).isFalse();
    assertThat(server.sent()).isZero();
  }

  @Test
  void firstTurn_asksThePersonInTheHostsDirectory() {
    server.first(LUNCH);

    var challenge = server.verifier.lastSent();
    assertThat(challenge.phone().value()).isEqualTo(TinyServer.ANAS_PHONE);
    assertThat(challenge.summary()).isEqualTo("Pay MXN 150.00 to account ****7890: Lunch");
    assertThat(challenge.amount().formatted()).isEqualTo("MXN 150.00");
  }

  @Test
  void firstTurn_tellsTheVerifierWhoPaysWhom() {
    server.first(LUNCH);

    var challenge = server.verifier.lastSent();
    assertThat(challenge.caller()).isEqualTo("ana");
    assertThat(challenge.payee()).isEqualTo("****7890");
  }

  @Test
  void firstTurn_showsNeitherCodeNorPhoneNorAccount() {
    var asked = server.first(LUNCH);

    assertThat(asked.text()).doesNotContain(server.verifier.lastCode(), "5512345678", "1234567890");
  }

  @Test
  void verifierCannotSend_isUnavailableAndCancelled() {
    server.verifier.cannotSend(true);

    var refused = server.first(LUNCH);

    assertThat(code(refused)).isEqualTo("2FA_UNAVAILABLE");
    assertThat(detail(refused, "retryable")).isEqualTo("true");
    assertThat(server.stateOf(refused)).isEqualTo("cancelled");
  }

  @Test
  void verifierThrowsOnSending_isUnavailableAndSaysNothingOfIt() {
    server.verifier.whileSending(
        () -> {
          throw new IllegalStateException("gateway secret");
        });

    var refused = server.first(LUNCH);

    assertThat(code(refused)).isEqualTo("2FA_UNAVAILABLE");
    assertThat(refused.text()).doesNotContain("gateway secret");
    assertThat(server.stateOf(refused)).isEqualTo("cancelled");
  }

  @Test
  void afterAFailedSending_theNextFirstCallAsksAnew() {
    server.verifier.cannotSend(true);
    var refused = server.first(LUNCH);
    server.verifier.cannotSend(false);

    var asked = server.first(LUNCH);

    assertThat(paymentId(asked)).isNotEqualTo(paymentId(refused));
    assertThat(status(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("success");
  }

  @Test
  void noPhoneOnFile_isUnavailableOnBothTurns() {
    server.phones.remove("ana");

    assertThat(code(server.first(LUNCH))).isEqualTo("2FA_UNAVAILABLE");
    assertThat(code(server.second(LUNCH, "123456"))).isEqualTo("2FA_UNAVAILABLE");
    assertThat(server.verifier.sent()).isEmpty();
  }

  // The second turn.

  @Test
  void rightCode_paysOnce() {
    var asked = server.first(LUNCH);

    var paid = server.second(LUNCH, server.codeOf(asked));

    assertThat(status(paid)).isEqualTo("success");
    assertThat(paymentId(paid)).isEqualTo(paymentId(asked));
    assertThat(data(paid).get("amount").asLong()).isEqualTo(150_00);
    assertThat(text(paid, "amountFormatted")).isEqualTo("MXN 150.00");
    assertThat(text(paid, "currency")).isEqualTo("MXN");
    assertThat(text(paid, "settledAt")).isEqualTo("2026-03-02T15:00:00Z");
    assertThat(data(paid).has("challengeId")).isFalse();
    assertThat(server.connector.sent())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.reference()).isEqualTo(text(paid, "reference"));
              assertThat(it.payee()).isEqualTo("1234567890");
              assertThat(it.amount().minorUnits()).isEqualTo(150_00);
              assertThat(it.note()).isEqualTo("Lunch");
            });
  }

  @Test
  void paymentIsInTheLedgerBeforeTheRailIsCalled() {
    server.connector.script(
        it -> {
          var stored =
              server
                  .ledger
                  .findByReference(new Owner(Mode.TEST, "ana"), "tiny", it.reference())
                  .orElseThrow();
          assertThat(stored.state().wire()).isEqualTo("pending");
          return new PaymentOutcome.Rejected("SEEN");
        });

    assertThat(code(server.pay(LUNCH))).isEqualTo("TINY_REJECTED");
  }

  @Test
  void completedSecondCallRepeated_replaysTheRecordedResult() {
    var code = server.codeOf(server.first(LUNCH));
    var paid = server.second(LUNCH, code);
    server.advance(Duration.ofMinutes(5));

    assertThat(server.second(LUNCH, code).text()).isEqualTo(paid.text());
    server.advance(Duration.ofHours(5));
    assertThat(server.second(LUNCH, code).text()).isEqualTo(paid.text());
    assertThat(server.sent()).isOne();
  }

  @Test
  void completedSecondCallRepeatedWithAnotherCode_isNotReplayed() {
    var paid = server.pay(LUNCH);

    var other = server.second(LUNCH, WRONG_CODE);

    assertThat(code(other)).isEqualTo("2FA_NOT_STARTED");
    assertThat(other.text()).doesNotContain(text(paid, "reference"));
    assertThat(server.sent()).isOne();
  }

  @Test
  void completedSecondCallRepeatedWhileAnotherChallengeIsOpen_replaysAndLeavesThatOpen() {
    var code = server.codeOf(server.first(LUNCH));
    var paid = server.second(LUNCH, code);
    var rent = server.first(RENT);

    assertThat(server.second(LUNCH, code).text()).isEqualTo(paid.text());
    assertThat(status(server.second(RENT, server.codeOf(rent)))).isEqualTo("success");
    assertThat(server.sent()).isEqualTo(2);
  }

  @Test
  void firstOfTwoEqualPaymentsRepeated_replaysThatOne() {
    var code = server.codeOf(server.first(LUNCH));
    var paid = server.second(LUNCH, code);
    server.pay(LUNCH);

    assertThat(server.second(LUNCH, code).text()).isEqualTo(paid.text());
    assertThat(server.sent()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"payee, 1234567891", "note, Lunch and more"})
  void changedTextWithTheCode_isAMismatchAndBurnsTheChallenge(String argument, String value) {
    changedArgumentBurns(argument, value);
  }

  @ParameterizedTest
  @ValueSource(longs = {150_01, 149_99, 1})
  void changedAmountWithTheCode_isAMismatchAndBurnsTheChallenge(long amount) {
    changedArgumentBurns("amount", amount);
  }

  private void changedArgumentBurns(String argument, Object value) {
    var asked = server.first(LUNCH);
    var code = server.codeOf(asked);

    var refused = server.second(with(LUNCH, argument, value), code);

    assertThat(code(refused)).isEqualTo("2FA_MISMATCH");
    assertThat(detail(refused, "retryable")).isEqualTo("false");
    assertThat(code(server.second(LUNCH, code))).isEqualTo("2FA_MISMATCH");
    assertThat(server.stateOf(asked)).isEqualTo("blocked");
    assertThat(server.verifier.cancelled())
        .extracting(Challenge::id)
        .containsExactly(text(asked, "challengeId"));
    assertThat(server.verifier.checks()).isZero();
    assertThat(server.sent()).isZero();
  }

  @Test
  void codeOfAPaymentPresentedToAnotherTool_isAMismatch() {
    var paid = server.pay(LUNCH);
    var asked = server.first(RENT);
    var code = server.codeOf(asked);

    var refused =
        server.call(
            REFUND,
            Map.of(
                "reference", text(paid, "reference"), "reason", "Twice", "verificationCode", code),
            ANA);

    assertThat(code(refused)).isEqualTo("2FA_MISMATCH");
    assertThat(code(server.second(RENT, code))).isEqualTo("2FA_MISMATCH");
    assertThat(server.sent()).isOne();
  }

  @Test
  void codeOfAnotherCaller_isOfNoUse() {
    var code = server.codeOf(server.first(LUNCH));

    assertThat(code(server.second(LUNCH, code, BRUNO))).isEqualTo("2FA_NOT_STARTED");
    assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
  }

  @Test
  void wrongCodes_countDownAndTheFifthClosesTheChallenge() {
    var asked = server.first(LUNCH);

    for (int left = 4; left >= 1; left--) {
      var wrong = server.second(LUNCH, WRONG_CODE);
      assertThat(code(wrong)).isEqualTo("2FA_INVALID_CODE");
      assertThat(detail(wrong, "attemptsLeft")).isEqualTo(Integer.toString(left));
      assertThat(detail(wrong, "retryable")).isEqualTo("true");
      assertThat(message(wrong)).contains(Integer.toString(left));
    }
    assertThat(code(server.second(LUNCH, WRONG_CODE))).isEqualTo("2FA_TOO_MANY_ATTEMPTS");
    assertThat(code(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("2FA_TOO_MANY_ATTEMPTS");
    assertThat(server.stateOf(asked)).isEqualTo("blocked");
    assertThat(server.verifier.checks()).isEqualTo(5);
    assertThat(server.sent()).isZero();
  }

  @Test
  void rightCodeAtTheFifthAttempt_pays() {
    var code = server.codeOf(server.first(LUNCH));
    for (int i = 0; i < 4; i++) {
      server.second(LUNCH, WRONG_CODE);
    }

    assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
  }

  @Test
  void attemptsUsed_areShownOnARepeatedFirstCall() {
    server.first(LUNCH);
    server.second(LUNCH, WRONG_CODE);

    assertThat(data(server.first(LUNCH)).get("attemptsLeft").asInt()).isEqualTo(4);
  }

  @Test
  void justBeforeTenMinutes_theCodeIsGood() {
    var code = server.codeOf(server.first(LUNCH));
    server.advance(Duration.ofMinutes(10).minusMillis(1));

    assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
  }

  @Test
  void afterTenMinutes_theCodeHasExpired() {
    var asked = server.first(LUNCH);
    server.advance(Duration.ofMinutes(10));

    assertThat(server.stateOf(asked)).isEqualTo("expired");
    assertThat(code(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("2FA_EXPIRED");
    assertThat(code(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("2FA_EXPIRED");
    assertThat(server.stateOf(asked)).isEqualTo("expired");
    assertThat(server.sent()).isZero();
  }

  @Test
  void afterExpiry_theFirstCallAsksAnew() {
    var asked = server.first(LUNCH);
    server.advance(Duration.ofMinutes(10));

    var again = server.first(LUNCH);

    assertThat(paymentId(again)).isNotEqualTo(paymentId(asked));
    assertThat(status(server.second(LUNCH, server.codeOf(again)))).isEqualTo("success");
  }

  @Test
  void codeWithoutAStart_isNotStarted() {
    assertThat(code(server.second(LUNCH, "123456"))).isEqualTo("2FA_NOT_STARTED");
    assertThat(server.verifier.checks()).isZero();
  }

  @Test
  void personRefuses_isDeclinedForGood() {
    var asked = server.first(LUNCH);
    server.verifier.answers(Verdict.DECLINED);

    assertThat(code(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("2FA_DECLINED");
    server.verifier.answers(null);
    assertThat(code(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("2FA_DECLINED");
    assertThat(server.stateOf(asked)).isEqualTo("declined");
    assertThat(server.sent()).isZero();
  }

  @Test
  void verifierSaysExpired_isExpired() {
    var asked = server.first(LUNCH);
    server.verifier.answers(Verdict.EXPIRED);

    assertThat(code(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("2FA_EXPIRED");
    assertThat(server.stateOf(asked)).isEqualTo("expired");
  }

  @Test
  void verifierSaysTooMany_isTooManyAttempts() {
    var asked = server.first(LUNCH);
    server.verifier.answers(Verdict.TOO_MANY_ATTEMPTS);

    assertThat(code(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("2FA_TOO_MANY_ATTEMPTS");
    assertThat(server.stateOf(asked)).isEqualTo("blocked");
  }

  @Test
  void verifierCannotCheck_isUnavailableAndAnAttemptIsUsed() {
    var code = server.codeOf(server.first(LUNCH));
    server.verifier.answers(Verdict.UNAVAILABLE);

    var refused = server.second(LUNCH, code);

    assertThat(code(refused)).isEqualTo("2FA_UNAVAILABLE");
    assertThat(detail(refused, "retryable")).isEqualTo("true");
    server.verifier.answers(null);
    assertThat(data(server.first(LUNCH)).get("attemptsLeft").asInt()).isEqualTo(4);
    assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
  }

  @Test
  void verifierThrowsOnChecking_isUnavailableAndSaysNothingOfIt() {
    var code = server.codeOf(server.first(LUNCH));
    server.verifier.whileChecking(
        () -> {
          throw new IllegalStateException("gateway secret");
        });

    var refused = server.second(LUNCH, code);

    assertThat(code(refused)).isEqualTo("2FA_UNAVAILABLE");
    assertThat(refused.text()).doesNotContain("gateway secret");
    assertThat(server.sent()).isZero();
  }

  @Test
  void verifierUnavailableFiveTimes_closesTheChallenge() {
    var asked = server.first(LUNCH);
    server.verifier.answers(Verdict.UNAVAILABLE);
    for (int i = 0; i < 5; i++) {
      server.second(LUNCH, server.codeOf(asked));
    }
    server.verifier.answers(null);

    var refused = server.second(LUNCH, server.codeOf(asked));

    assertThat(code(refused)).isEqualTo("2FA_TOO_MANY_ATTEMPTS");
    assertThat(server.stateOf(asked)).isEqualTo("blocked");
    assertThat(server.sent()).isZero();
  }

  // One open challenge per caller and phone.

  @Test
  void anotherChallengeOpened_cancelsTheEarlier() {
    var lunch = server.first(LUNCH);
    var rent = server.first(RENT);

    assertThat(server.stateOf(lunch)).isEqualTo("cancelled");
    assertThat(server.stateOf(rent)).isEqualTo("awaiting_code");
    assertThat(server.verifier.cancelled())
        .extracting(Challenge::id)
        .containsExactly(text(lunch, "challengeId"));
    assertThat(status(server.second(RENT, server.codeOf(rent)))).isEqualTo("success");
    assertThat(code(server.second(LUNCH, server.codeOf(lunch)))).isEqualTo("2FA_NOT_STARTED");
    assertThat(server.connector.sent())
        .extracting(TinyTransfer::payee)
        .containsExactly("9876543210");
  }

  @Test
  void twoCallersWithOnePhone_haveAChallengeEach() {
    server.phones.put("bruno", new PhoneNumber(TinyServer.ANAS_PHONE));
    var hers = server.first(LUNCH);
    var his = server.first(LUNCH, BRUNO);

    assertThat(status(server.second(LUNCH, server.codeOf(hers)))).isEqualTo("success");
    assertThat(status(server.second(LUNCH, server.codeOf(his), BRUNO))).isEqualTo("success");
  }

  @Test
  void repeatedWithin30Seconds_isTheSameChallengeAndSendsNothing() {
    var asked = server.first(LUNCH);
    server.advance(Duration.ofSeconds(30).minusMillis(1));

    assertThat(server.first(LUNCH).text()).isEqualTo(asked.text());
    assertThat(server.verifier.sent()).hasSize(1);
  }

  @Test
  void repeatedAfter30Seconds_sendsAnotherCodeForTheSameChallenge() {
    var asked = server.first(LUNCH);
    var earlier = server.codeOf(asked);
    server.advanceSeconds(30);

    var again = server.first(LUNCH);

    assertThat(text(again, "challengeId")).isEqualTo(text(asked, "challengeId"));
    assertThat(paymentId(again)).isEqualTo(paymentId(asked));
    assertThat(text(again, "expiresAt")).isEqualTo(text(asked, "expiresAt"));
    assertThat(server.verifier.sent()).hasSize(2);
    assertThat(code(server.second(LUNCH, earlier))).isEqualTo("2FA_INVALID_CODE");
    assertThat(status(server.second(LUNCH, server.codeOf(again)))).isEqualTo("success");
  }

  @Test
  void sixthResending_isRateLimitedAndTheLastCodeStaysGood() {
    var asked = server.first(LUNCH);
    for (int i = 0; i < 5; i++) {
      server.advanceSeconds(30);
      assertThat(status(server.first(LUNCH))).isEqualTo("2fa_required");
    }
    server.advanceSeconds(30);

    var refused = server.first(LUNCH);

    assertThat(code(refused)).isEqualTo("RATE_LIMITED");
    assertThat(detail(refused, "retryable")).isEqualTo("true");
    assertThat(Integer.parseInt(detail(refused, "retryAfterSeconds"))).isBetween(420, 421);
    assertThat(server.verifier.sent()).hasSize(6);
    assertThat(status(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("success");
  }

  @Test
  void afterTheRetryTimeOfARateLimit_theFirstCallAsksAnew() {
    server.first(LUNCH);
    for (int i = 0; i < 5; i++) {
      server.advanceSeconds(30);
      server.first(LUNCH);
    }
    server.advanceSeconds(30);
    server.advanceSeconds(Long.parseLong(detail(server.first(LUNCH), "retryAfterSeconds")));

    assertThat(status(server.first(LUNCH))).isEqualTo("2fa_required");
    assertThat(server.verifier.sent()).hasSize(7);
  }

  @Test
  void failedResending_leavesTheEarlierCodeGood() {
    var code = server.codeOf(server.first(LUNCH));
    server.advanceSeconds(30);
    server.verifier.cannotSend(true);

    assertThat(code(server.first(LUNCH))).isEqualTo("2FA_UNAVAILABLE");
    assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
  }

  @Test
  void phoneNumberChanged_voidsTheCodeOfTheOldOne() {
    var code = server.codeOf(server.first(LUNCH));
    server.phones.put("ana", new PhoneNumber("+525599999999"));

    assertThat(code(server.second(LUNCH, code))).isEqualTo("2FA_NOT_STARTED");
    assertThat(server.sent()).isZero();
  }

  // Duplicates.

  @Test
  void equalPaymentWithin24Hours_isPointedOut() {
    var paid = server.pay(LUNCH);
    server.advance(Duration.ofHours(24).minusMillis(1));

    var asked = server.first(LUNCH);

    assertThat(text(asked, "possibleDuplicateOf")).isEqualTo(paymentId(paid));
  }

  @Test
  void equalPaymentOf24HoursAgo_isNot() {
    server.pay(LUNCH);
    server.advance(Duration.ofHours(24));

    assertThat(data(server.first(LUNCH)).has("possibleDuplicateOf")).isFalse();
  }

  @Test
  void otherPayment_isNoDuplicate() {
    server.pay(LUNCH);

    assertThat(data(server.first(with(LUNCH, "amount", 150_10L))).has("possibleDuplicateOf"))
        .isFalse();
    assertThat(data(server.first(LUNCH, BRUNO)).has("possibleDuplicateOf")).isFalse();
  }

  @Test
  void equalPaymentThatMovedNoMoney_isNoDuplicate() {
    server.connector.reject("T01");
    server.pay(LUNCH);

    assertThat(data(server.first(LUNCH)).has("possibleDuplicateOf")).isFalse();
  }

  @Test
  void equalPaymentBehindOneThatFailed_isStillPointedOut() {
    var paid = server.pay(LUNCH);
    server.connector.notSent();
    server.pay(LUNCH);

    assertThat(text(server.first(LUNCH), "possibleDuplicateOf")).isEqualTo(paymentId(paid));
  }

  @Test
  void duplicateThatIsApprovedAllTheSame_isASecondPayment() {
    var one = server.pay(LUNCH);
    var two = server.pay(LUNCH);

    assertThat(text(two, "possibleDuplicateOf")).isEqualTo(paymentId(one));
    assertThat(server.sent()).isEqualTo(2);
  }

  // What is kept.

  @Test
  void ledgerHoldsNeitherCodeNorPhoneNorAccount() {
    var asked = server.first(LUNCH);
    var code = server.codeOf(asked);
    var id = new PaymentId(paymentId(asked));
    var before = server.ledger.find(id).orElseThrow();
    server.second(LUNCH, code);
    var after = server.ledger.find(id).orElseThrow();

    assertThat(Objects.toString(before) + after).doesNotContain(code, "5512345678", "1234567890");
  }
}
