package io.mcp2p;

import io.mcp2p.ledger.Opening;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.ledger.Question;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.KeyedHash;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentId;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.payment.Refusal;
import io.mcp2p.policy.RateLimiter;
import io.mcp2p.policy.RateLimits.Kind;
import io.mcp2p.policy.Verdict;
import io.mcp2p.tool.Order;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.verification.Challenge;
import io.mcp2p.verification.LocalVerifier;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The question put to a person: opened, sent again, answered, closed. Every step is one atomic
 * replacement in the ledger, so it does not matter which thread or node takes it.
 */
final class Challenges {
  private static final Logger LOG = LoggerFactory.getLogger(Challenges.class);
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration BETWEEN_SENDS = Duration.ofSeconds(30);
  private static final int MAX_SENDS = 6;
  private static final int ATTEMPTS = 5;
  static final String DECLINED = "declined";
  private static final String CODE_WRONG = "code.wrong";

  private final Verifier verifier;
  private final PaymentLedger ledger;
  private final KeyedHash hash;
  private final RateLimiter rates;
  private final boolean hasPage;

  Challenges(
      Verifier verifier, PaymentLedger ledger, KeyedHash hash, RateLimiter rates, boolean hasPage) {
    this.verifier = verifier;
    this.ledger = ledger;
    this.hash = hash;
    this.rates = rates;
    this.hasPage = hasPage;
  }

  String phoneHash(PhoneNumber phone) {
    return hash.of("phone", phone.value());
  }

  String payeeHash(PaymentOperation operation) {
    return hash.of("payee", operation.rail(), operation.payee().destination());
  }

  boolean isCodeOf(Payment payment, String code) {
    var accepted = payment.question().codeHash();
    return accepted != null && KeyedHash.same(accepted, codeHash(payment, code));
  }

  String codeHash(Payment payment, String code) {
    return hash.of("code", payment.question().challengeId(), code);
  }

  /**
   * A host's directory may lead equal arguments to another account than when the person was asked.
   */
  boolean isWhatWasAsked(Payment open, PaymentOperation operation) {
    var asked = Locale.forLanguageTag(open.question().locale());
    return open.amount().equals(operation.amount())
        && open.payee().equals(operation.payee().masked())
        && KeyedHash.same(open.payeeHash(), payeeHash(operation))
        && open.summary().equals(operation.summary().in(asked));
  }

  /** Opens a payment, or finds that this call is the one that an approved payment awaits. */
  Checked open(
      String tool,
      Order order,
      Verdict.Allowed allowed,
      String digest,
      ToolCall call,
      String client,
      PhoneNumber phone) {
    var limits = new ArrayList<Limit>(order.limits());
    limits.addAll(allowed.limits());
    if (allowed.mayGoWithoutCode()) {
      var all = new ArrayList<>(limits);
      all.addAll(allowed.withoutCode());
      var candidate = candidate(tool, order.operation(), all, digest, call, client, phone);
      var opening = ledger.open(candidate.askingNobody(call.now()), call.now());
      boolean needsCode =
          opening instanceof Opening.CodeNeeded
              || (opening instanceof Opening.OverLimit over
                  && allowed.withoutCode().contains(over.limit()));
      if (!needsCode) {
        return opened(opening, null, order, call, phone);
      }
    }
    var candidate = candidate(tool, order.operation(), limits, digest, call, client, phone);
    // Before the ledger closes the challenge that this one would take the place of.
    var wait = rates.peek(Kind.CODE, phoneHash(phone));
    if (!wait.isZero() && !isOpen(candidate, call.now())) {
      return new NotClaimed(Turn.refused(CoreText.tooOften("code.sentTooOften", wait)));
    }
    LocalVerifier.NewCode made = null;
    if (verifier instanceof LocalVerifier local) {
      try {
        made = local.newCode(challenge(candidate, phone));
      } catch (RuntimeException e) {
        failed("make a code", candidate.id().value(), e);
        return new NotClaimed(Turn.refused(ErrorCode.CODE_UNAVAILABLE, "code.notSent"));
      }
      candidate = candidate.codeMade(made.state());
    }
    return opened(ledger.open(candidate, call.now()), made, order, call, phone);
  }

