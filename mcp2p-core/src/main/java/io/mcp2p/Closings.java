package io.mcp2p;

import io.mcp2p.approval.DeclineReason;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a question ends without a payment, and what a call is told that comes after its end. */
final class Closings {
  private static final String DECLINED = "declined";

  private final Verifications verifications;
  private final PaymentLedger ledger;
  private final Bindings bindings;

  Closings(Verifications verifications, PaymentLedger ledger, Bindings bindings) {
    this.verifications = verifications;
    this.ledger = ledger;
    this.bindings = bindings;
  }

  /**
   * Closes a challenge on request; the payment as it is if it no longer awaits its code. The
   * verifier is told if the code went to {@code phone}, which is null if there is none any more.
   */
  Payment cancel(Payment payment, ToolCall call, @Nullable PhoneNumber phone) {
    if (!payment.isOpen(call.now())) {
      return payment;
    }
    var closed = end(payment, it -> it.closed(PaymentState.CANCELLED, "cancelled", call.now()));
    if (closed.state() == PaymentState.CANCELLED
        && phone != null
        && bindings.isPhoneOf(closed, phone)) {
      verifications.cancel(closed, phone);
    }
    return closed;
  }

  /** Closes a challenge because the person said no; the payment as it is if that came too late. */
  Payment decline(Payment open, DeclineReason reason, Instant now, PhoneNumber phone) {
    var why = reason == DeclineReason.NONE ? DECLINED : DECLINED + "_" + reason.wire();
    var closed = step(open, it -> it.closed(PaymentState.DECLINED, why, now));
    if (closed.state() == PaymentState.DECLINED) {
      verifications.cancel(closed, phone);
    }
    return closed;
  }

  /** Closes a challenge whose code was presented for something else than the person was asked. */
  Turn burn(Payment payment, Instant now, PhoneNumber phone) {
    var burnt = end(payment, it -> it.closed(PaymentState.BLOCKED, "mismatch", now));
    verifications.cancel(burnt, phone);
    return Turn.refused(ErrorCode.CODE_MISMATCH, "code.mismatch", burnt);
  }

  /** Closes a challenge whose attempt is taken, where the verdict on its code ends it. */
  Payment notApproved(Verifier.Verdict verdict, Payment taken, Instant now) {
    return step(taken, it -> after(verdict, it, now));
  }

  /** Without an attempt left, no later call could be of use either. */
  static Payment after(Verifier.Verdict verdict, Payment taken, Instant now) {
    return switch (verdict) {
      case EXPIRED -> taken.closed(PaymentState.EXPIRED, "expired", now);
      case DECLINED -> taken.closed(PaymentState.DECLINED, DECLINED, now);
      case TOO_MANY_ATTEMPTS -> taken.closed(PaymentState.BLOCKED, "too_many_attempts", now);
      case WRONG_CODE, UNAVAILABLE ->
          taken.question().attemptsLeft() == 0
              ? taken.closed(PaymentState.BLOCKED, "too_many_attempts", now)
              : taken;
      case APPROVED -> throw new IllegalArgumentException("approved: " + taken.id());
    };
  }

  /** What a call is told whose code was not approved, of the payment as it was then stored. */
  Turn refused(Verifier.Verdict verdict, Payment stored, Instant now) {
    if (stored.state() != PaymentState.AWAITING_CODE) {
      return noUse(stored, now);
    }
    return verdict == Verifier.Verdict.WRONG_CODE
        ? wrong(stored, "code.wrong")
        : Turn.refused(ErrorCode.CODE_UNAVAILABLE, "code.notChecked", stored);
  }

  static Turn wrong(Payment payment, String key) {
    int left = payment.question().attemptsLeft();
    return new Turn.Refused(
        Refusal.of(ErrorCode.CODE_INVALID, CoreText.of(key, Map.of("left", left)))
            .with("attemptsLeft", left)
            .with("paymentId", payment.id().value()),
        payment);
  }

  /** What a call without a code is told of an equal payment that was answered. */
  Turn answer(Payment payment, Instant now) {
    if (payment.state().approved()) {
      return new Turn.Done(payment, true);
    }
    return payment.state() == PaymentState.CANCELLED
        ? Turn.notAwaiting(payment, now)
        : noUse(payment, now);
  }

  /** Says why a code is of no use for {@code payment}. */
  Turn noUse(Payment payment, Instant now) {
    var last = payment.history().get(payment.history().size() - 1).what();
    return switch (payment.stateAt(now)) {
      case EXPIRED -> {
        end(payment, it -> it.closed(PaymentState.EXPIRED, "expired", now));
        yield Turn.refused(ErrorCode.CODE_EXPIRED, "code.expired", payment);
      }
      case DECLINED -> declined(payment, last);
      case BLOCKED ->
          last.equals("mismatch")
              ? Turn.refused(ErrorCode.CODE_MISMATCH, "code.mismatch", payment)
              : Turn.refused(ErrorCode.CODE_TOO_MANY_ATTEMPTS, "code.tooMany", payment);
      default -> Turn.refused(ErrorCode.CODE_NOT_STARTED, "code.notStarted", payment);
    };
  }

  private static Turn declined(Payment payment, String what) {
    var reason = what.startsWith(DECLINED + "_") ? what.substring(DECLINED.length() + 1) : "";
    var key = reason.isEmpty() ? "code.declined" : "code.declined." + reason;
    var refusal =
        Refusal.of(ErrorCode.CODE_DECLINED, CoreText.of(key))
            .with("paymentId", payment.id().value());
    return new Turn.Refused(reason.isEmpty() ? refusal : refusal.with("reason", reason), payment);
  }

  /**
   * Takes a step from the stored version, again if somebody else was faster, and not at all once
   * the payment no longer awaits its code.
   */
  Payment step(Payment known, UnaryOperator<Payment> step) {
    return step(known, PaymentState.AWAITING_CODE::equals, step);
  }

  /** The same for a step that ends a payment which was approved and not sent yet, too. */
  private Payment end(Payment known, UnaryOperator<Payment> step) {
    return step(known, PaymentState::open, step);
  }

  private Payment step(
      Payment known, Predicate<PaymentState> allowed, UnaryOperator<Payment> step) {
    for (Payment current = known; ; current = ledger.find(known.id()).orElseThrow()) {
      if (!allowed.test(current.state())) {
        return current;
      }
      var next = step.apply(current);
      if (next.version() == current.version() || ledger.replace(current, next)) {
        return next;
      }
    }
  }
}
