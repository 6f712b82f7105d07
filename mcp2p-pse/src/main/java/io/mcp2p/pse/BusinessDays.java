package io.mcp2p.pse;

import io.mcp2p.rail.BankingDays;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;

/**
 * The days on which payouts are cleared in Colombia, and by which of them the outcome of one can be
 * expected. For hints only: no outcome is ever decided by a date.
 *
 * <p>ACH Colombia clears in cycles on business days: Monday to Friday except public holidays (Ley
 * 51 of 1983; since 2026 also the Monday of 9 July, Ley 2578) and 31 December, which banks do not
 * count. What misses the last cycle goes into the first one of the next business day, and a bank
 * that cannot credit the account sends the money back on the business day after. Hence {@link
 * #expectedBy}: the business day that follows the one of the cycle.
 *
 * <p><b>The cut-off is approximate.</b> 15:30 is the last of four that one bank publishes
 * (Scotiabank Colpatria, now Davibank); ACH Colombia's own table could not be found. Bre-B needs
 * none of this: it takes seconds, on any day.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class BusinessDays {
  private static final BusinessDays STANDARD =
      new BusinessDays(
          BankingDays.of(
              ZoneId.of("America/Bogota"), LocalTime.of(15, 30), BusinessDays::isHoliday));

  private final BankingDays days;

  private BusinessDays(BankingDays days) {
    this.days = days;
  }

  /** Returns the calendar by rule, with its cut-off at 15:30. */
  public static BusinessDays standard() {
    return STANDARD;
  }

  /** Returns a calendar whose last cycle takes orders until {@code cutOff}, Bogotá time. */
  public BusinessDays withCutOff(LocalTime cutOff) {
    return new BusinessDays(days.withCutOff(cutOff));
  }

  /** Returns a calendar on which these dates are no business days either. */
  public BusinessDays withHolidays(LocalDate... dates) {
    return new BusinessDays(days.withHolidays(dates));
  }

  /** Returns a calendar on which these dates are business days, whatever the rule says. */
  public BusinessDays withBusinessDays(LocalDate... dates) {
    return new BusinessDays(days.withBankingDays(dates));
  }

  /**
   * Returns the date, in Colombia, by whose end the outcome of a payout that was handed over at
   * {@code instant} can be expected. Often it is known long before; nothing promises that it is.
   */
  public LocalDate expectedBy(Instant instant) {
    return days.after(cycleOf(instant));
  }

  /** Returns the business day whose cycles take what is handed over at {@code instant}. */
  public LocalDate cycleOf(Instant instant) {
    return days.at(instant);
  }

  /** Tells whether payouts are cleared on {@code date}. */
  public boolean isBusinessDay(LocalDate date) {
    return days.contains(date);
  }

  /** Returns the first business day after {@code date}. */
  public LocalDate nextBusinessDay(LocalDate date) {
    return days.after(date);
  }

  private static boolean isHoliday(LocalDate date) {
    return (date.getMonth() == Month.DECEMBER && date.getDayOfMonth() == 31)
        || ColombianHolidays.contains(date);
  }
}
