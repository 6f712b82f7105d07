package io.mcp2p.payment;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What a rail said of an operation, when it was sent or when it was asked for later. The one rule
 * that carries all others: a timeout, a broken connection or an answer that cannot be read is
 * {@link Pending}, because the money may have moved.
 *
 * @since 0.1
 */
public sealed interface PaymentOutcome {

  /**
   * Done, as far as the rail says: money has reached the other side, or a refund was recorded.
   *
   * @param at when the rail says it happened
   * @param facts what the rail said besides, kept with the payment: a link to a receipt, the rail's
   *     own order number; no personal data, and no key that mcp2p or the rail itself stores under.
   *     What was said first stays: a fact of the same key that comes later is dropped
   */
  record Settled(Instant at, Map<String, String> facts) implements PaymentOutcome {
    /** Copies {@code facts}. */
    public Settled {
      Objects.requireNonNull(at, "at");
      facts = Map.copyOf(facts);
    }

    /** Returns an outcome without facts. */
    public static Settled at(Instant at) {
      return new Settled(at, Map.of());
    }
  }

  /**
   * Handed over, or perhaps handed over; the outcome is not known yet. The payment is never sent
   * again; the rail will be asked.
   *
   * @param facts as in {@link Settled}
   */
  record Pending(Map<String, String> facts) implements PaymentOutcome {
    /** Copies {@code facts}. */
    public Pending {
      facts = Map.copyOf(facts);
    }

    /** Returns an outcome without facts. */
    public static Pending unknown() {
      return new Pending(Map.of());
    }
  }

  /**
   * Refused by the rail or the bank, finally: no money moved, or it never reached the payee.
   *
   * @param railCode the rail's own reason code, no sentence: people are shown it; empty if it gave
   *     none
   */
  record Rejected(String railCode) implements PaymentOutcome {
    /** Checks that the code is there. */
    public Rejected {
      Objects.requireNonNull(railCode, "railCode");
    }
  }

  /**
   * Proven not to have been handed over: the connection was refused, the rail answered that it is
   * closed, the rail knows that the reference never arrived. Anything less than proof is {@link
   * Pending}.
   */
  record NotSent() implements PaymentOutcome {}

  /**
   * Settled once, and came back since.
   *
   * @param at when it came back
   * @param facts as in {@link Settled}
   */
  record Returned(Instant at, Map<String, String> facts) implements PaymentOutcome {
    /** Copies {@code facts}. */
    public Returned {
      Objects.requireNonNull(at, "at");
      facts = Map.copyOf(facts);
    }
  }
}
