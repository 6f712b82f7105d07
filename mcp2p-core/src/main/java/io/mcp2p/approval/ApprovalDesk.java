package io.mcp2p.approval;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the page: {@code Mcp2pServer} implements it, nobody else needs to.
 * Thread-safe; nothing is kept between requests but in the ledger.
 *
 * @since 0.1
 */
public interface ApprovalDesk {

  /**
   * What the page shows of a payment, all of it masked as the person was asked.
   *
   * @param callerId whose payment it is
   * @param client what the program that asked calls itself, or null where that is not known
   * @param rail the rail's name, lower case
   * @param kind {@code payment}, {@code refund} or {@code action}
   * @param amount formatted; empty where no money moves
   * @param payee masked name, bank and account; of an action, what is changed
   * @param summary what is approved, in the payment's language
   * @param locale the payment's language
   * @param test whether no real money moves
   * @param sentTo the phone that the code went to, masked
   * @param left how long it can still be answered
   * @param attemptsLeft how many codes may still be tried
   * @param open whether it can still be answered; if not, nothing of it may be shown
   */
  record Asked(
      String callerId,
      @Nullable String client,
      String rail,
      String kind,
      String amount,
      String payee,
      String summary,
      Locale locale,
      boolean test,
      String sentTo,
      Duration left,
      int attemptsLeft,
      boolean open) {}

  /** What a link leads to. */
  sealed interface Visit {
    /** To a payment, which may have been answered already. */
    record Known(Asked asked) implements Visit {}

    /** To nothing. */
    record Unknown() implements Visit {}

    /**
     * This link is used too often, or this address tries links.
     *
     * @param tryAfter how long to wait
     */
    record TooOften(Duration tryAfter) implements Visit {}
  }

  /** What came of an answer. */
  enum Outcome {
    /** The payment is approved; the agent's next call sends it. */
    APPROVED,
    /** The person declined; nothing will be paid. */
    DECLINED,
    /** The code was wrong, and may be tried again. */
    WRONG_CODE,
    /** What was typed is no code at all; no attempt was taken. */
    NO_CODE,
    /** The form was sent before, or a code came from elsewhere meanwhile; no attempt was taken. */
    STALE,
    /** That was one wrong code too many. */
    TOO_MANY,
    /** It was too late. */
    EXPIRED,
    /** It was answered or given up elsewhere. */
    CLOSED,
    /** The code could not be checked; it may be tried again. */
    UNAVAILABLE
  }

  /**
   * Looks at what a link leads to, and counts the visit.
   *
   * @param token the last part of the link
   * @param address where the request comes from
   */
  Visit visit(String token, String address);

  /**
   * Checks the code as a second turn would, and approves the payment if it is right.
   *
   * @param code 4 to 10 digits
   * @param attemptsLeft as shown on the form that was sent: of a form that is sent twice, the
   *     second takes no attempt
   */
  Outcome approve(String token, String code, int attemptsLeft);

  /** Closes the payment as declined. */
  Outcome decline(String token, DeclineReason reason);
}
