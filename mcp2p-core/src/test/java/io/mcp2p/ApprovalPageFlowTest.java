package io.mcp2p;

import static io.mcp2p.TinyServer.BRUNO;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.data;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.paymentId;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static io.mcp2p.TinyServer.with;
import static io.mcp2p.tck.CapturingVerifier.WRONG_CODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mcp2p.approval.Approval;
import io.mcp2p.approval.ApprovalDesk;
import io.mcp2p.approval.ApprovalDesk.Outcome;
import io.mcp2p.approval.ApprovalDesk.Visit;
import io.mcp2p.approval.DeclineReason;
import io.mcp2p.audit.AuditEntry;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.policy.RateLimits;
import io.mcp2p.policy.RateLimits.Kind;
import io.mcp2p.tck.AtOnce;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A payment that is approved on the page, and sent by the agent's next call. */
class ApprovalPageFlowTest {
  private static final Approval PAGE = Approval.page(URI.create("https://pay.example/approve"));
  private static final int THREADS = 64;

  private final AtomicBoolean suspended = new AtomicBoolean();
  private final TinyServer server =
      TinyServer.with(
          ownCodes(), it -> it.approval(PAGE).policy(PaymentPolicy.suspendedWhile(suspended::get)));

  /** Whether the verifier makes and checks its codes in the process. */
  boolean ownCodes() {
    return false;
  }

  @AfterEach
  void close() {
    server.close();
  }

  private ApprovalDesk desk() {
    return Objects.requireNonNull(server.wiring.desk());
  }

  private static String token(Reply firstTurn) {
    return text(firstTurn, "approvalUrl").replaceFirst(".*/", "");
  }

  private ApprovalDesk.Asked asked(Reply firstTurn) {
    return ((Visit.Known) desk().visit(token(firstTurn), "203.0.113.7")).asked();
  }

  private Outcome approve(Reply firstTurn, String code) {
    return desk().approve(token(firstTurn), code, asked(firstTurn).attemptsLeft());
  }

  private Reply approved() {
    var first = server.first(LUNCH);
    assertThat(approve(first, server.codeOf(first))).isEqualTo(Outcome.APPROVED);
    return first;
  }

  @Test
  void firstTurn_carriesTheLink_andARepetitionTheSame() {
    var first = server.first(LUNCH);
    assertThat(text(first, "approvalUrl"))
        .matches("https://pay\\.example/approve/[0-9A-Za-z]+\\.[A-Za-z0-9_-]{43}");
    assertThat(text(first, "message")).contains("approvalUrl", "not in the chat");
    server.advanceSeconds(300);
    var again = server.first(LUNCH);
    assertThat(text(again, "approvalUrl")).isEqualTo(text(first, "approvalUrl"));
    assertThat(text(again, "challengeId")).isEqualTo(text(first, "challengeId"));
    // Another code would make void the one that the person has in hand.
    assertThat(server.verifier.sent()).hasSize(1);
    assertThat(text(server.byId("payments_resend_code", paymentId(first)), "approvalUrl"))
        .isEqualTo(text(first, "approvalUrl"));
    assertThat(server.verifier.sent()).hasSize(2);
  }

  @Test
  void withoutAPage_thereIsNoLink() {
    try (var plain = TinyServer.open()) {
      assertThat(data(plain.first(LUNCH)).has("approvalUrl")).isFalse();
      assertThat(plain.wiring.desk()).isNull();
    }
  }

  @Test
  void page_showsWhatThePersonWasAsked() {
    var first = server.first(LUNCH);
    var asked = asked(first);
    assertThat(asked.callerId()).isEqualTo("ana");
    assertThat(asked.summary()).isEqualTo(text(first, "summary"));
    assertThat(asked.amount()).isEqualTo(text(first, "amountFormatted"));
    assertThat(asked.sentTo()).isEqualTo(text(first, "sentTo"));
    assertThat(asked.left()).isEqualTo(Duration.ofMinutes(10));
    assertThat(asked.open()).isTrue();
  }

  @Test
  void approvedOnThePage_isSentByTheNextCallWithoutACode_once() {
    var first = approved();
    assertThat(server.sent()).isZero();
    assertThat(server.stateOf(first)).isEqualTo("awaiting_call");

    var paid = server.first(LUNCH);

    assertThat(status(paid)).isEqualTo("success");
    assertThat(paymentId(paid)).isEqualTo(paymentId(first));
    assertThat(server.sent()).isOne();
    assertThat(server.verifier.sent()).hasSize(1);
    assertThat(data(paid).has("approvalUrl")).isFalse();
  }

