package io.mcp2p.pix;

import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOperation.Kind;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.policy.PolicyRequest;
import io.mcp2p.policy.Verdict;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Currency;

/**
 * Limits for a period of the day, as the rail's rules have them for individuals: by night, 20:00 to
 * 06:00 in Brasília or 22:00 to 06:00 if the customer chose so, at most BRL 1,000.00 altogether
 * unless the customer had it raised (Instrução Normativa BCB 331). These are limits of the host's,
 * for each caller: those of the account are the provider's, who alone knows them.
 *
 * <p>Payments count in the period in which they are opened. Payments on other rails and refunds are
 * not looked at.
 *
 * @since 0.1
 */
public final class PixPolicies {
  /** When the night begins, unless the customer chose 22:00. */
  public static final LocalTime NIGHT_BEGINS = LocalTime.of(20, 0);

  /** When the night ends. */
  public static final LocalTime NIGHT_ENDS = LocalTime.of(6, 0);

  /**
   * Refuses a payment that takes its caller's total of one night, 20:00 to 06:00, above {@code
   * max}. By day it limits nothing, so a live server needs another limit besides.
   *
   * @throws IllegalArgumentException if {@code max} is not in reais
   */
  public static PaymentPolicy nightLimit(Money max) {
    return nightLimit(max, NIGHT_BEGINS, NIGHT_ENDS);
  }

  /**
   * Refuses a payment that takes its caller's total of one night, from {@code begins} (inclusive)
   * until {@code ends} (exclusive), above {@code max}.
   *
   * @throws IllegalArgumentException if {@code max} is not in reais, or both times are the same
   */
  public static PaymentPolicy nightLimit(Money max, LocalTime begins, LocalTime ends) {
    return new PeriodLimit("pixNight", max, begins, ends);
  }

  /**
   * Refuses a payment that takes its caller's total of one day above {@code day}, or of one night,
   * 20:00 to 06:00, above {@code night}.
   *
   * @throws IllegalArgumentException if one of them is not in reais
   */
  public static PaymentPolicy periodLimits(Money day, Money night) {
    return periodLimits(day, night, NIGHT_BEGINS, NIGHT_ENDS);
  }

  /**
   * Refuses a payment that takes its caller's total of one day above {@code day}, or of one night,
   * from {@code begins} (inclusive) until {@code ends} (exclusive), above {@code night}.
   *
   * @throws IllegalArgumentException if one of them is not in reais, or both times are the same
   */
  public static PaymentPolicy periodLimits(
      Money day, Money night, LocalTime begins, LocalTime ends) {
    return new DayAndNight(
        new PeriodLimit("pixDay", day, ends, begins),
        new PeriodLimit("pixNight", night, begins, ends));
  }

  private record DayAndNight(PeriodLimit day, PeriodLimit night) implements PaymentPolicy {
    @Override
    public Verdict evaluate(PolicyRequest request) {
      return (day.holds(request.now()) ? day : night).evaluate(request);
    }

    /** Between them they leave no hour out. */
    @Override
    public boolean limits(Currency currency) {
      return currency.equals(day.max().currency());
    }
  }

  private record PeriodLimit(String rule, Money max, LocalTime begins, LocalTime ends)
      implements PaymentPolicy {
    PeriodLimit {
      if (!max.currency().getCurrencyCode().equals("BRL")) {
        throw new IllegalArgumentException("a limit of Pix is in BRL, not " + max);
      }
      if (begins.equals(ends)) {
        throw new IllegalArgumentException("a period from " + begins + " until " + ends);
      }
    }

    boolean holds(Instant now) {
      var time = now.atZone(PixRail.BRASILIA).toLocalTime();
      boolean begun = !time.isBefore(begins);
      boolean lasts = time.isBefore(ends);
      return begins.isBefore(ends) ? begun && lasts : begun || lasts;
    }

    /** Of a period over midnight the beginning may be yesterday's. */
    private Instant beginning(Instant now) {
      var local = now.atZone(PixRail.BRASILIA);
      var day = local.toLocalDate();
      return (local.toLocalTime().isBefore(begins) ? day.minusDays(1) : day)
          .atTime(begins)
          .atZone(PixRail.BRASILIA)
          .toInstant();
    }

    @Override
    public Verdict evaluate(PolicyRequest request) {
      var operation = request.operation();
      boolean concerned =
          operation.kind() == Kind.PAYMENT
              && operation.rail().equals(PixRail.NAME)
              && holds(request.now());
      if (!concerned) {
        return Verdict.allowed();
      }
      return Verdict.within(
          new Limit(
              rule,
              rule + ":" + request.caller().id(),
              operation.amount().minorUnits(),
              max.minorUnits(),
              beginning(request.now()),
              true));
    }
  }

  private PixPolicies() {}
}
