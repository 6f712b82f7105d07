package io.mcp2p;

import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tool.Order;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.verification.LocalVerifier;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.time.Instant;
import java.util.Optional;

/**
 * Claims a payment for the call that brings its code, or that was approved apart, and hands it to
 * the rail. Of any number of such calls, on any number of nodes, one claims it.
 */
final class Claims {
  private final Verifications verifications;
  private final PaymentLedger ledger;
  private final Bindings bindings;
  private final Closings closings;
  private final Dispatches dispatches;

  Claims(
      Verifications verifications,
      PaymentLedger ledger,
      Bindings bindings,
      Closings closings,
      Dispatches dispatches) {
    this.verifications = verifications;
    this.ledger = ledger;
    this.bindings = bindings;
    this.closings = closings;
    this.dispatches = dispatches;
  }

  /** Takes an attempt, checks the code, and claims the payment if the code is right. */
  Turn check(Payment open, Order order, ToolCall call, PhoneNumber phone, String code) {
    var now = call.now();
    for (Payment current = open; ; current = ledger.find(open.id()).orElseThrow()) {
      if (current.awaitsCall(now)) {
        return bindings.isCodeOf(current, code)
            ? collect(current, order, call, phone)
            : Closings.wrong(current, "code.wrongAndNotNeeded");
      }
      if (!current.awaitsCode(now)) {
        return closings.noUse(current, now);
      }
      if (current.question().attemptsLeft() == 0 || current.question().verifierState() == null) {
        // The last attempt, or the first sending, is under way elsewhere.
        return Turn.refused(ErrorCode.CODE_UNAVAILABLE, "code.busy", current);
      }
      if (verifications.verifier() instanceof LocalVerifier) {
        var checked = checkedHere(current, order, now, phone, code);
        if (checked.isPresent()) {
          return checked.get();
        }
      } else {
        // Counted before anybody is asked, so that parallel guesses cannot share an attempt.
        var taken = current.attemptTaken(now);
        if (ledger.replace(current, taken)) {
          return checked(taken, order, call, phone, code);
        }
      }
    }
  }

  /**
   * Checks first, since that asks nobody, and stores attempt and consequence in one step. Empty if
   * somebody else was faster: then the code is checked against what is stored now. A guess thus
   * learns nothing but by the step that counts it, not even from how a ledger fails: a right code
   * and a wrong one take the same ways.
   */
  private Optional<Turn> checkedHere(
      Payment current, Order order, Instant now, PhoneNumber phone, String code) {
    var verdict = verifications.check(current, phone, code);
    var taken = current.attemptTaken(now);
    var claimed = claimed(taken, order, code, now);
    boolean right = verdict == Verifier.Verdict.APPROVED;
    var next = right ? claimed : Closings.after(verdict, taken, now);
    if (!replaceOrGiveUp(current, next)) {
      return Optional.empty();
    }
    return Optional.of(right ? send(next, order) : closings.refused(verdict, next, now));
  }

  private Turn checked(Payment taken, Order order, ToolCall call, PhoneNumber phone, String code) {
    var now = call.now();
    var verdict = verifications.check(taken, phone, code);
    if (verdict != Verifier.Verdict.APPROVED) {
      return closings.refused(verdict, closings.notApproved(verdict, taken, now), now);
    }
    for (Payment current = taken; ; current = ledger.find(taken.id()).orElseThrow()) {
      if (current.awaitsCall(now)) { // Approved on the page meanwhile; this code was right as well.
        return collect(current, order, call, phone);
      }
      if (current.state() != PaymentState.AWAITING_CODE) {
        return closings.noUse(current, now);
      }
      var claimed = claimed(current, order, code, now);
      if (replaceOrGiveUp(current, claimed)) {
        return send(claimed, order);
      }
    }
  }

  /** Claims an approved payment for the call that it awaited. */
  Turn collect(Payment approved, Order order, ToolCall call, PhoneNumber phone) {
    var now = call.now();
    for (Payment current = approved; ; current = ledger.find(approved.id()).orElseThrow()) {
      if (!current.awaitsCall(now)) {
        return closings.answer(current, now);
      }
      if (!bindings.isWhatWasAsked(current, order.operation())) {
        return closings.burn(current, now, phone);
      }
      var claimed =
          current.collected(order.reference(), order.facts(), now.plus(Dispatches.LEASE), now);
      if (replaceOrGiveUp(current, claimed)) {
        return send(claimed, order);
      }
    }
  }

  private Payment claimed(Payment payment, Order order, String code, Instant now) {
    return payment.claimed(
        bindings.codeHash(payment, code),
        order.reference(),
        order.facts(),
        now.plus(Dispatches.LEASE),
        now);
  }

  private Turn send(Payment claimed, Order order) {
    return new Turn.Done(dispatches.send(claimed, order.dispatch()));
  }

  private boolean replaceOrGiveUp(Payment current, Payment next) {
    try {
      return ledger.replace(current, next);
    } catch (RuntimeException e) {
      giveUp(next, e);
      throw e;
    }
  }

  /**
   * Notes that a payment was not sent, if the claim was stored though the ledger could not say so.
   * Nobody but the one who claims a payment sends it, so this is proof. Where the ledger cannot be
   * reached at all, the rail is asked later, as after a crash.
   */
  private void giveUp(Payment next, RuntimeException why) {
    try {
      var now = next.updatedAt();
      ledger
          .find(next.id())
          .filter(it -> it.equals(next) && it.state() == PaymentState.PENDING)
          .ifPresent(it -> ledger.replace(it, it.after(new PaymentOutcome.NotSent(), now, now)));
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }
}
