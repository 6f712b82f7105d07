package io.mcp2p.spei;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatingDatesTest {
  private static final OperatingDates DATES = OperatingDates.standard();

  /** Mexico City has been six hours behind UTC, all year, since October 2022. */
  private static Instant mexicoCity(String local) {
    return LocalDateTime.parse(local).toInstant(ZoneOffset.ofHours(-6));
  }

  @ParameterizedTest
  @CsvSource({
    // an ordinary week
    "2026-06-10T09:00, 2026-06-10",
    "2026-06-10T17:59:59.999, 2026-06-10",
    "2026-06-10T18:00, 2026-06-11",
    "2026-06-10T23:59, 2026-06-11",
    "2026-06-11T00:00, 2026-06-11",
    // over a weekend
    "2026-06-12T17:59, 2026-06-12",
    "2026-06-12T18:00, 2026-06-15",
    "2026-06-13T12:00, 2026-06-15",
    "2026-06-14T12:00, 2026-06-15",
    "2026-06-14T18:00, 2026-06-15",
    "2026-06-15T00:30, 2026-06-15",
    // Holy Week 2026: Thursday 2 and Friday 3 April
    "2026-04-01T17:59, 2026-04-01",
    "2026-04-01T18:00, 2026-04-06",
    "2026-04-02T10:00, 2026-04-06",
    "2026-04-03T20:00, 2026-04-06",
    // 12 December, a Friday in 2025
    "2025-12-11T18:00, 2025-12-15",
    "2025-12-12T10:00, 2025-12-15",
    // the end of the year
    "2025-12-31T17:59, 2025-12-31",
    "2025-12-31T18:00, 2026-01-02",
    "2026-12-31T18:00, 2027-01-04",
    // Monday holidays
    "2026-01-30T18:00, 2026-02-03",
    "2026-03-16T08:00, 2026-03-17",
    "2026-11-16T08:00, 2026-11-17",
    // no daylight saving any more: in July the books still change at 00:00 UTC
    "2026-07-15T17:59, 2026-07-15",
    "2026-07-15T18:00, 2026-07-16",
  })
  void instant_belongsToTheBooksOf(String local, LocalDate expected) {
    assertThat(DATES.at(mexicoCity(local))).isEqualTo(expected);
  }

  @Test
  void cutOff_canBeMoved() {
    var dates = DATES.withCutOff(LocalTime.of(17, 30));

    assertThat(dates.at(mexicoCity("2026-06-10T17:29"))).isEqualTo("2026-06-10");
    assertThat(dates.at(mexicoCity("2026-06-10T17:30"))).isEqualTo("2026-06-11");
  }

  @Test
  void holidaysAndBankingDays_canBeSetAgainstTheRule() {
    var ordinary = LocalDate.of(2026, 6, 11);
    var holyThursday = LocalDate.of(2026, 4, 2);

    var dates = DATES.withHolidays(ordinary, ordinary).withBankingDays(holyThursday);

    assertThat(dates.at(mexicoCity("2026-06-10T18:00"))).isEqualTo("2026-06-12");
    assertThat(dates.at(mexicoCity("2026-04-01T18:00"))).isEqualTo(holyThursday);
    assertThat(DATES.isBankingDay(ordinary)).isTrue();
    assertThat(DATES.isBankingDay(holyThursday)).isFalse();
  }

  @Test
  void sameDateTwice_isWhatItWasSetToLast() {
    var date = LocalDate.of(2026, 6, 11);

    assertThat(DATES.withHolidays(date).withBankingDays(date).isBankingDay(date)).isTrue();
    assertThat(DATES.withBankingDays(date).withHolidays(date).isBankingDay(date)).isFalse();
  }

  // The lists of CNBV, weekdays only, as reported: for 2024 elsoldepuebla.com.mx (2024-01-13), for
  // 2025 infobae.com (2024-12-27), for 2026 unotv.com and cronista.com (2025-12-11).
  @ParameterizedTest
  @CsvSource({
    "2024, 01-01 02-05 03-18 03-28 03-29 05-01 09-16 10-01 11-18 12-12 12-25",
    "2025, 01-01 02-03 03-17 04-17 04-18 05-01 09-16 11-17 12-12 12-25",
    "2026, 01-01 02-02 03-16 04-02 04-03 05-01 09-16 11-02 11-16 12-25",
  })
  void holidays_areThoseThatCnbvPublished(int year, String monthDays) {
    assertThat(weekdaysClosedIn(year))
        .isEqualTo(Stream.of(monthDays.split(" ")).map(it -> year + "-" + it).toList());
  }

  @Test
  void firstOfOctober_isAHolidayEverySixYears() {
    assertThat(Stream.of(2024, 2030, 2036).map(year -> LocalDate.of(year, 10, 1)))
        .noneMatch(DATES::isBankingDay);
    assertThat(DATES.isBankingDay(LocalDate.of(2025, 10, 1))).isTrue();
    assertThat(DATES.isBankingDay(LocalDate.of(2029, 10, 1))).isTrue();
  }

  @Property
  void operatingDate_isABankingDayNotInThePastAndNeverGoesBack(
      @ForAll @LongRange(min = 1_700_000_000L, max = 4_000_000_000L) long second,
      @ForAll @LongRange(max = 1_000_000) long later) {
    var instant = Instant.ofEpochSecond(second);
    var date = DATES.at(instant);

    assertThat(DATES.isBankingDay(date)).isTrue();
    assertThat(date)
        .isAfterOrEqualTo(instant.atOffset(ZoneOffset.ofHours(-6)).toLocalDate())
        .isBeforeOrEqualTo(DATES.at(instant.plusSeconds(later)));
  }

  private static List<String> weekdaysClosedIn(int year) {
    var closed = new ArrayList<String>();
    for (var date = LocalDate.of(year, 1, 1); date.getYear() == year; date = date.plusDays(1)) {
      if (date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0 && !DATES.isBankingDay(date)) {
        closed.add(date.toString());
      }
    }
    return closed;
  }
}
