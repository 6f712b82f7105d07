package io.mcp2p.tck;

import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.Question;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentId;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the payment flow would open it. What a test does not name is Ana's lunch. Each step
 * returns a new sample; each {@link #payment()} has an id of its own.
 *
 * @since 0.1
 */
public record SamplePayment(
    Mode mode,
    String caller,
    String phone,
    String digest,
    String rail,
    Money amount,
    @Nullable String refundOf,
    List<Limit> limits,
    Instant at) {
  /** When samples are opened if nothing else is said: a Monday, 15:00 UTC. */
  public static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");

  /** How long a sample awaits its code. */
  public static final Duration LIFE = Duration.ofMinutes(10);

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** Copies the limits. */
  public SamplePayment {
    limits = List.copyOf(limits);
  }

  /** Returns Ana's lunch: MXN 150.00 over SPEI. */
  public static SamplePayment lunch() {
    return new SamplePayment(
        Mode.TEST, "ana", "ana's phone", "lunch", "spei", Money.mxn(150_00), null, List.of(), NOW);
  }

  /** Returns a sample of another caller, on the same phone. */
  public SamplePayment by(String other) {
    return new SamplePayment(mode, other, phone, digest, rail, amount, refundOf, limits, at);
  }

  /** Returns a sample in another mode. */
  public SamplePayment in(Mode other) {
    return new SamplePayment(other, caller, phone, digest, rail, amount, refundOf, limits, at);
  }

  /** Returns a sample whose code goes to another phone. */
  public SamplePayment to(String otherPhone) {
    return new SamplePayment(mode, caller, otherPhone, digest, rail, amount, refundOf, limits, at);
  }

  /** Returns a sample with another digest, so for other arguments. */
  public SamplePayment digest(String other) {
    return new SamplePayment(mode, caller, phone, other, rail, amount, refundOf, limits, at);
  }

  /** Returns a sample on another rail. */
  public SamplePayment on(String otherRail) {
    return new SamplePayment(mode, caller, phone, digest, otherRail, amount, refundOf, limits, at);
  }

  /** Returns a sample of a refund of {@code reference}. */
  public SamplePayment refunding(String reference) {
    return new SamplePayment(mode, caller, phone, digest, rail, amount, reference, limits, at);
  }

  /** Returns a sample of an action, which moves no money. */
  public SamplePayment acting() {
    return new SamplePayment(mode, caller, phone, digest, rail, Money.none(), refundOf, limits, at);
  }

  /** Returns a sample that counts against these limits. */
  public SamplePayment within(Limit... its) {
    return new SamplePayment(mode, caller, phone, digest, rail, amount, refundOf, List.of(its), at);
  }

  /** Returns a sample that is opened at another time. */
  public SamplePayment at(Instant when) {
    return new SamplePayment(mode, caller, phone, digest, rail, amount, refundOf, limits, when);
  }

  /** Returns a new payment that awaits its code. */
  public Payment payment() {
    int number = NUMBERS.incrementAndGet();
    var payee = new Payee("014027000005555558", "Fonda **** 5558");
    var summary = Text.of(amount.formatted() + " para la Fonda Ñandú, 14*…5558");
    return Payment.open(
        new PaymentId("pay_%s_%08d".formatted(mode.wire(), number)),
        caller,
        mode,
        "spei_send_payment",
        digest,
        operation(payee, summary),
        "hash of the payee",
        summary.in(Locale.ENGLISH),
        Question.first(
            "chl_test_%08d".formatted(number), phone, "+**********78", "es", at, at.plus(LIFE), 5),
        limits,
        at);
  }

  private PaymentOperation operation(Payee payee, Text summary) {
    if (amount.equals(Money.none())) {
      return PaymentOperation.action(rail, payee, summary);
    }
    return refundOf == null
        ? PaymentOperation.payment(rail, amount, payee, summary)
        : PaymentOperation.refund(rail, refundOf, amount, payee, summary);
  }
}
