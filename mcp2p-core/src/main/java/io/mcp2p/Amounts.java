package io.mcp2p;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Refusal;
import io.mcp2p.tool.MinorUnits;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Says what an amount that was refused probably meant, so that the next one is right. */
final class Amounts {
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** Refuses what is no whole number. */
  static Refusal refusal(String field, MinorUnits money, JsonNode value) {
    var number = number(value);
    if (number.isEmpty()) {
      return refusal(field, "amount.noNumber", Map.of("example", money(money, 50_000)));
    }
    var given = number.get();
    if (given.signum() <= 0) {
      return refusal(field, "amount.notPositive", Map.of("least", money(money, 1)));
    }
    if (given.compareTo(BigDecimal.valueOf(money.max())) > 0) {
      return tooLarge(field, money);
    }
    // 500.5 can only mean currency, "50000" most likely minor units; 500.00 may mean either.
    int digits = Currency.getInstance(money.currency()).getDefaultFractionDigits();
    boolean whole = given.stripTrailingZeros().scale() <= 0;
    var meant = whole ? given : given.movePointRight(digits);
    if (meant.stripTrailingZeros().scale() > 0) {
      return refusal(field, "amount.tooFine", Map.of("least", money(money, 1)));
    }
    if (meant.compareTo(BigDecimal.valueOf(money.max())) > 0) {
      return tooLarge(field, money);
    }
    long minorUnits = meant.longValueExact();
    var asCurrency = given.movePointRight(digits);
    if (whole && given.scale() > 0 && asCurrency.compareTo(BigDecimal.valueOf(money.max())) <= 0) {
      long more = asCurrency.longValueExact();
      return refusal(
          field,
          "amount.either",
          Map.of(
              "minorUnits",
              minorUnits,
              "money",
              money(money, minorUnits),
              "more",
              more,
              "moreMoney",
              money(money, more)));
    }
    return refusal(
        field,
        "amount.probably",
        Map.of("minorUnits", minorUnits, "money", money(money, minorUnits)));
  }

  /** Refuses a whole number outside of the rail's range. */
  static Refusal outOfRange(String field, MinorUnits money, long given) {
    return given > 0
        ? tooLarge(field, money)
        : refusal(field, "amount.notPositive", Map.of("least", money(money, 1)));
  }

  private static Refusal tooLarge(String field, MinorUnits money) {
    return refusal(field, "amount.tooLarge", Map.of("max", money(money, money.max())));
  }

  private static Optional<BigDecimal> number(JsonNode value) {
    if (value.isNumber()) {
      return Optional.of(value.decimalValue().min(MOST).max(MOST.negate()));
    }
    return value.isString() && value.stringValue().matches("-?[0-9]{1,15}(\\.[0-9]{1,4})?")
        ? Optional.of(new BigDecimal(value.stringValue()))
        : Optional.empty();
  }

  private static String money(MinorUnits money, long minorUnits) {
    return Money.of(minorUnits, money.currency()).formatted();
  }

  private static Refusal refusal(String field, String key, Map<String, ?> arguments) {
    return Refusal.of(ErrorCode.INVALID_AMOUNT, CoreText.of(key, arguments)).field(field);
  }

  private Amounts() {}
}
