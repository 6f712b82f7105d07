package io.mcp2p.payment;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with money once a human has approved it.
 *
 * @param rail the rail's name, lower case: {@code spei}
 * @param kind a payment or the request for a refund
 * @param amount how much
 * @param payee who receives it; of a refund, the payee of the payment that is to come back
 * @param summary what the code authorises, for the person who is asked: masked payee, amount, …
 * @param refundOf the rail's reference of the payment that a refund is for; null otherwise
 * @since 0.1
 */
public record PaymentOperation(
    String rail, Kind kind, Money amount, Payee payee, Text summary, @Nullable String refundOf) {

  /** The two things that a code can authorise. */
  public enum Kind {
    /** Money goes out. */
    PAYMENT,
    /** Money is asked back, or given back. */
    REFUND
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
}
