package io.mcp2p.rail;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The days on which a country's banks keep books: Monday to Friday except holidays, which a rule
 * gives and a host can correct. At a cut-off, local time, the books change to the next of them.
 *
 * <p>Immutable; thread-safe if the rule is.
 *
 * @since 0.1
 */
public final class BankingDays {
  private final ZoneId zone;
  private final LocalTime cutOff;
  private final Predicate<LocalDate> rule;
  private final Set<LocalDate> holidays;
  private final Set<LocalDate> bankingDays;

  private BankingDays(
      ZoneId zone,
      LocalTime cutOff,
      Predicate<LocalDate> rule,
      Set<LocalDate> holidays,
      Set<LocalDate> bankingDays) {
    this.zone = requireNonNull(zone, "zone");
    this.cutOff = requireNonNull(cutOff, "cutOff");
    this.rule = requireNonNull(rule, "rule");
    this.holidays = holidays;
    this.bankingDays = bankingDays;
  }

  /**
   * Returns a calendar.
   *
   * @param isHoliday tells which days from Monday to Friday are holidays
   */
  public static BankingDays of(ZoneId zone, LocalTime cutOff, Predicate<LocalDate> isHoliday) {
    return new BankingDays(zone, cutOff, isHoliday, Set.of(), Set.of());
  }

  /** Returns a calendar with another cut-off. */
  public BankingDays withCutOff(LocalTime time) {
    return new BankingDays(zone, time, rule, holidays, bankingDays);
  }

  /** Returns a calendar on which these dates are holidays, too. */
  public BankingDays withHolidays(LocalDate... dates) {
    var added = Set.copyOf(List.of(dates)); // a date given twice is no mistake
    return new BankingDays(
        zone, cutOff, rule, union(holidays, added), difference(bankingDays, added));
  }

  /** Returns a calendar on which these dates are banking days, whatever the rule says. */
  public BankingDays withBankingDays(LocalDate... dates) {
    var added = Set.copyOf(List.of(dates));
    return new BankingDays(
        zone, cutOff, rule, difference(holidays, added), union(bankingDays, added));
  }

  /** Tells whether banks keep books for {@code date}. */
  public boolean contains(LocalDate date) {
    if (bankingDays.contains(date)) {
      return true;
    }
    return date.getDayOfWeek() != DayOfWeek.SATURDAY
        && date.getDayOfWeek() != DayOfWeek.SUNDAY
        && !holidays.contains(date)
        && !rule.test(date);
  }

  /** Returns the first banking day after {@code date}. */
  public LocalDate after(LocalDate date) {
    var next = date.plusDays(1);
    while (!contains(next)) {
      next = next.plusDays(1);
    }
    return next;
  }

  /** Returns the banking day to whose books {@code instant} belongs. */
  public LocalDate at(Instant instant) {
    var local = instant.atZone(zone);
    var date = local.toLocalDate();
    // On a day without books there is no cut-off: Sunday 20:00 still belongs to Monday.
    return contains(date) && local.toLocalTime().isBefore(cutOff) ? date : after(date);
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
