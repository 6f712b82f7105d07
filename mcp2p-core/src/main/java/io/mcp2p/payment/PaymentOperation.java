package io.mcp2p.payment;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done once a human has approved it: with money, or to what decides about money.
 *
 * @param rail the rail's name, lower case: {@code spei}
 * @param kind a payment, the request for a refund, or an action
 * @param amount how much; {@link Money#none()} of an action
 * @param payee who receives it; of a refund, the payee of the payment that is to come back; of an
 *     action, what is changed
 * @param summary what the code authorises, for the person who is asked: masked payee, amount, …
 * @param refundOf the rail's reference of the payment that a refund is for; null otherwise
 * @since 0.1
 */
public record PaymentOperation(
    String rail, Kind kind, Money amount, Payee payee, Text summary, @Nullable String refundOf) {

  /** The things that a code can authorise. */
  public enum Kind {
    /** Money goes out. */
    PAYMENT,
    /** Money is asked back, or given back. */
    REFUND,
    /** Something is changed and no money moves: a merchant's settings, a saved card. */
    ACTION
  }

  /** Checks that everything is there. */
  public PaymentOperation {
    Objects.requireNonNull(rail, "rail");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(amount, "amount");
    Objects.requireNonNull(payee, "payee");
    Objects.requireNonNull(summary, "summary");
    if ((kind == Kind.REFUND) != (refundOf != null)) {
      throw new IllegalArgumentException("a refund, and only a refund, names what it refunds");
    }
    if ((kind == Kind.ACTION) != amount.equals(Money.none())) {
      throw new IllegalArgumentException("an action, and only an action, moves no money");
    }
  }

  /** Returns the operation of a payment. */
  public static PaymentOperation payment(String rail, Money amount, Payee payee, Text summary) {
    return new PaymentOperation(rail, Kind.PAYMENT, amount, payee, summary, null);
  }

  /** Returns the operation of a refund of {@code original}, the rail's reference. */
  public static PaymentOperation refund(
      String rail, String original, Money amount, Payee payee, Text summary) {
    return new PaymentOperation(rail, Kind.REFUND, amount, payee, summary, original);
  }

  /**
   * Returns the operation of an action, which is approved, claimed and carried out like a payment
   * but has no amount. No policy about amounts, payees, counts or hours looks at it.
   *
   * @param subject what is changed; its destination is compared on the second turn
   */
  public static PaymentOperation action(String rail, Payee subject, Text summary) {
    return new PaymentOperation(rail, Kind.ACTION, Money.none(), subject, summary, null);
  }
}
