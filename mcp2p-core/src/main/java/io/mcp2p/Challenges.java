package io.mcp2p;

import io.mcp2p.ledger.Opening;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.ledger.Question;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentId;
import io.mcp2p.payment.PaymentOperation;
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
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the question to a person: opens a payment and has its code sent, and sent again. Every step
 * is one atomic replacement in the ledger, so it does not matter which thread or node takes it.
 */
final class Challenges {
  private static final Logger LOG = LoggerFactory.getLogger(Challenges.class);
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration BETWEEN_SENDS = Duration.ofSeconds(30);
  private static final int MAX_SENDS = 6;
  private static final int ATTEMPTS = 5;
  private static final Pattern NOT_IN_NAME = Pattern.compile("[^\\p{L}\\p{N} ._/()+-]");

  private final Verifications verifications;
  private final PaymentLedger ledger;
  private final Bindings bindings;
  private final RateLimiter rates;
  private final Closings closings;
  private final Claims claims;
  private final boolean hasPage;

  Challenges(
      Verifications verifications,
      PaymentLedger ledger,
      Bindings bindings,
      RateLimiter rates,
      Closings closings,
      Claims claims,
      boolean hasPage) {
    this.verifications = verifications;
    this.ledger = ledger;
    this.bindings = bindings;
    this.rates = rates;
    this.closings = closings;
    this.claims = claims;
    this.hasPage = hasPage;
  }

  /**
   * Opens a payment and asks for its code; sends it to the rail at once if it needs none, or if it
   * is approved already and this is the call that it awaits.
   */
  Turn open(
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
    var wait = rates.peek(Kind.CODE, candidate.question().phoneHash());
    if (!wait.isZero() && !isOpen(candidate, call.now())) {
      return Turn.refused(CoreText.tooOften("code.sentTooOften", wait));
    }
    LocalVerifier.NewCode made = null;
    if (verifications.verifier() instanceof LocalVerifier local) {
      try {
        made = local.newCode(Verifications.challenge(candidate, phone));
      } catch (RuntimeException e) {
        Verifications.failed("make a code", candidate.id().value(), e);
        return Turn.refused(ErrorCode.CODE_UNAVAILABLE, "code.notSent");
      }
      candidate = candidate.codeMade(made.state());
    }
    return opened(ledger.open(candidate, call.now()), made, order, call, phone);
  }

  private Turn opened(
      Opening opening,
      LocalVerifier.@Nullable NewCode made,
      Order order,
      ToolCall call,
      PhoneNumber phone) {
    if (opening instanceof Opening.AlreadyOpen already) {
      return already.payment().awaitsCall(call.now())
          ? claims.collect(already.payment(), order, call, phone)
          : repeatedFirstTurn(already.payment(), call, phone);
    }
    if (opening instanceof Opening.Answered answered) {
      return closings.answer(answered.payment(), call.now());
    }
    if (!(opening instanceof Opening.Opened opened)) {
      var over = (Opening.OverLimit) opening;
      return Turn.refused(overLimit(over.limit(), order.operation()));
    }
    var payment = opened.payment();
    opened.exceeded().forEach(it -> LOG.warn("{} would exceed {}", payment.tool(), it.rule()));
    opened.replaced().ifPresent(it -> verifications.cancel(it, phone));
    return payment.awaitsCall(call.now())
        ? claims.collect(payment, order, call, phone)
        : send(payment, made, call.now(), phone);
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
    var named = call.mode().wire() + "_" + call.ids().next(); // a payment has one challenge
    var id = new PaymentId("pay_" + named);
    var asked =
        new Challenge(
            "chl_" + named,
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
            bindings.payeeHash(operation),
            asked.summary(),
            Question.first(
                asked.id(),
                bindings.phoneHash(phone),
                verifications.verifier().sentTo(asked),
                locale.toLanguageTag(),
                call.now(),
                asked.expiresAt(),
                ATTEMPTS),
            limits,
            call.now());
    var name = NOT_IN_NAME.matcher(client).replaceAll("").strip();
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
            : rates.peek(Kind.CODE, question.phoneHash());
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
      var wait = rates.take(Kind.CODE, payment.question().phoneHash());
      if (!wait.isZero()) { // Others came between the look before and this.
        return new Turn.Refused(
            CoreText.tooOften("code.sentTooOften", wait), withoutACode(payment, made, now));
      }
      if (made != null && made.send()) {
        return new Turn.CodeRequired(payment);
      }
      sending =
          made == null
              ? verifications.verifier().send(Verifications.challenge(payment, phone))
              : new Verifier.Sending.NotSent();
    } catch (RuntimeException e) {
      Verifications.failed("send", payment.id().value(), e);
      sending = new Verifier.Sending.NotSent();
    }
    if (sending instanceof Verifier.Sending.Sent sent) {
      var stored = closings.step(payment, it -> it.codeSent(sent.state(), now));
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
        ? closings.step(payment, it -> it.closed(PaymentState.CANCELLED, "code_not_sent", now))
        : payment;
  }
}
