package io.mcp2p.policy;

import io.mcp2p.payment.Money;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Currency;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What the host allows. Asked twice for each payment: before a code is sent, and again before the
 * rail is called, so that a switch thrown in between still stops it.
 *
 * <p>Implementations are thread-safe and fast, and hold no state of their own: what adds up over
 * time is a {@link io.mcp2p.payment.Limit}, which the ledger reserves atomically. A policy that
 * throws stops the payment.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface PaymentPolicy {

  /** Decides on one operation. */
  Verdict evaluate(PolicyRequest request);

  /**
   * Tells whether payments in {@code currency} are limited in amount at all. A live server does not
   * build with a policy that says no for the currency of one of its rails, and refuses a payment in
   * any other such currency.
   */
  default boolean limits(Currency currency) {
    return false;
  }

  /** Returns a policy that allows what both allow. The first refusal is the one reported. */
  default PaymentPolicy and(PaymentPolicy other) {
    return new Rules.Both(this, other);
  }

  /**
   * Returns a policy that reports what this one would refuse and allows it: for trying a rule out
   * on real traffic. It limits nothing, and lets nothing go without a code.
   */
  default PaymentPolicy observeOnly() {
    return new Rules.ObserveOnly(this);
  }

  /** Allows everything. A live server does not build with it. */
  static PaymentPolicy allowAll() {
    return request -> Verdict.allowed();
  }

  /** Refuses a payment above {@code max}; payments in other currencies are not looked at. */
  static PaymentPolicy perPayment(Money max) {
    return new Rules.MaxPerPayment(max);
  }

  /**
   * Asks for no code for a payment of at most {@code most}, as long as what a caller pays so stays
   * within {@code perDay} in any 24 hours; above that, as for any other payment, a code is asked
   * for. It refuses nothing. Without this rule every payment takes a code.
   *
   * <p>An agent that is tricked can spend {@code perDay} a day of each caller's without anybody
   * being asked: choose it as what may be lost. Payments of the host's own tools are included;
   * refunds, and payments in other currencies, always take a code, unless for the latter there is a
   * rule of their own. So does a payment that equals one of the last 24 hours: it may be a call
   * that was repeated because its answer was lost. For ten minutes after a payment without a code,
   * the equal call returns that payment.
   *
   * @param most the highest amount without a code
   * @param perDay the highest total without a code, at least {@code most}
   * @throws IllegalArgumentException if the currencies differ, or {@code perDay} is less
   */
  static PaymentPolicy approvalAbove(Money most, Money perDay) {
    return new Rules.ApprovalAbove(most, perDay);
  }

  /**
   * Refuses a payment that takes its caller's total above {@code max} in any 24 hours. A window
   * that moves has no midnight at which twice the limit can be spent.
   */
  static PaymentPolicy perDay(Money max) {
    return new Rules.DailyTotal(max, null);
  }

  /**
   * Refuses a payment that takes its caller's total of the calendar day in {@code zone} above max.
   */
  static PaymentPolicy perDay(Money max, ZoneId zone) {
    return new Rules.DailyTotal(max, zone);
  }

  /**
   * Refuses a caller's payments beyond the {@code max}th in any 24 hours, over all rails.
   *
   * @throws IllegalArgumentException if {@code max} is negative
   */
  static PaymentPolicy perDayCount(int max) {
    return new Rules.DailyCount(max);
  }

  /**
   * Allows payments to {@code payees} only; each is a {@link io.mcp2p.payment.Payee#identifier()}
   * in its normal form. Refunds are not looked at.
   */
  static PaymentPolicy onlyPayees(Collection<String> payees) {
    return new Rules.Payees(Set.copyOf(payees), true);
  }

  /** Refuses payments to {@code payees}; each as in {@link #onlyPayees}. */
  static PaymentPolicy notPayees(Collection<String> payees) {
    return new Rules.Payees(Set.copyOf(payees), false);
  }

  /**
   * Allows payments from {@code from} (inclusive) until {@code until} (exclusive), local time in
   * {@code zone}; a window over midnight is written {@code 22:00} until {@code 06:00}.
   *
   * @throws IllegalArgumentException if both are the same time
   */
  static PaymentPolicy between(LocalTime from, LocalTime until, ZoneId zone) {
    return new Rules.Hours(from, until, zone);
  }

  /** Refuses everything, refunds included, while {@code suspended} says true: the kill switch. */
  static PaymentPolicy suspendedWhile(BooleanSupplier suspended) {
    return new Rules.KillSwitch(suspended);
  }
}
