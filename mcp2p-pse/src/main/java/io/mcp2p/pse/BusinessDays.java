package io.mcp2p.pse;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
  private static final ZoneId BOGOTA = ZoneId.of("America/Bogota");
  private static final BusinessDays STANDARD =
      new BusinessDays(LocalTime.of(15, 30), Set.of(), Set.of());

  private final LocalTime cutOff;
  private final Set<LocalDate> extraHolidays;
  private final Set<LocalDate> extraBusinessDays;

  private BusinessDays(
      LocalTime cutOff, Set<LocalDate> extraHolidays, Set<LocalDate> extraBusinessDays) {
    this.cutOff = cutOff;
    this.extraHolidays = extraHolidays;
    this.extraBusinessDays = extraBusinessDays;
  }

  /** Returns the calendar by rule, with its cut-off at 15:30. */
  public static BusinessDays standard() {
    return STANDARD;
  }

  /** Returns a calendar whose last cycle takes orders until {@code cutOff}, Bogotá time. */
  public BusinessDays withCutOff(LocalTime cutOff) {
    return new BusinessDays(requireNonNull(cutOff, "cutOff"), extraHolidays, extraBusinessDays);
  }

  /** Returns a calendar on which these dates are no business days either. */
  public BusinessDays withHolidays(LocalDate... dates) {
    var added = Set.copyOf(List.of(dates)); // a date given twice is no mistake
    return new BusinessDays(
        cutOff, union(extraHolidays, added), difference(extraBusinessDays, added));
  }

  /** Returns a calendar on which these dates are business days, whatever the rule says. */
  public BusinessDays withBusinessDays(LocalDate... dates) {
    var added = Set.copyOf(List.of(dates)); // a date given twice is no mistake
    return new BusinessDays(
        cutOff, difference(extraHolidays, added), union(extraBusinessDays, added));
  }

  /**
   * Returns the date, in Colombia, by whose end the outcome of a payout that was handed over at
   * {@code instant} can be expected. Often it is known long before; nothing promises that it is.
   */
  public LocalDate expectedBy(Instant instant) {
    return nextBusinessDay(cycleOf(instant));
  }

  /** Returns the business day whose cycles take what is handed over at {@code instant}. */
  public LocalDate cycleOf(Instant instant) {
    var local = instant.atZone(BOGOTA);
    var date = local.toLocalDate();
    return isBusinessDay(date) && local.toLocalTime().isBefore(cutOff)
        ? date
        : nextBusinessDay(date);
  }

  /** Tells whether payouts are cleared on {@code date}. */
  public boolean isBusinessDay(LocalDate date) {
    if (extraBusinessDays.contains(date)) {
      return true;
    }
    return date.getDayOfWeek() != DayOfWeek.SATURDAY
        && date.getDayOfWeek() != DayOfWeek.SUNDAY
        && !(date.getMonth() == Month.DECEMBER && date.getDayOfMonth() == 31)
        && !extraHolidays.contains(date)
        && !ColombianHolidays.contains(date);
  }

  /** Returns the first business day after {@code date}. */
  public LocalDate nextBusinessDay(LocalDate date) {
    var next = date.plusDays(1);
    while (!isBusinessDay(next)) {
      next = next.plusDays(1);
    }
    return next;
  }

  private static Set<LocalDate> union(Set<LocalDate> dates, Set<LocalDate> added) {
    var all = new HashSet<>(dates);
    all.addAll(added);
    return Set.copyOf(all);
  }

  private static Set<LocalDate> difference(Set<LocalDate> dates, Set<LocalDate> removed) {
    var rest = new HashSet<>(dates);
    rest.removeAll(removed);
    return Set.copyOf(rest);
  }
}
