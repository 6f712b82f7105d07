package io.mcp2p.policy;

import static io.mcp2p.payment.PaymentOperation.Kind.PAYMENT;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The built-in rules, one record each. */
final class Rules {
  private static final Duration DAY = Duration.ofDays(1);

  static Verdict refused(ErrorCode code, String rule, Map<String, ?> arguments) {
    var text = Text.of("io.mcp2p.policy.messages", Rules.class, rule, arguments);
    return new Verdict.Refused(Refusal.of(code, text).with("rule", rule));
  }

  /** Where a day begins that {@code now} is in: midnight in {@code zone}, or 24 hours ago. */
  static Instant dayBegins(Instant now, @Nullable ZoneId zone) {
    return zone == null
        ? now.minus(DAY)
        : now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
  }

  record Both(PaymentPolicy first, PaymentPolicy second) implements PaymentPolicy {
    @Override
    public Verdict evaluate(PolicyRequest request) {
      var one = first.evaluate(request);
      if (!(one instanceof Verdict.Allowed allowed)) {
        return one;
      }
      var two = second.evaluate(request);
      return two instanceof Verdict.Allowed also ? allowed.plus(also) : two;
    }

    @Override
    public boolean limits(Currency currency) {
      return first.limits(currency) || second.limits(currency);
    }
  }

  record ObserveOnly(PaymentPolicy policy) implements PaymentPolicy {
    @Override
    public Verdict evaluate(PolicyRequest request) {
      var verdict = policy.evaluate(request);
      if (verdict instanceof Verdict.Allowed allowed) {
        return new Verdict.Allowed(
            allowed.limits().stream().map(Limit::observed).toList(), allowed.observed());
      }
      return new Verdict.Allowed(List.of(), List.of(((Verdict.Refused) verdict).refusal()));
    }
  }

  record MaxPerPayment(Money max) implements PaymentPolicy {
    @Override
    public Verdict evaluate(PolicyRequest request) {
      var amount = request.operation().amount();
      boolean concerned =
          request.operation().kind() == PAYMENT && amount.currency().equals(max.currency());
      return concerned && amount.minorUnits() > max.minorUnits()
          ? Rules.refused(ErrorCode.LIMIT_EXCEEDED, "perPayment", Map.of("max", max.formatted()))
          : Verdict.allowed();
    }

    @Override
    public boolean limits(Currency currency) {
      return currency.equals(max.currency());
    }
  }

  record DailyTotal(Money max, @Nullable ZoneId zone) implements PaymentPolicy {
    @Override
    public Verdict evaluate(PolicyRequest request) {
      var amount = request.operation().amount();
      if (request.operation().kind() != PAYMENT || !amount.currency().equals(max.currency())) {
        return Verdict.allowed();
      }
      var bucket = String.join(":", "perDay", max.currency().toString(), request.caller().id());
      var since = Rules.dayBegins(request.now(), zone);
      return Verdict.within(
          new Limit("perDay", bucket, amount.minorUnits(), max.minorUnits(), since, true));
    }

    @Override
    public boolean limits(Currency currency) {
      return currency.equals(max.currency());
    }
  }

  record ApprovalAbove(Money most, Money perDay) implements PaymentPolicy {
    private static final String RULE = "approvalAbove";

    ApprovalAbove {
      if (!most.currency().equals(perDay.currency())
          || most.minorUnits() < 1
          || perDay.minorUnits() < most.minorUnits()) {
        throw new IllegalArgumentException(
            "approvalAbove takes two amounts of one currency, the second at least the first: "
                + most.formatted()
                + ", "
                + perDay.formatted());
      }
    }

    @Override
    public Verdict evaluate(PolicyRequest request) {
      var amount = request.operation().amount();
      if (request.operation().kind() != PAYMENT || !amount.currency().equals(most.currency())) {
        return Verdict.allowed();
      }
      if (amount.minorUnits() > most.minorUnits()) {
        return new Verdict.Allowed(List.of(), List.of(), true, List.of());
      }
      var bucket = String.join(":", RULE, most.currency().toString(), request.caller().id());
      var since = Rules.dayBegins(request.now(), null);
      var limit = new Limit(RULE, bucket, amount.minorUnits(), perDay.minorUnits(), since, true);
      return new Verdict.Allowed(List.of(), List.of(), false, List.of(limit));
    }
  }

  record DailyCount(int max) implements PaymentPolicy {
    DailyCount {
      if (max < 0) {
        throw new IllegalArgumentException("a negative number of payments a day: " + max);
      }
    }

    @Override
    public Verdict evaluate(PolicyRequest request) {
      if (request.operation().kind() != PAYMENT) {
        return Verdict.allowed();
      }
      var since = Rules.dayBegins(request.now(), null);
      var bucket = "perDayCount:" + request.caller().id();
      return Verdict.within(new Limit("perDayCount", bucket, 1, max, since, true));
    }
  }

  record Payees(Set<String> identifiers, boolean allowed) implements PaymentPolicy {
    @Override
    public Verdict evaluate(PolicyRequest request) {
      var operation = request.operation();
      return operation.kind() != PAYMENT
              || identifiers.contains(operation.payee().identifier()) == allowed
          ? Verdict.allowed()
          : Rules.refused(
              ErrorCode.PAYEE_NOT_ALLOWED,
              allowed ? "onlyPayees" : "notPayees",
              Map.of("payee", operation.payee().masked()));
    }
  }

  record Hours(LocalTime from, LocalTime until, ZoneId zone) implements PaymentPolicy {
    Hours {
      if (from.equals(until)) {
        throw new IllegalArgumentException(
            "a window from " + from + " until the same time is empty");
      }
    }

    @Override
    public Verdict evaluate(PolicyRequest request) {
      var time = request.now().atZone(zone).toLocalTime();
      boolean afterFrom = !time.isBefore(from);
      boolean beforeUntil = time.isBefore(until);
      boolean open = from.isBefore(until) ? afterFrom && beforeUntil : afterFrom || beforeUntil;
      return open || request.operation().kind() != PAYMENT
          ? Verdict.allowed()
          : Rules.refused(
              ErrorCode.OUTSIDE_HOURS, "hours", Map.of("from", from, "until", until, "zone", zone));
    }
  }

  record KillSwitch(BooleanSupplier suspended) implements PaymentPolicy {
    @Override
    public Verdict evaluate(PolicyRequest request) {
      return suspended.getAsBoolean()
          ? Rules.refused(ErrorCode.PAYMENTS_SUSPENDED, "suspended", Map.of())
          : Verdict.allowed();
    }
  }

  private Rules() {}
}
