package io.mcp2p.pix;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The id that SPI, Pix's settlement system, knows a payment by (EndToEndId), or a devolução
 * (RtrId): {@code E} or {@code D}, the ISPB of who made the id, the minute in UTC, and 11 letters
 * or digits; 32 characters, of which capitals and small letters differ (SPI catalogue 5.13).
 *
 * <p>Who sends a Pix through a provider is told the id and never makes one, so {@link #mint} is for
 * the sandbox. What a provider says is kept as it came, for providers do give ids of other forms.
 *
 * @param kind {@code E} for a payment, {@code D} for a devolução
 * @param ispb who made the id, 8 digits or capitals; not reliably the payer's bank
 * @param at when it was sent or, if scheduled, was planned to be; UTC, in minutes
 */
record EndToEndId(char kind, String ispb, Instant at) {
  static final char PAYMENT = 'E';
  static final char REFUND = 'D';

  private static final int RANDOM = 11;
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final Pattern FORM =
      Pattern.compile("[ED][0-9A-Z]{8}[0-9]{12}[0-9A-Za-z]{" + RANDOM + "}");
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Reads an id; nothing if it has another form, or names a minute that no calendar has. */
  static Optional<EndToEndId> parse(String candidate) {
    return FORM.matcher(candidate).matches()
        ? minute(candidate.substring(9, 21))
            .map(at -> new EndToEndId(candidate.charAt(0), candidate.substring(1, 9), at))
        : Optional.empty();
  }

  /** Not left to a parser: its lenient one would turn day 31 of a short month into another. */
  private static Optional<Instant> minute(String digits) {
    int year = Integer.parseInt(digits, 0, 4, 10);
    int month = Integer.parseInt(digits, 4, 6, 10);
    int day = Integer.parseInt(digits, 6, 8, 10);
    int hour = Integer.parseInt(digits, 8, 10, 10);
    int minute = Integer.parseInt(digits, 10, 12, 10);
    boolean exists =
        month >= 1
            && month <= 12
            && day >= 1
            && day <= YearMonth.of(year, month).lengthOfMonth()
            && hour < 24
            && minute < 60;
    return exists
        ? Optional.of(LocalDateTime.of(year, month, day, hour, minute).toInstant(ZoneOffset.UTC))
        : Optional.empty();
  }

  /** Mints an id: for a sandbox. As thread-safe as {@code random}. */
  static String mint(char kind, String ispb, Instant at, RandomGenerator random) {
    var id = new StringBuilder(32).append(kind).append(ispb).append(MINUTE.format(at));
    for (int i = 0; i < RANDOM; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
