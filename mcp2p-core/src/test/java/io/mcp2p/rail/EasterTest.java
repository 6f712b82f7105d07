package io.mcp2p.rail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EasterTest {
  @ParameterizedTest
  @CsvSource({
    // the earliest and the latest possible dates, and recent ones
    "1818, 1818-03-22", "2285, 2285-03-22", "1943, 1943-04-25", "2038, 2038-04-25",
    "2000, 2000-04-23", "2024, 2024-03-31", "2025, 2025-04-20", "2026, 2026-04-05",
    "2027, 2027-03-28", "2028, 2028-04-16", "2030, 2030-04-21", "2049, 2049-04-18",
  })
  void sunday_isWhereTheCalendarHasIt(int year, LocalDate sunday) {
    assertThat(Easter.sunday(year)).isEqualTo(sunday);
  }
}
