package io.mcp2p.payment;

import java.util.Currency;
import java.util.Objects;

/**
 * An amount in the minor units of its currency: {@code Money.mxn(500_00)} is five hundred pesos.
 * Immutable. There is no floating point here and no rounding; sums that overflow throw.
 *
 * @param minorUnits zero or more, in centavos
 * @param currency the ISO 4217 currency
 * @since 0.1
 */
public record Money(long minorUnits, Currency currency) {

  /**
   * @throws IllegalArgumentException if {@code minorUnits} is negative
   */
  public Money {
    Objects.requireNonNull(currency, "currency");
    if (minorUnits < 0) {
      throw new IllegalArgumentException("a negative amount of money: " + minorUnits);
    }
  }

  /** Returns {@code minorUnits} of the ISO 4217 currency {@code code}. */
  public static Money of(long minorUnits, String code) {
    return new Money(minorUnits, Currency.getInstance(code));
  }

  /**
   * Returns no money at all, which is what an action moves: zero of {@code XXX}, the code of ISO
   * 4217 for transactions without a currency.
   */
  public static Money none() {
    return of(0, "XXX");
  }

  /** Returns Mexican pesos, given in centavos. */
  public static Money mxn(long centavos) {
    return of(centavos, "MXN");
  }

  /** Returns Colombian pesos, given in centavos. */
  public static Money cop(long centavos) {
    return of(centavos, "COP");
  }

  /** Returns Brazilian reais, given in centavos. */
  public static Money brl(long centavos) {
    return of(centavos, "BRL");
  }

  /**
   * Adds {@code other}.
   *
   * @throws IllegalArgumentException if the currencies differ
   * @throws ArithmeticException if the sum does not fit a {@code long}
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
    }
    return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
  }

  /**
   * Returns the amount as a person reads it, the same in every locale: {@code MXN 1,234.50}. A
   * wrong unit is seen at a glance.
   */
  public String formatted() {
    int digits = Math.max(currency.getDefaultFractionDigits(), 0);
    var text = new StringBuilder(Long.toString(minorUnits));
    while (text.length() <= digits) {
      text.insert(0, '0');
    }
    int point = text.length() - digits;
    if (digits > 0) {
      text.insert(point, '.');
    }
    for (int i = point - 3; i > 0; i -= 3) {
      text.insert(i, ',');
    }
    return text.insert(0, ' ').insert(0, currency.getCurrencyCode()).toString();
  }

  @Override
  public String toString() {
    return formatted();
  }
}
