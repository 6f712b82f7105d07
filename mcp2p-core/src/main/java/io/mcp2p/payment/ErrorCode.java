package io.mcp2p.payment;

import java.util.Locale;
import java.util.Objects;

/**
 * A stable name for why a call was refused; never translated. The constants are the ones every
 * server has; a rail adds its own ({@code SPEI_INVALID_CLABE}).
 *
 * @param value upper-case letters, digits and underscores
 * @param retryable whether the same wish may succeed later, without a change of what is asked for
 * @since 0.1
 */
public record ErrorCode(String value, boolean retryable) {
  /** An argument is missing, unknown, too long or of the wrong type; {@code details.field}. */
  public static final ErrorCode INVALID_ARGUMENT = of("INVALID_ARGUMENT");

  /** An amount that is no positive whole number of minor units within the rail's maximum. */
  public static final ErrorCode INVALID_AMOUNT = of("INVALID_AMOUNT");

  /** A wrong one-time code; {@code details.attemptsLeft}. */
  public static final ErrorCode CODE_INVALID = new ErrorCode("2FA_INVALID_CODE", true);

  /** The code came too late. */
  public static final ErrorCode CODE_EXPIRED = of("2FA_EXPIRED");

  /** Too many wrong codes; the challenge is closed. */
  public static final ErrorCode CODE_TOO_MANY_ATTEMPTS = of("2FA_TOO_MANY_ATTEMPTS");

  /** A code for one payment was presented with the arguments of another. */
  public static final ErrorCode CODE_MISMATCH = of("2FA_MISMATCH");

  /** A code was presented though none is awaited. */
  public static final ErrorCode CODE_NOT_STARTED = of("2FA_NOT_STARTED");

  /** The person refused. */
  public static final ErrorCode CODE_DECLINED = of("2FA_DECLINED");

  /** A code could not be sent or checked; nothing was paid. */
  public static final ErrorCode CODE_UNAVAILABLE = new ErrorCode("2FA_UNAVAILABLE", true);

  /** Too often; {@code details.retryAfterSeconds}. */
  public static final ErrorCode RATE_LIMITED = new ErrorCode("RATE_LIMITED", true);

  /** More than the host allows; {@code details.rule}. */
  public static final ErrorCode LIMIT_EXCEEDED = of("LIMIT_EXCEEDED");

  /** The host does not allow this payee; {@code details.rule}. */
  public static final ErrorCode PAYEE_NOT_ALLOWED = of("PAYEE_NOT_ALLOWED");

  /** The host does not allow payments at this hour; {@code details.rule}. */
  public static final ErrorCode OUTSIDE_HOURS = of("OUTSIDE_HOURS");

  /** The host has stopped all payments; {@code details.rule}. */
  public static final ErrorCode PAYMENTS_SUSPENDED = of("PAYMENTS_SUSPENDED");

  /** The caller lacks a scope; {@code details.scope}. */
  public static final ErrorCode FORBIDDEN = of("FORBIDDEN");

  /** A test credential on a live server, or the reverse. */
  public static final ErrorCode ENV_MISMATCH = of("ENV_MISMATCH");

  /** The payment was not handed over to the rail, which is proven; nothing was paid. */
  public static final ErrorCode CONNECTOR_UNAVAILABLE =
      new ErrorCode("CONNECTOR_UNAVAILABLE", true);

  /** Unknown to this caller. */
  public static final ErrorCode PAYMENT_NOT_FOUND = of("PAYMENT_NOT_FOUND");

  /** The payment no longer awaits a code, so it cannot be cancelled and no code can be sent. */
  public static final ErrorCode PAYMENT_NOT_AWAITING_CODE = of("PAYMENT_NOT_AWAITING_CODE");

  /** The documentation has no such page, or the page no such section; {@code details.field}. */
  public static final ErrorCode DOCS_PAGE_NOT_FOUND = of("DOCS_PAGE_NOT_FOUND");

  /** The ledger did not answer; nothing was paid by this call, which can be repeated as it is. */
  public static final ErrorCode LEDGER_UNAVAILABLE = new ErrorCode("LEDGER_UNAVAILABLE", true);

  /** Our fault; {@code details.correlationId} and nothing else. */
  public static final ErrorCode INTERNAL_ERROR = of("INTERNAL_ERROR");

  /** Checks that {@code value} is there. */
  public ErrorCode {
    Objects.requireNonNull(value, "value");
  }

  /** Returns a code that is not retryable. */
  public static ErrorCode of(String value) {
    return new ErrorCode(value, false);
  }

  /**
   * Returns a rail's own code, not retryable: {@code ("spei", "REJECTED")} is {@code
   * SPEI_REJECTED}.
   */
  public static ErrorCode ofRail(String rail, String suffix) {
    return of(rail.toUpperCase(Locale.ROOT) + "_" + suffix);
  }

  @Override
  public String toString() {
    return value;
  }
}
