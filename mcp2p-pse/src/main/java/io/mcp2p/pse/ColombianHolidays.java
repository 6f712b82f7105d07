package io.mcp2p.pse;

import io.mcp2p.rail.Easter;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * The public holidays of Colombia, by rule: Ley 51 of 1983, which moves most of them to the Monday
 * that follows ("Ley Emiliani"), and Ley 2578 of 2026, article 6, which adds 9 July from 2026 on.
 */
final class ColombianHolidays {
  private static final Set<MonthDay> FIXED =
      Set.of(
          MonthDay.of(Month.JANUARY, 1),
          MonthDay.of(Month.MAY, 1),
          MonthDay.of(Month.JULY, 20),
          MonthDay.of(Month.AUGUST, 7),
          MonthDay.of(Month.DECEMBER, 8),
          MonthDay.of(Month.DECEMBER, 25));

  private static final Set<MonthDay> MOVED =
      Set.of(
          MonthDay.of(Month.JANUARY, 6), // Epiphany
          MonthDay.of(Month.MARCH, 19), // Saint Joseph
          MonthDay.of(Month.JUNE, 29), // Saints Peter and Paul
          MonthDay.of(Month.AUGUST, 15), // Assumption
          MonthDay.of(Month.OCTOBER, 12),
          MonthDay.of(Month.NOVEMBER, 1), // All Saints
          MonthDay.of(Month.NOVEMBER, 11)); // Independence of Cartagena

  private static final MonthDay CHIQUINQUIRA = MonthDay.of(Month.JULY, 9);
  private static final int CHIQUINQUIRA_SINCE = 2026;

  // Days after Easter Sunday: Holy Thursday and Good Friday, which stay; then the Mondays after
  // Ascension, Corpus Christi and the Sacred Heart.
  private static final Set<Long> FROM_EASTER = Set.of(-3L, -2L, 43L, 64L, 71L);

  private ColombianHolidays() {}

  static boolean contains(LocalDate date) {
    return FIXED.contains(MonthDay.from(date))
        || (date.getDayOfWeek() == DayOfWeek.MONDAY && isMovedTo(date))
        || FROM_EASTER.contains(ChronoUnit.DAYS.between(Easter.sunday(date.getYear()), date));
  }

  /** The day itself if it is a Monday, else one of the six before. */
  private static boolean isMovedTo(LocalDate monday) {
    for (int back = 0; back < 7; back++) {
      var day = monday.minusDays(back);
      if (MOVED.contains(MonthDay.from(day))
          || (MonthDay.from(day).equals(CHIQUINQUIRA) && day.getYear() >= CHIQUINQUIRA_SINCE)) {
        return true;
      }
    }
    return false;
  }
}