  private Checked opened(
      Opening opening,
      LocalVerifier.@Nullable NewCode made,
      Order order,
      ToolCall call,
      PhoneNumber phone) {
    if (opening instanceof Opening.AlreadyOpen already) {
      return already.payment().awaitsCall(call.now())
          ? collect(already.payment(), order, call, phone)
          : new NotClaimed(repeatedFirstTurn(already.payment(), call, phone));
    }
    if (opening instanceof Opening.Answered answered) {
      return new NotClaimed(answer(answered.payment(), call.now()));
    }
    if (!(opening instanceof Opening.Opened opened)) {
      var over = (Opening.OverLimit) opening;
      return new NotClaimed(Turn.refused(overLimit(over.limit(), order.operation())));
    }
    var payment = opened.payment();
    opened.exceeded().forEach(it -> LOG.warn("{} would exceed {}", payment.tool(), it.rule()));
    opened.replaced().ifPresent(it -> cancelAtVerifier(it, phone));
    return payment.awaitsCall(call.now())
        ? collect(payment, order, call, phone)
        : new NotClaimed(send(payment, made, call.now(), phone));
  }

  /** Claims an approved payment for the call that it awaited. */
  private Checked collect(Payment approved, Order order, ToolCall call, PhoneNumber phone) {
    var now = call.now();
    for (Payment current = approved; ; current = ledger.find(approved.id()).orElseThrow()) {
      if (!current.awaitsCall(now)) {
        return new NotClaimed(answer(current, now));
      }
      if (!isWhatWasAsked(current, order.operation())) {
        return new NotClaimed(burn(current, now, phone));
      }
      var claimed =
          current.collected(order.reference(), order.facts(), now.plus(Dispatches.LEASE), now);
      if (replaceOrGiveUp(current, claimed)) {
        return new Claimed(claimed);
      }
    }
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

  private Payment candidate(
      String tool,
      PaymentOperation operation,
      List<Limit> limits,
      String digest,
      ToolCall call,
      String client,
      PhoneNumber phone) {
    var locale = call.caller().locale();
    var id = new PaymentId("pay_" + call.mode().wire() + "_" + call.ids().next());
    var asked =
        new Challenge(
            "chl_" + call.mode().wire() + "_" + call.ids().next(),
            call.caller().id(),
            phone,
            operation.amount(),
            operation.payee().masked(),
            operation.summary().in(locale),
            locale,
            call.now().plus(LIFE),
            null);
    var payment =
        Payment.open(
            id,
            call.caller().id(),
            call.mode(),
            tool,
            digest,
            operation,
            payeeHash(operation),
            asked.summary(),
            Question.first(
                asked.id(),
                phoneHash(phone),
                verifier.sentTo(asked),
                locale.toLanguageTag(),
                call.now(),
                asked.expiresAt(),
                ATTEMPTS),
            limits,
            call.now());
    var name = client.replaceAll("[^\\p{L}\\p{N} ._/()+-]", "").strip();
    return name.isEmpty() ? payment : payment.askedBy(name);
  }

  private boolean isOpen(Payment candidate, Instant now) {
    return ledger
        .findByPhone(candidate.owner(), candidate.question().phoneHash())
        .filter(it -> it.isOpen(now) || it.answersRepetition(now))
        .filter(it -> it.digest().equals(candidate.digest()))
        .isPresent();
  }

  private static Refusal overLimit(Limit limit, PaymentOperation operation) {
    var max =
        limit.weight() == operation.amount().minorUnits()
            ? new Money(limit.max(), operation.amount().currency()).formatted()
            : Long.toString(limit.max());
    return Refusal.of(
            ErrorCode.LIMIT_EXCEEDED,
            CoreText.of("limit.exceeded", Map.of("rule", limit.rule(), "max", max)))
        .with("rule", limit.rule());
  }

  /**
   * Where there is a page, an agent repeats its call to learn whether the person has answered
   * there. A code sent again would make void the one that the person is about to type.
   */
  private Turn repeatedFirstTurn(Payment payment, ToolCall call, PhoneNumber phone) {
    return hasPage && payment.question().verifierState() != null
        ? new Turn.CodeRequired(payment)
        : again(payment, call, phone);
  }

  /** A first turn that is repeated, or a request to send again. */
  Turn again(Payment payment, ToolCall call, PhoneNumber phone) {
    var now = call.now();
    if (!payment.awaitsCode(now)) {
      return Turn.notAwaiting(payment, now);
    }
    var question = payment.question();
    if (now.isBefore(question.lastSentAt().plus(BETWEEN_SENDS))) {
      return new Turn.CodeRequired(payment);
    }
    var wait =
        question.sends() >= MAX_SENDS
            ? Duration.between(now, question.expiresAt())
            : rates.peek(Kind.CODE, phoneHash(phone));
    if (!wait.isZero()) {
      return new Turn.Refused(
          CoreText.tooOften("code.sentTooOften", wait).with("paymentId", payment.id().value()),
          payment);
    }
    var sending = payment.sendingAgain(now);
    // Who loses this race leaves the sending to the other.
    return ledger.replace(payment, sending)
        ? send(sending, null, now, phone)
        : new Turn.CodeRequired(payment);
  }

  /**
   * Sends {@code made}, which is stored already, or lets the verifier make a code and stores it.
   */
  private Turn send(
      Payment payment, LocalVerifier.@Nullable NewCode made, Instant now, PhoneNumber phone) {
    Verifier.Sending sending;
    try {
      var wait = rates.take(Kind.CODE, phoneHash(phone));
      if (!wait.isZero()) { // Others came between the look before and this.
        return new Turn.Refused(
            CoreText.tooOften("code.sentTooOften", wait), withoutACode(payment, made, now));
      }
      if (made != null && made.send()) {
        return new Turn.CodeRequired(payment);
      }
      sending =
          made == null ? verifier.send(challenge(payment, phone)) : new Verifier.Sending.NotSent();
    } catch (RuntimeException e) {
      failed("send", payment.id().value(), e);
      sending = new Verifier.Sending.NotSent();
    }
    if (sending instanceof Verifier.Sending.Sent sent) {
      var stored = step(payment, it -> it.codeSent(sent.state(), now));
      return stored.state() == PaymentState.AWAITING_CODE
          ? new Turn.CodeRequired(stored)
          : Turn.refused(ErrorCode.CODE_NOT_STARTED, "code.notStarted", stored);
    }
    withoutACode(payment, made, now);
    return Turn.refused(ErrorCode.CODE_UNAVAILABLE, "code.notSent", payment);
  }

  /** Gives a payment up if no code was ever sent for it. */
  private Payment withoutACode(Payment payment, LocalVerifier.@Nullable NewCode made, Instant now) {
    boolean first = made != null || payment.question().verifierState() == null;
    return first
        ? step(payment, it -> it.closed(PaymentState.CANCELLED, "code_not_sent", now))
        : payment;
  }

  /** What came of presenting a code. */
  sealed interface Checked {}

  /** This call, and no other, is to hand the payment to the rail. */
  record Claimed(Payment payment) implements Checked {}

  /** This call is not. */
  record NotClaimed(Turn turn) implements Checked {}

  /** Takes an attempt, checks the code, and claims the payment if the code is right. */
  Checked check(Payment open, Order order, ToolCall call, PhoneNumber phone, String code) {
    var now = call.now();
    for (Payment current = open; ; current = ledger.find(open.id()).orElseThrow()) {
      if (current.awaitsCall(now)) {
        return isCodeOf(current, code)
            ? collect(current, order, call, phone)
            : new NotClaimed(wrong(current, "code.wrongAndNotNeeded"));
      }
      if (!current.awaitsCode(now)) {
        return new NotClaimed(noUse(current, current.digest(), now, phone));
      }
      if (current.question().attemptsLeft() == 0 || current.question().verifierState() == null) {
        // The last attempt, or the first sending, is under way elsewhere.
        return new NotClaimed(Turn.refused(ErrorCode.CODE_UNAVAILABLE, "code.busy", current));
      }
      if (verifier instanceof LocalVerifier) {
        var checked = checkedHere(current, order, call, phone, code);
        if (checked.isPresent()) {
          return checked.get();
        }
      } else {
        // Counted before anybody is asked, so that parallel guesses cannot share an attempt.
        var next = current.attemptTaken(now);
        if (ledger.replace(current, next)) {
          return checked(next, order, call, phone, code);
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
  private Optional<Checked> checkedHere(
      Payment current, Order order, ToolCall call, PhoneNumber phone, String code) {
    var now = call.now();
    var verdict = verdict(challenge(current, phone), code);
    var taken = current.attemptTaken(now);
    var claimed = claimed(taken, order, code, now);
    boolean last = taken.question().attemptsLeft() == 0;
    var next =
        switch (verdict) {
          case APPROVED -> claimed;
          case EXPIRED -> taken.closed(PaymentState.EXPIRED, "expired", now);
          case DECLINED -> taken.closed(PaymentState.DECLINED, "declined", now);
          case TOO_MANY_ATTEMPTS -> taken.closed(PaymentState.BLOCKED, "too_many_attempts", now);
          case WRONG_CODE, UNAVAILABLE ->
              last ? taken.closed(PaymentState.BLOCKED, "too_many_attempts", now) : taken;
        };
    if (!replaceOrGiveUp(current, next)) {
      return Optional.empty();
    }
    if (verdict == Verifier.Verdict.APPROVED) {
      return Optional.of(new Claimed(next));
    }
    return Optional.of(
        new NotClaimed(
            next.state() != PaymentState.AWAITING_CODE
                ? noUse(next, next.digest(), now, phone)
                : verdict == Verifier.Verdict.WRONG_CODE
                    ? wrong(next, CODE_WRONG)
                    : Turn.refused(ErrorCode.CODE_UNAVAILABLE, "code.notChecked", next)));
  }

  private Checked checked(
      Payment taken, Order order, ToolCall call, PhoneNumber phone, String code) {
    var verdict = verdict(challenge(taken, phone), code);
    return verdict == Verifier.Verdict.APPROVED
        ? claim(taken, order, call, phone, code)
        : new NotClaimed(notApproved(verdict, taken, call.now(), phone));
  }

  Turn notApproved(Verifier.Verdict verdict, Payment taken, Instant now, PhoneNumber phone) {
    return switch (verdict) {
      case WRONG_CODE -> wrong(taken, now, phone);
      case TOO_MANY_ATTEMPTS -> close(taken, PaymentState.BLOCKED, "too_many_attempts", now, phone);
      case EXPIRED -> close(taken, PaymentState.EXPIRED, "expired", now, phone);
      case DECLINED -> close(taken, PaymentState.DECLINED, "declined", now, phone);
      case UNAVAILABLE -> notChecked(taken, now, phone);
      case APPROVED -> throw new IllegalArgumentException("approved: " + taken.id());
    };
  }

  Verifier.Verdict verdict(Challenge challenge, String code) {
    try {
      return verifier.check(challenge, code);
    } catch (RuntimeException e) {
      failed("check", challenge.id(), e);
      return Verifier.Verdict.UNAVAILABLE;
    }
  }

  private Checked claim(Payment taken, Order order, ToolCall call, PhoneNumber phone, String code) {
    var now = call.now();
    for (Payment current = taken; ; current = ledger.find(taken.id()).orElseThrow()) {
      if (current.awaitsCall(now)) { // Approved on the page meanwhile; this code was right as well.
        return collect(current, order, call, phone);
      }
      if (current.state() != PaymentState.AWAITING_CODE) {
        return new NotClaimed(noUse(current, current.digest(), now, phone));
      }
      var claimed = claimed(current, order, code, now);
      if (replaceOrGiveUp(current, claimed)) {
        return new Claimed(claimed);
      }
    }
  }

  private Payment claimed(Payment payment, Order order, String code, Instant now) {
    return payment.claimed(
        codeHash(payment, code), order.reference(), order.facts(), now.plus(Dispatches.LEASE), now);
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

  private Turn wrong(Payment taken, Instant now, PhoneNumber phone) {
    int left = taken.question().attemptsLeft();
    if (left == 0) {
      return close(taken, PaymentState.BLOCKED, "too_many_attempts", now, phone);
    }
    return wrong(taken, CODE_WRONG);
  }

  private static Turn wrong(Payment payment, String key) {
    int left = payment.question().attemptsLeft();
    return new Turn.Refused(
        Refusal.of(ErrorCode.CODE_INVALID, CoreText.of(key, Map.of("left", left)))
            .with("attemptsLeft", left)
            .with("paymentId", payment.id().value()),
        payment);
  }

  /** Without an attempt left, no later call could be of use either. */
  private Turn notChecked(Payment taken, Instant now, PhoneNumber phone) {
    return taken.question().attemptsLeft() == 0
        ? close(taken, PaymentState.BLOCKED, "too_many_attempts", now, phone)
        : Turn.refused(ErrorCode.CODE_UNAVAILABLE, "code.notChecked", taken);
  }

  private Turn close(
      Payment payment, PaymentState how, String why, Instant now, PhoneNumber phone) {
    return noUse(step(payment, it -> it.closed(how, why, now)), payment.digest(), now, phone);
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
        && closed.question().phoneHash().equals(phoneHash(phone))) {
      cancelAtVerifier(closed, phone);
    }
    return closed;
  }

  /** Closes a challenge whose code was presented for something else than the person was asked. */
  Turn burn(Payment payment, Instant now, PhoneNumber phone) {
    var burnt = end(payment, it -> it.closed(PaymentState.BLOCKED, "mismatch", now));
    cancelAtVerifier(burnt, phone);
    return Turn.refused(ErrorCode.CODE_MISMATCH, "code.mismatch", burnt);
  }

  /**
   * Says why a code is of no use for {@code payment}; burns the challenge if the code came with
   * other arguments than it was sent for.
   */
  Turn noUse(Payment payment, String digest, Instant now, PhoneNumber phone) {
    return payment.isOpen(now) && !payment.digest().equals(digest)
        ? burn(payment, now, phone)
        : noUse(payment, now);
  }

  private Turn noUse(Payment payment, Instant now) {
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

  /** Of a code that was accepted already the verifier has nothing to cancel. */
  void cancelAtVerifier(Payment replaced, PhoneNumber phone) {
    if (replaced.approvedApart()) {
      return;
    }
    try {
      verifier.cancel(challenge(replaced, phone));
    } catch (RuntimeException e) {
      failed("cancel", replaced.id().value(), e);
    }
  }

  /** An exception may quote the phone or the message, so an ordinary log gets its kind alone. */
  private static void failed(String to, String what, RuntimeException e) {
    LOG.warn("verifier failed to {} for {}: {}", to, what, e.getClass().getName());
    LOG.debug("verifier failed to {} for {}", to, what, e);
  }

  static Challenge challenge(Payment payment, PhoneNumber phone) {
    var question = payment.question();
    return new Challenge(
        question.challengeId(),
        payment.caller(),
        phone,
        payment.amount(),
        payment.payee(),
        payment.summary(),
        Locale.forLanguageTag(question.locale()),
        question.expiresAt(),
        question.verifierState());
  }
}
