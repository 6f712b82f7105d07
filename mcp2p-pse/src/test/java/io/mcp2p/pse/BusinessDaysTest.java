package io.mcp2p.pse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import io.mcp2p.rail.Easter;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BusinessDaysTest {
  private static final BusinessDays DAYS = BusinessDays.standard();

  /** Colombia is five hours behind UTC, all year. */
  private static Instant bogota(String local) {
    return LocalDateTime.parse(local).toInstant(ZoneOffset.ofHours(-5));
  }

  static Stream<PseVectors.Row> holidays() {
    return PseVectors.of("co_holiday");
  }

  @ParameterizedTest
  @MethodSource("holidays")
  void date_isAHolidayIfItsSourceSaysSo(PseVectors.Row row) {
    var date = LocalDate.parse(row.input());

    assertThat(ColombianHolidays.contains(date)).isEqualTo(row.expected().equals("valid"));
  }

  static IntStream years() {
    return IntStream.rangeClosed(2024, 2035);
  }

  @ParameterizedTest
  @MethodSource("years")
  void holidays_areThoseOfJollyday(int year) {
    var manager = HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.COLOMBIA));
    var published =
        manager.getHolidays(Year.of(year)).stream()
            .map(Holiday::getDate)
            .filter(date -> !date.equals(Easter.sunday(year))) // a Sunday anyway
            .collect(Collectors.toCollection(TreeSet::new));
    var ours =
        LocalDate.of(year, 1, 1)
            .datesUntil(LocalDate.of(year + 1, 1, 1))
            .filter(ColombianHolidays::contains)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(ours).isEqualTo(published).hasSizeBetween(17, 19);
  }

  @Test
  void ninthOfJuly_isAHolidaySince2026AndMoves() {
    assertThat(DAYS.isBusinessDay(LocalDate.of(2025, 7, 14))).isTrue();
    assertThat(DAYS.isBusinessDay(LocalDate.of(2026, 7, 13))).isFalse();
    assertThat(DAYS.isBusinessDay(LocalDate.of(2026, 7, 9))).isTrue();
    assertThat(DAYS.isBusinessDay(LocalDate.of(2029, 7, 9))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // handed over, cycle, expected by
    // an ordinary week
    "2026-06-16T09:00, 2026-06-16, 2026-06-17",
    "2026-06-16T15:29:59.999, 2026-06-16, 2026-06-17",
    "2026-06-16T15:30, 2026-06-17, 2026-06-18",
    "2026-06-17T00:00, 2026-06-17, 2026-06-18",
    // over a weekend, and a Monday that is a holiday (29 June, Saints Peter and Paul)
    "2026-06-25T16:00, 2026-06-26, 2026-06-30",
    "2026-06-26T10:00, 2026-06-26, 2026-06-30",
    "2026-06-26T16:00, 2026-06-30, 2026-07-01",
    "2026-06-27T10:00, 2026-06-30, 2026-07-01",
    // Holy Week 2026: Thursday 2 and Friday 3 April
    "2026-04-01T10:00, 2026-04-01, 2026-04-06",
    "2026-04-02T10:00, 2026-04-06, 2026-04-07",
    // the new holiday
    "2026-07-10T10:00, 2026-07-10, 2026-07-14",
    // the end of the year: 31 December is no banking day
    "2026-12-30T10:00, 2026-12-30, 2027-01-04",
    "2026-12-30T16:00, 2027-01-04, 2027-01-05",
    "2026-12-31T10:00, 2027-01-04, 2027-01-05",
    // midnight in UTC is not midnight in Bogotá
    "2026-06-16T23:30, 2026-06-17, 2026-06-18",
  })
  void payout_isClearedAndExpectedOn(String local, LocalDate cycle, LocalDate expected) {
    assertThat(DAYS.cycleOf(bogota(local))).isEqualTo(cycle);
    assertThat(DAYS.expectedBy(bogota(local))).isEqualTo(expected);
  }

  @Test
  void cutOff_canBeMoved() {
    var days = DAYS.withCutOff(LocalTime.of(13, 30));

    assertThat(days.cycleOf(bogota("2026-06-16T13:29"))).isEqualTo("2026-06-16");
    assertThat(days.cycleOf(bogota("2026-06-16T13:30"))).isEqualTo("2026-06-17");
    assertThatNullPointerException().isThrownBy(() -> DAYS.withCutOff(null)).withMessage("cutOff");
  }

  @Test
  void holidaysAndBusinessDays_canBeSetAgainstTheRule() {
    var ordinary = LocalDate.of(2026, 6, 17);
    var saturday = LocalDate.of(2026, 6, 20);

    var days = DAYS.withHolidays(ordinary, ordinary).withBusinessDays(saturday);

    assertThat(days.nextBusinessDay(LocalDate.of(2026, 6, 16))).isEqualTo("2026-06-18");
    assertThat(days.nextBusinessDay(LocalDate.of(2026, 6, 19))).isEqualTo(saturday);
    assertThat(DAYS.isBusinessDay(ordinary)).isTrue();
    assertThat(DAYS.isBusinessDay(saturday)).isFalse();
  }

  @Test
  void sameDateTwice_isWhatItWasSetToLast() {
    var date = LocalDate.of(2026, 6, 17);

    assertThat(DAYS.withHolidays(date).withBusinessDays(date).isBusinessDay(date)).isTrue();
    assertThat(DAYS.withBusinessDays(date).withHolidays(date).isBusinessDay(date)).isFalse();
  }

  @Property
  void expectedBy_isABusinessDayInTheFutureAndNeverGoesBack(
      @ForAll @LongRange(min = 1_700_000_000L, max = 4_000_000_000L) long second,
      @ForAll @LongRange(max = 1_000_000) long later) {
    var instant = Instant.ofEpochSecond(second);
    var date = DAYS.expectedBy(instant);

    assertThat(DAYS.isBusinessDay(date)).isTrue();
    assertThat(date.getDayOfWeek()).isLessThan(DayOfWeek.SATURDAY);
    assertThat(date)
        .isAfter(instant.atOffset(ZoneOffset.ofHours(-5)).toLocalDate())
        .isBeforeOrEqualTo(DAYS.expectedBy(instant.plusSeconds(later)));
  }
}
