package io.mcp2p.spei;

import io.mcp2p.rail.BankingDays;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * Tells the SPEI operating date (fecha de operación) of an instant: the banking day to whose books
 * an order belongs.
 *
 * <p>SPEI runs around the clock, but its books change at about 18:00 in Mexico City, to the next
 * banking day. What is sent on Friday at 18:00, on Saturday or on Sunday carries Monday's date, and
 * so does what is sent on a Monday morning. The date matters because a {@linkplain TrackingKey
 * tracking key} is unique, and an order is found again, only together with it: determine it once,
 * before the first attempt, and store it.
 *
 * <p><b>The cut-off is approximate.</b> 18:00 is what stpmex-python uses, after STP's help article
 * 360045884491 ("Fecha de Operación"), and Cuenca's speid stops sending from 17:55 to 18:05.
 * Banxico may move it on a given day; where the provider answers with a date, that one is the
 * truth. Within some minutes of the cut-off, be ready to look an order up under either date.
 *
 * <p>Banking days are Monday to Friday except the bank holidays that CNBV, the banking supervisor,
 * publishes each December for the following year: 1 January, the first Monday of February, the
 * third Monday of March, Thursday and Friday before Easter, 1 May, 16 September, 2 November, the
 * third Monday of November, 12 and 25 December, and 1 October when the president changes (2024,
 * 2030, …). This rule gives the lists for 2024, 2025 and 2026 as the press printed them; a host
 * corrects it for a year in which CNBV deviates, with {@link #withHolidays} and {@link
 * #withBankingDays}.
 *
 * <p>Immutable and thread-safe. The clock of Mexico City comes from the JDK's time zone data, which
 * must know that daylight saving ended there in October 2022 (JDK 17.0.6 or later does).
 *
 * @since 0.1
 */
public final class OperatingDates {
  private static final OperatingDates STANDARD =
      new OperatingDates(
          BankingDays.of(
              ZoneId.of("America/Mexico_City"), LocalTime.of(18, 0), BankHolidays::contains));

  private final BankingDays days;

  private OperatingDates(BankingDays days) {
    this.days = days;
  }

  /** Returns the calendar by rule, with its cut-off at 18:00. */
  public static OperatingDates standard() {
    return STANDARD;
  }

  /** Returns a calendar whose books change at {@code cutOff}, Mexico City time. */
  public OperatingDates withCutOff(LocalTime cutOff) {
    return new OperatingDates(days.withCutOff(cutOff));
  }

  /** Returns a calendar on which these dates are no banking days either. */
  public OperatingDates withHolidays(LocalDate... dates) {
    return new OperatingDates(days.withHolidays(dates));
  }

  /** Returns a calendar on which these dates are banking days, whatever the rule says. */
  public OperatingDates withBankingDays(LocalDate... dates) {
    return new OperatingDates(days.withBankingDays(dates));
  }

  /** Returns the operating date of an order that reaches SPEI at {@code instant}. */
  public LocalDate at(Instant instant) {
    return days.at(instant);
  }

  /** Tells whether SPEI keeps books for {@code date}. */
  public boolean isBankingDay(LocalDate date) {
    return days.contains(date);
  }

  /** Returns the first banking day after {@code date}. */
  public LocalDate nextBankingDay(LocalDate date) {
    return days.after(date);
  }
}