  @Test
  void repeatedCall_afterItWasSent_replays_untilTheChallengeWouldHaveEnded() {
    var first = approved();
    var paid = server.first(LUNCH);
    server.advanceSeconds(599);

    var again = server.first(LUNCH);

    assertThat(status(again)).isEqualTo("success");
    assertThat(paymentId(again)).isEqualTo(paymentId(paid));
    assertThat(text(again, "message")).contains("nothing more was paid");
    assertThat(server.sent()).isOne();
    assertThat(server.verifier.sent()).hasSize(1);

    server.advanceSeconds(1);
    var anew = server.first(LUNCH);
    assertThat(status(anew)).isEqualTo("2fa_required");
    assertThat(text(anew, "possibleDuplicateOf")).isEqualTo(paymentId(first));
  }

  @Test
  void repeatedCall_afterTheRailRefused_replaysTheRefusal() {
    server.connector.reject("T01");
    approved();
    assertThat(code(server.first(LUNCH))).isEqualTo("TINY_REJECTED");
    assertThat(code(server.first(LUNCH))).isEqualTo("TINY_REJECTED");
    assertThat(server.sent()).isOne();
  }

  @Test
  void whatWasProvenNotSent_mayBeTriedAgain() {
    server.connector.notSent();
    var first = approved();
    assertThat(code(server.first(LUNCH))).isEqualTo("CONNECTOR_UNAVAILABLE");
    var anew = server.first(LUNCH);
    assertThat(status(anew)).isEqualTo("2fa_required");
    assertThat(paymentId(anew)).isNotEqualTo(paymentId(first));
  }

  @Test
  void wrongCodes_areCountedWithThoseOfTheAgent() {
    var first = server.first(LUNCH);
    assertThat(approve(first, WRONG_CODE)).isEqualTo(Outcome.WRONG_CODE);
    assertThat(detail(server.second(LUNCH, WRONG_CODE), "attemptsLeft")).isEqualTo("3");
    assertThat(approve(first, WRONG_CODE)).isEqualTo(Outcome.WRONG_CODE);
    assertThat(approve(first, WRONG_CODE)).isEqualTo(Outcome.WRONG_CODE);
    assertThat(approve(first, WRONG_CODE)).isEqualTo(Outcome.TOO_MANY);
    assertThat(desk().approve(token(first), server.codeOf(first), 0)).isEqualTo(Outcome.TOO_MANY);
    assertThat(server.stateOf(first)).isEqualTo("blocked");
    assertThat(server.verifier.checks()).isEqualTo(5);
  }

