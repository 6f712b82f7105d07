package io.mcp2p;

import io.mcp2p.approval.ApprovalDesk;
import io.mcp2p.approval.DeclineReason;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.policy.RateLimiter;
import io.mcp2p.policy.RateLimits.Kind;
import io.mcp2p.verification.PhoneNumber;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the approval page: a link is looked up, and an answer takes the same steps
 * with the same attempts as a code in an agent's call. Only the rail is not called here: the
 * arguments come again with that call.
 */
final class PageDesk implements ApprovalDesk {
  private final ApprovalLinks links;
  private final PaymentLedger ledger;
  private final PageAnswers answers;
  private final Function<String, Caller> callers;
  private final Function<Caller, @Nullable PhoneNumber> phones;
  private final RateLimiter rates;
  private final ToolDispatcher audit;
  private final Mode mode;
  private final Clock clock;

  PageDesk(
      ApprovalLinks links,
      PaymentLedger ledger,
      PageAnswers answers,
      Function<String, Caller> callers,
      Function<Caller, @Nullable PhoneNumber> phones,
      RateLimiter rates,
      ToolDispatcher audit,
      Mode mode,
      Clock clock) {
    this.links = links;
    this.ledger = ledger;
    this.answers = answers;
    this.callers = callers;
    this.phones = phones;
    this.rates = rates;
    this.audit = audit;
    this.mode = mode;
    this.clock = clock;
  }

  /** The ledger is asked for a forged link, too, so that it is not told by the time it takes. */
  @Override
  public Visit visit(String token, String address) {
    var read = links.read(token);
    var after =
        read.genuine()
            ? rates.take(Kind.APPROVAL_LINK, read.id().value())
            : rates.take(Kind.UNKNOWN_LINK, address);
    if (!after.isZero()) {
      return new Visit.TooOften(after);
    }
    var found = ledger.find(read.id()).filter(it -> read.genuine() && it.mode() == mode);
    return found.isPresent()
        ? new Visit.Known(asked(found.get(), clock.instant()))
        : new Visit.Unknown();
  }

  private static Asked asked(Payment payment, Instant now) {
    var question = payment.question();
    var amount = Envelope.amount(payment);
    var left = Duration.between(now, question.expiresAt());
    return new Asked(
        payment.caller(),
        payment.facts().get(Payment.CLIENT),
        payment.rail(),
        payment.kind().name().toLowerCase(Locale.ROOT),
        amount == null ? "" : amount.formatted(),
        payment.payee(),
        payment.summary(),
        Locale.forLanguageTag(question.locale()),
        payment.mode() == Mode.TEST,
        question.sentTo(),
        left.isNegative() ? Duration.ZERO : left,
        question.attemptsLeft(),
        payment.awaitsCode(now));
  }

  @Override
  public Outcome approve(String token, String code, int attemptsLeft) {
    var now = clock.instant();
    return answer(
        token, now, (payment, phone) -> answers.approve(payment, code, attemptsLeft, now, phone));
  }

  @Override
  public Outcome decline(String token, DeclineReason reason) {
    var now = clock.instant();
    return answer(token, now, (payment, phone) -> answers.decline(payment, reason, now, phone));
  }

  private interface Step {
    PageAnswers.Answered take(Payment payment, PhoneNumber phone);
  }

  private Outcome answer(String token, Instant now, Step step) {
    var read = links.read(token);
    var payment = read.genuine() ? ledger.find(read.id()) : Optional.<Payment>empty();
    var phone = payment.map(this::phone).orElse(null);
    if (payment.isEmpty() || phone == null) {
      // The directory has another phone now: nothing that came to the old one may approve.
      return payment.isPresent() ? Outcome.UNAVAILABLE : Outcome.CLOSED;
    }
    var answered = step.take(payment.get(), phone);
    audit.answeredOnPage(
        answered.payment(), answered.outcome().name().toLowerCase(Locale.ROOT), now);
    return answered.outcome();
  }

  private @Nullable PhoneNumber phone(Payment payment) {
    var phone = phones.apply(callers.apply(payment.caller()));
    return phone != null && answers.isPhoneOf(payment, phone) ? phone : null;
  }
}
