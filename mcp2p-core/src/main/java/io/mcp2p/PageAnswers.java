package io.mcp2p;

import io.mcp2p.approval.ApprovalDesk.Outcome;
import io.mcp2p.approval.DeclineReason;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.time.Instant;

/**
 * What a person answers on the approval page, by the same steps, of the same attempts, as a code in
 * an agent's call.
 */
final class PageAnswers {
  private final Verifications verifications;
  private final PaymentLedger ledger;
  private final Bindings bindings;
  private final Closings closings;

  PageAnswers(
      Verifications verifications, PaymentLedger ledger, Bindings bindings, Closings closings) {
    this.verifications = verifications;
    this.ledger = ledger;
    this.bindings = bindings;
    this.closings = closings;
  }

  /**
   * Takes an attempt and asks the verifier, for a code that the person typed on the page.
   *
   * @param attemptsLeft as the person saw it: a form that is sent twice takes one attempt
   * @return what came of it, and the payment as it then stands
   */
  Answered approve(Payment open, String code, int attemptsLeft, Instant now, PhoneNumber phone) {
    var current = open;
    while (true) {
      if (!current.awaitsCode(now)) {
        return new Answered(outcome(current, now), current);
      }
      var question = current.question();
      if (question.attemptsLeft() != attemptsLeft) {
        return new Answered(Outcome.STALE, current);
      }
      if (attemptsLeft == 0 || question.verifierState() == null) {
        return new Answered(Outcome.UNAVAILABLE, current);
      }
      var next = current.attemptTaken(now);
      if (ledger.replace(current, next)) {
        return checked(next, code, now, phone);
      }
      current = ledger.find(open.id()).orElseThrow();
    }
  }

  /** What came of an answer on the page. */
  record Answered(Outcome outcome, Payment payment) {}

  private Answered checked(Payment taken, String code, Instant now, PhoneNumber phone) {
    var verdict = verifications.check(taken, phone, code);
    if (verdict == Verifier.Verdict.APPROVED) {
      var stored = closings.step(taken, it -> it.approvedOnPage(bindings.codeHash(it, code), now));
      return new Answered(outcome(stored, now), stored);
    }
    var unused = closings.notApproved(verdict, taken, now);
    var stored = ledger.find(taken.id()).orElse(taken);
    if (!stored.awaitsCode(now)) {
      return new Answered(outcome(stored, now), stored);
    }
    return new Answered(
        verdict == Verifier.Verdict.WRONG_CODE ? Outcome.WRONG_CODE : Outcome.UNAVAILABLE, stored);
  }

  /** What the page says of a payment that was answered. */
  private static Outcome outcome(Payment payment, Instant now) {
    return switch (payment.stateAt(now)) {
      case AWAITING_CODE -> Outcome.UNAVAILABLE;
      case AWAITING_CALL -> Outcome.APPROVED;
      case DECLINED -> Outcome.DECLINED;
      case EXPIRED -> Outcome.EXPIRED;
      case BLOCKED -> Outcome.TOO_MANY;
      case PENDING, SETTLED, RETURNED, REJECTED, FAILED ->
          payment.approvedApart() ? Outcome.APPROVED : Outcome.CLOSED;
      case CANCELLED -> Outcome.CLOSED;
    };
  }

  /** Closes a payment because the person said no on the page. */
  Answered decline(Payment open, DeclineReason reason, Instant now, PhoneNumber phone) {
    if (!open.awaitsCode(now)) {
      return new Answered(outcome(open, now), open);
    }
    var closed = closings.decline(open, reason, now, phone);
    return new Answered(outcome(closed, now), closed);
  }

  /** Tells whether this is the phone that the code went to. */
  boolean isPhoneOf(Payment payment, PhoneNumber phone) {
    return bindings.isPhoneOf(payment, phone);
  }
}