  @Test
  void formSentTwice_takesOneAttempt() {
    var first = server.first(LUNCH);
    assertThat(desk().approve(token(first), WRONG_CODE, 5)).isEqualTo(Outcome.WRONG_CODE);
    assertThat(desk().approve(token(first), WRONG_CODE, 5)).isEqualTo(Outcome.STALE);
    assertThat(asked(first).attemptsLeft()).isEqualTo(4);
    var code = server.codeOf(first);
    assertThat(desk().approve(token(first), code, 4)).isEqualTo(Outcome.APPROVED);
    assertThat(desk().approve(token(first), code, 4)).isEqualTo(Outcome.APPROVED);
    assertThat(server.verifier.checks()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(DeclineReason.class)
  void declined_isToldToTheAgent_andNobodyIsAskedAgain(DeclineReason reason) {
    var first = server.first(LUNCH);
    assertThat(desk().decline(token(first), reason)).isEqualTo(Outcome.DECLINED);

    var again = server.first(LUNCH);
    assertThat(code(again)).isEqualTo("2FA_DECLINED");
    assertThat(paymentId(again)).isEqualTo(paymentId(first));
    if (reason != DeclineReason.NONE) {
      assertThat(detail(again, "reason")).isEqualTo(reason.wire());
    }
    assertThat(code(server.second(LUNCH, server.codeOf(first)))).isEqualTo("2FA_DECLINED");
    assertThat(server.verifier.sent()).hasSize(1);
    assertThat(server.verifier.cancelled()).hasSize(1);
    assertThat(server.sent()).isZero();

    server.advanceSeconds(600);
    assertThat(status(server.first(LUNCH))).isEqualTo("2fa_required");
  }

  @Test
  void declineAfterApproval_doesNotTakeItBack_norApprovalADecline() {
    var first = approved();
    assertThat(desk().decline(token(first), DeclineReason.NONE)).isEqualTo(Outcome.APPROVED);
    assertThat(status(server.first(LUNCH))).isEqualTo("success");
    var other = server.first(RENT);
    var code = server.codeOf(other);
    desk().decline(token(other), DeclineReason.NONE);
    assertThat(desk().approve(token(other), code, 5)).isEqualTo(Outcome.DECLINED);
  }

  @Test
  void codeFromTheAgent_afterThePage_goesOnIfRight_andHarmsNothingIfWrong() {
    var first = approved();
    for (int i = 0; i < 8; i++) {
      var wrong = server.second(LUNCH, WRONG_CODE);
      assertThat(code(wrong)).isEqualTo("2FA_INVALID_CODE");
      assertThat(TinyServer.message(wrong)).contains("without a code");
    }
    assertThat(server.stateOf(first)).isEqualTo("awaiting_call");
    assertThat(status(server.second(LUNCH, server.codeOf(first)))).isEqualTo("success");
    assertThat(status(server.second(LUNCH, server.codeOf(first)))).isEqualTo("success");
    assertThat(server.sent()).isOne();
    assertThat(server.verifier.checks()).isOne();
  }

  @Test
  void pageAfterTheAgent_saysThatItWasAnswered() {
    var first = server.first(LUNCH);
    var code = server.codeOf(first);
    server.second(LUNCH, code);
    assertThat(asked(first).open()).isFalse();
    assertThat(desk().approve(token(first), code, 5)).isEqualTo(Outcome.CLOSED);
    assertThat(desk().decline(token(first), DeclineReason.NONE)).isEqualTo(Outcome.CLOSED);
    assertThat(server.sent()).isOne();
  }

  @Test
  void otherArgumentsWithTheCode_burnWhatWasApproved() {
    var first = approved();
    assertThat(code(server.second(with(LUNCH, "note", "Rent"), server.codeOf(first))))
        .isEqualTo("2FA_MISMATCH");
    assertThat(server.stateOf(first)).isEqualTo("blocked");
    assertThat(status(server.first(LUNCH))).isEqualTo("2fa_required");
    assertThat(server.sent()).isZero();
  }

  @Test
  void otherArgumentsWithoutACode_takeThePlaceOfWhatWasApproved() {
    var first = approved();
    assertThat(status(server.first(RENT))).isEqualTo("2fa_required");
    assertThat(server.stateOf(first)).isEqualTo("cancelled");
    // What the verifier has accepted it has nothing to cancel of.
    assertThat(server.verifier.cancelled()).isEmpty();
  }

  @Test
  void anotherCaller_cannotCollect() {
    approved();
    assertThat(status(server.first(LUNCH, BRUNO))).isEqualTo("2fa_required");
    assertThat(server.sent()).isZero();
  }

  @Test
  void killSwitch_holdsWhatWasApproved_andLetsItGoWhenOpened() {
    approved();
    suspended.set(true);
    assertThat(code(server.first(LUNCH))).isEqualTo("PAYMENTS_SUSPENDED");
    assertThat(server.sent()).isZero();
    suspended.set(false);
    assertThat(status(server.first(LUNCH))).isEqualTo("success");
  }

  @Test
  void approvedButNeverCollected_expiresWithTheChallenge() {
    var first = approved();
    server.advanceSeconds(600);
    assertThat(server.stateOf(first)).isEqualTo("expired");
    assertThat(code(server.second(LUNCH, server.codeOf(first)))).isEqualTo("2FA_EXPIRED");
    var anew = server.first(LUNCH);
    assertThat(status(anew)).isEqualTo("2fa_required");
    assertThat(paymentId(anew)).isNotEqualTo(paymentId(first));
    assertThat(server.sent()).isZero();
  }

  @Test
  void cancel_endsWhatWasApproved() {
    var first = approved();
    assertThat(status(server.byId("payments_cancel", paymentId(first)))).isEqualTo("cancelled");
    assertThat(status(server.first(LUNCH))).isEqualTo("2fa_required");
    assertThat(code(server.byId("payments_resend_code", paymentId(first))))
        .isEqualTo("PAYMENT_NOT_AWAITING_CODE");
    assertThat(server.sent()).isZero();
  }

  @Test
  void verifierThatCannotSay_costsTheAttemptAndNothingElse() {
    var first = server.first(LUNCH);
    server.verifier.answers(Verifier.Verdict.UNAVAILABLE);
    assertThat(approve(first, server.codeOf(first))).isEqualTo(Outcome.UNAVAILABLE);
    server.verifier.answers(null);
    assertThat(asked(first).attemptsLeft()).isEqualTo(4);
    assertThat(approve(first, server.codeOf(first))).isEqualTo(Outcome.APPROVED);
  }

  @Test
  void phoneThatHasChanged_approvesNothing() {
    var first = server.first(LUNCH);
    server.phones.put("ana", new PhoneNumber("+525500000001"));
    assertThat(approve(first, server.codeOf(first))).isEqualTo(Outcome.UNAVAILABLE);
    assertThat(server.verifier.checks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0.x", "../readyz", "00000000"})
  void badLinks_leadNowhere(String token) {
    assertThat(desk().visit(token, "203.0.113.7")).isEqualTo(new Visit.Unknown());
    assertThat(desk().approve(token, "123456", 5)).isEqualTo(Outcome.CLOSED);
  }

  @Test
  void forgedLinks_leadNowhere() {
    var first = server.first(LUNCH);
    var other = server.first(RENT, BRUNO);
    var id = token(first).replaceFirst("\\..*", "");
    var mac = token(other).replaceFirst(".*\\.", "");
    var forged = id + "." + mac;
    assertThat(desk().visit(forged, "203.0.113.7")).isEqualTo(new Visit.Unknown());
    assertThat(desk().approve(forged, server.codeOf(first), 5)).isEqualTo(Outcome.CLOSED);
    assertThat(desk().decline(forged, DeclineReason.NONE)).isEqualTo(Outcome.CLOSED);
    assertThat(server.stateOf(first)).isEqualTo("awaiting_code");
  }

  @Test
  void visits_areLimited_byLinkAndForUnknownLinksByAddress() {
    var limits =
        RateLimits.none()
            .with(Kind.APPROVAL_LINK, 2, Duration.ofMinutes(1))
            .with(Kind.UNKNOWN_LINK, 1, Duration.ofMinutes(1));
    try (var limited = TinyServer.with(it -> it.approval(PAGE).rateLimits(limits))) {
      var desk = Objects.requireNonNull(limited.wiring.desk());
      var token = token(limited.first(LUNCH));
      assertThat(desk.visit("x", "203.0.113.7")).isInstanceOf(Visit.Unknown.class);
      assertThat(desk.visit("x", "203.0.113.7")).isInstanceOf(Visit.TooOften.class);
      assertThat(desk.visit("x", "203.0.113.8")).isInstanceOf(Visit.Unknown.class);
      // Who tries links from the same address, a proxy's say, does not keep others out.
      assertThat(desk.visit(token, "203.0.113.7")).isInstanceOf(Visit.Known.class);
      assertThat(desk.visit(token, "203.0.113.9")).isInstanceOf(Visit.Known.class);
      assertThat(desk.visit(token, "203.0.113.9")).isInstanceOf(Visit.TooOften.class);
    }
  }

  @Test
  void answersOnThePage_areAudited() {
    var first = server.first(LUNCH);
    approve(first, WRONG_CODE);
    approve(first, server.codeOf(first));
    assertThat(server.audit.entries())
        .filteredOn(it -> it.tool().equals("approval_page"))
        .extracting(AuditEntry::outcome, AuditEntry::paymentId, AuditEntry::caller)
        .containsExactly(
            tuple("wrong_code", paymentId(first), "ana"),
            tuple("approved", paymentId(first), "ana"));
  }

  @RepeatedTest(30)
  void collectedByAllAtOnce_reachesTheRailOnce() throws Exception {
    var first = approved();

    var replies = AtOnce.call(THREADS, i -> server.first(LUNCH));

    assertThat(server.sent()).isOne();
    assertThat(replies)
        .allSatisfy(
            it -> {
              assertThat(status(it)).isIn("success", "pending");
              assertThat(paymentId(it)).isEqualTo(paymentId(first));
            });
    assertThat(server.verifier.sent()).hasSize(1);
  }

  @RepeatedTest(30)
  void approvedOnThePageAndInTheChatAtOnce_reachesTheRailOnce() throws Exception {
    var first = server.first(LUNCH);
    var code = server.codeOf(first);

    var replies =
        AtOnce.call(
            THREADS,
            i -> {
              desk().approve(token(first), code, 5);
              return server.second(LUNCH, code);
            });

    assertThat(replies).anyMatch(it -> !it.isError());
    assertThat(status(server.first(LUNCH))).isIn("success", "2fa_required");
    assertThat(server.sent()).isOne();
    assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
  }
}
