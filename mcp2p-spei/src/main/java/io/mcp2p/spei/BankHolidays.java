package io.mcp2p.spei;

import io.mcp2p.rail.Easter;
import java.time.DayOfWeek;
import java.time.LocalDate;

/**
 * The weekdays on which Mexican banks close, by rule.
 *
 * <p>CNBV publishes the list of a year in the Diario Oficial in the December before. The rule below
 * gives exactly the lists for 2024, 2025 and 2026 as the press reported them. Later years are
 * extrapolated from it, 1 October 2030 (the next change of president) among them; years before 2024
 * are not what it is for, as the handover was on 1 December until 2018.
 */
final class BankHolidays {
  private BankHolidays() {}

  /** Tells whether banks close on {@code date} for another reason than a weekend. */
  static boolean contains(LocalDate date) {
    int day = date.getDayOfMonth();
    return switch (date.getMonth()) {
      case JANUARY -> day == 1; // New Year
      case FEBRUARY -> isMonday(date, 1); // for 5 February, Constitution
      case MARCH -> isMonday(date, 3) || isEasterClosing(date); // for 21 March, Juárez
      case APRIL -> isEasterClosing(date);
      case MAY -> day == 1; // Labour Day
      case SEPTEMBER -> day == 16; // Independence
      // Change of president (Ley Federal del Trabajo, art. 74 VII, as reformed in 2024).
      case OCTOBER -> day == 1 && Math.floorMod(date.getYear() - 2024, 6) == 0;
      case NOVEMBER -> day == 2 || isMonday(date, 3); // All Souls; for 20 November, Revolution
      case DECEMBER -> day == 12 || day == 25; // Bank Employees' Day; Christmas
      default -> false;
    };
  }

  // Thursday and Friday of Holy Week.
  private static boolean isEasterClosing(LocalDate date) {
    var easter = Easter.sunday(date.getYear());
    return date.equals(easter.minusDays(3)) || date.equals(easter.minusDays(2));
  }

  private static boolean isMonday(LocalDate date, int ordinal) {
    return date.getDayOfWeek() == DayOfWeek.MONDAY && (date.getDayOfMonth() - 1) / 7 == ordinal - 1;
  }
}
