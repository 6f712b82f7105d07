package io.mcp2p.ledger;

import static io.mcp2p.ledger.PaymentState.AWAITING_CALL;
import static io.mcp2p.ledger.PaymentState.AWAITING_CODE;
import static io.mcp2p.ledger.PaymentState.PENDING;

import io.mcp2p.auth.Mode;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentId;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.PaymentOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One payment, or one refund, as the ledger remembers it. Immutable: each step returns the next
 * version, which {@link PaymentLedger#replace} puts in the place of this one, or does not if
 * somebody was faster. A step that its state does not allow throws {@link IllegalStateException},
 * so no caller can invent a transition.
 *
 * @param id names the payment
 * @param version counts the steps, from 0
 * @param caller id of the caller whose payment it is
 * @param mode whether the money is real
 * @param tool the tool that opened it, which can also say how it ended
 * @param digest keyed hash of caller, mode, tool and all arguments: what the code is bound to
 * @param rail the rail's name
 * @param kind payment, refund or action
 * @param amount how much; {@link Money#none()} of an action
 * @param payee masked
 * @param payeeHash keyed hash of where the money goes: of two accounts that look alike when masked,
 *     the person has approved one
 * @param summary what the person was asked, in the person's language
 * @param refundOf the rail's reference of what a refund is for, else null
 * @param state where it stands
 * @param question the one put to the person
 * @param reference our reference on the rail; null until the payment is claimed
 * @param facts what is needed to find it on the rail, and what the rail said; no personal data
 * @param limits what it counts against
 * @param duplicateOf an equal payment of the last 24 hours, else null
 * @param settledAt when the rail says it settled, else null
 * @param createdAt when it was opened
 * @param updatedAt when it last changed
 * @param askAt when a pending payment is next to be asked for; null otherwise
 * @param history what happened, oldest first
 * @since 0.1
 */
public record Payment(
    PaymentId id,
    int version,
    String caller,
    Mode mode,
    String tool,
    String digest,
    String rail,
    PaymentOperation.Kind kind,
    Money amount,
    String payee,
    String payeeHash,
    String summary,
    @Nullable String refundOf,
    PaymentState state,
    Question question,
    @Nullable String reference,
    Map<String, String> facts,
    List<Limit> limits,
    @Nullable PaymentId duplicateOf,
    @Nullable Instant settledAt,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant askAt,
    List<PaymentEvent> history) {

  static final Duration DUPLICATE_WINDOW = Duration.ofDays(1);
  // A payment that is asked for again and again must not grow without end.
  private static final int MAX_EVENTS = 40;

  /** The key under which {@link #facts} hold the rail's reason for a rejection. */
  public static final String RAIL_CODE = "railCode";

  /**
   * The key under which {@link #facts} hold the id that the rail itself gave the payment, where
   * people know it by that and not by our reference: PIX's EndToEndId. A connector puts it among
   * the facts of its outcome, as soon as it knows it.
   */
  public static final String RAIL_ID = "railId";

  /** The key under which {@link #facts} hold what the program that asked calls itself. */
  public static final String CLIENT = "client";

  private static final String NO_CODE = "no_code_asked";

  /** Copies the collections. */
  public Payment {
    Objects.requireNonNull(id, "id");
    facts = Map.copyOf(facts);
    limits = List.copyOf(limits);
    history = List.copyOf(history);
  }

  /** Returns the first version of a payment, which awaits its code. */
  public static Payment open(
      PaymentId id,
      String caller,
      Mode mode,
      String tool,
      String digest,
      PaymentOperation operation,
      String payeeHash,
      String summary,
      Question question,
      List<Limit> limits,
      Instant now) {
    return new Payment(
        id,
        0,
        caller,
        mode,
        tool,
        digest,
        operation.rail(),
        operation.kind(),
        operation.amount(),
        operation.payee().masked(),
        payeeHash,
        summary,
        operation.refundOf(),
        AWAITING_CODE,
        question,
        null,
        Map.of(),
        limits,
        null,
        null,
        now,
        now,
        null,
        List.of(new PaymentEvent(now, AWAITING_CODE, "opened")));
  }

  /** Returns whose the payment is. */
  public Owner owner() {
    return new Owner(mode, caller);
  }

  /** Returns the id that the rail gave the payment, or null: most rails take ours. */
  public @Nullable String railId() {
    return facts.get(RAIL_ID);
  }

  /** Returns what people know the payment by: the rail's id, else our reference, else null. */
  public @Nullable String knownAs() {
    return railId() == null ? reference : railId();
  }

  /**
   * Returns our reference on the rail, of a payment that has been claimed.
   *
   * @throws NullPointerException if it has not
   */
  public String claimedReference() {
    return Objects.requireNonNull(reference, "a claimed payment has its reference");
  }

  /** Tells whether the payment awaits a code that could still come. */
  public boolean awaitsCode(Instant now) {
    return state == AWAITING_CODE && now.isBefore(question.expiresAt());
  }

  /** Tells whether the payment is approved and awaits the call that it came from. */
  public boolean awaitsCall(Instant now) {
    return state == AWAITING_CALL && isOpen(now);
  }

  /** Tells whether the payment can still be sent: it awaits its code, or the agent's call. */
  public boolean isOpen(Instant now) {
    return state.open() && now.isBefore(question.expiresAt());
  }

  /** Returns the state as it is to be shown: a challenge that has run out is expired. */
  public PaymentState stateAt(Instant now) {
    return state.open() && !isOpen(now) ? PaymentState.EXPIRED : state;
  }

  /** Tells whether it was approved otherwise than by a code in the agent's call. */
  public boolean approvedApart() {
    for (var event : history) { // asked of a thousand payments a second, a stream would show
      if (event.state() == AWAITING_CALL) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether nobody was asked for a code, because a policy said so. */
  public boolean withoutCode() {
    return history.stream().anyMatch(it -> it.what().equals(NO_CODE));
  }

  /**
   * Tells whether this payment is the answer to an equal call without a code: it was approved apart
   * from the call, or declined, and the time of its question is not over. Such a call may be the
   * repetition of one whose answer was lost, so it opens nothing new. What was proven not to be
   * sent may be tried again.
   */
  public boolean answersRepetition(Instant now) {
    boolean answered =
        state == PaymentState.DECLINED
            || (state.approved() && state != PaymentState.FAILED && approvedApart());
    return answered && now.isBefore(question.expiresAt());
  }

  /** Tells whether money moved, or may have, within the time in which an equal call is doubted. */
  boolean wasPaidLately(Instant now) {
    return state.countsForLimits() && updatedAt.isAfter(now.minus(DUPLICATE_WINDOW));
  }

  /** Returns when the payment was approved and claimed for the rail; when opened, before that. */
  public Instant claimedAt() {
    return history.stream()
        .filter(it -> it.state() == PENDING)
        .findFirst()
        .map(PaymentEvent::at)
        .orElse(createdAt);
  }

  /** Tells whether the payment counts against its limits. */
  public boolean holdsLimits(Instant now) {
    return state.countsForLimits() || isOpen(now);
  }

  /** Returns the buckets of its limits, each once. */
  List<String> buckets() {
    var buckets = new ArrayList<String>(limits.size());
    for (Limit limit : limits) {
      if (!buckets.contains(limit.bucket())) {
        buckets.add(limit.bucket());
      }
    }
    return buckets;
  }

  /** Returns what it adds in a bucket: once, where two of its limits count there. */
  long weightIn(String bucket) {
    return limits.stream()
        .filter(it -> it.bucket().equals(bucket))
        .mapToLong(Limit::weight)
        .max()
        .orElse(0);
  }

  /** Tells whether the outcome is not known and the time to ask for it has come. */
  public boolean isDue(Instant now) {
    return state == PENDING && askAt != null && !askAt.isAfter(now);
  }

  /** Notes an equal payment that the person should know of. */
  public Payment duplicateOf(PaymentId other) {
    var next = new Draft(this);
    next.duplicateOf = other;
    return next.unchangedVersion();
  }

  /** The first code was made before the payment is stored, and is sent after that. */
  public Payment codeMade(String verifierState) {
    if (version != 0 || question.verifierState() != null) {
      throw new IllegalStateException("not the first code: " + id);
    }
    var next = new Draft(this);
    next.question = question.sent(verifierState);
    return next.unchangedVersion();
  }

  /** Notes what the program that asked calls itself. */
  public Payment askedBy(String client) {
    var next = new Draft(this);
    next.note(Map.of(CLIENT, client));
    return next.unchangedVersion();
  }

  /** Nobody is asked: a policy allows this payment without a code. */
  public Payment askingNobody(Instant now) {
    return approvedApart(question, NO_CODE, now);
  }

  /** Another code is about to be sent. */
  public Payment sendingAgain(Instant now) {
    return awaiting(question.sendingAgain(now), now, "code_sent_again");
  }

  /** A code was sent; {@code verifierState} is what checks it. */
  public Payment codeSent(String verifierState, Instant now) {
    return awaiting(question.sent(verifierState), now, "code_sent");
  }

  /** A code is about to be checked, which uses up one attempt whatever comes of it. */
  public Payment attemptTaken(Instant now) {
    if (question.attemptsLeft() <= 0) {
      throw new IllegalStateException("no attempt left: " + id);
    }
    return awaiting(question.attemptTaken(), now, "code_presented");
  }

  /**
   * The code was right, and did not come with the call: nothing is sent before that comes again.
   *
   * @param codeHash keyed hash of the code
   */
  public Payment approvedOnPage(String codeHash, Instant now) {
    return approvedApart(question.accepted(codeHash), "approved_on_page", now);
  }

  private Payment approvedApart(Question answered, String what, Instant now) {
    if (state != AWAITING_CODE) {
      throw new IllegalStateException(id + " is " + state);
    }
    var next = new Draft(this);
    next.question = answered;
    return next.become(AWAITING_CALL, now, what);
  }

  /**
   * The call has come that an approved payment awaited: from here on the payment belongs to the one
   * who made this step. The parameters are those of {@link #claimed}.
   */
  public Payment collected(
      String reference, Map<String, String> facts, Instant askAt, Instant now) {
    if (state != AWAITING_CALL) {
      throw new IllegalStateException(id + " is " + state);
    }
    return claim(question, reference, facts, askAt, now);
  }

  /**
   * The code was right: from here on the payment belongs to the one who made this step.
   *
   * @param codeHash keyed hash of the code, for the replay of a repeated call
   * @param reference our reference on the rail
   * @param facts what is needed to find the payment on the rail
   * @param askAt when to ask the rail if this process says no more
   */
  public Payment claimed(
      String codeHash, String reference, Map<String, String> facts, Instant askAt, Instant now) {
    if (state != AWAITING_CODE) {
      throw new IllegalStateException(id + " is " + state);
    }
    return claim(question.accepted(codeHash), reference, facts, askAt, now);
  }

  private Payment claim(
      Question answered, String reference, Map<String, String> facts, Instant askAt, Instant now) {
    var next = new Draft(this);
    next.question = answered;
    next.reference = reference;
    next.note(facts);
    next.askAt = askAt;
    return next.become(PENDING, now, "approved");
  }

  /** Closes a payment that was not sent yet, into one of the four states without money. */
  public Payment closed(PaymentState how, String why, Instant now) {
    if (!state.open() || how.open() || how.approved()) {
      throw new IllegalStateException(id + " is " + state + ", not to be closed as " + how);
    }
    return new Draft(this).become(how, now, why);
  }

  /** Somebody is about to ask the rail; nobody else should until {@code until}. */
  public Payment asking(Instant until, Instant now) {
    if (state != PENDING) {
      throw new IllegalStateException(id + " is " + state);
    }
    var next = new Draft(this);
    next.askAt = until;
    return next.become(PENDING, now, "asked");
  }

  /**
   * Returns the payment after what the rail said, or this very object if that is no news.
   *
   * @param askAt when to ask again if the outcome is still not known
   */
  public Payment after(PaymentOutcome outcome, Instant askAt, Instant now) {
    var next = new Draft(this);
    if (outcome instanceof PaymentOutcome.Pending pending) {
      if (state != PENDING) {
        return this;
      }
      next.learn(pending.facts());
      next.askAt = askAt;
      return next.become(PENDING, now, "pending");
    }
    next.askAt = null;
    if (outcome instanceof PaymentOutcome.Settled settled) {
      if (state == PaymentState.SETTLED) {
        return noted(settled.facts(), now);
      }
      next.learn(settled.facts());
      // No ledger keeps more, and a call repeated is to show what the first one did.
      next.settledAt = settled.at().truncatedTo(ChronoUnit.MILLIS);
      return next.become(PaymentState.SETTLED, now, "settled");
    }
    if (outcome instanceof PaymentOutcome.Returned returned) {
      next.learn(returned.facts());
      return state == PaymentState.RETURNED
          ? this
          : next.become(PaymentState.RETURNED, now, "returned");
    }
    if (outcome instanceof PaymentOutcome.Rejected rejected) {
      next.note(Map.of(RAIL_CODE, rejected.railCode()));
      return state == PaymentState.REJECTED
          ? this
          : next.become(PaymentState.REJECTED, now, "rejected");
    }
    return state == PaymentState.FAILED ? this : next.become(PaymentState.FAILED, now, "not_sent");
  }

  /** An id or a receipt may become known later than the money has moved. */
  private Payment noted(Map<String, String> more, Instant now) {
    var next = new Draft(this);
    next.askAt = null;
    next.learn(more);
    return next.facts.equals(facts) ? this : next.become(state, now, "noted");
  }

  private Payment awaiting(Question changed, Instant now, String what) {
    if (state != AWAITING_CODE) {
      throw new IllegalStateException(id + " is " + state);
    }
    var next = new Draft(this);
    next.question = changed;
    return next.become(AWAITING_CODE, now, what);
  }

  /** The few parts that change, so that a step names only what it changes. */
  private static final class Draft {
    private final Payment from;
    private Question question;
    private @Nullable String reference;
    private Map<String, String> facts;
    private @Nullable PaymentId duplicateOf;
    private @Nullable Instant settledAt;
    private @Nullable Instant askAt;

    Draft(Payment from) {
      this.from = from;
      this.question = from.question;
      this.reference = from.reference;
      this.facts = from.facts;
      this.duplicateOf = from.duplicateOf;
      this.settledAt = from.settledAt;
      this.askAt = from.askAt;
    }

    /** What is known stays: by facts of ours the payment is looked up. */
    void learn(Map<String, String> more) {
      var all = new HashMap<>(more);
      all.putAll(facts);
      facts = all;
    }

    /** What is new takes the place of what was known. */
    void note(Map<String, String> more) {
      var all = new HashMap<>(facts);
      all.putAll(more);
      facts = all;
    }

    Payment become(PaymentState state, Instant now, String what) {
      if (state != from.state && !from.state.canBecome(state)) {
        throw new IllegalStateException(from.id + " is " + from.state + ", not to be " + state);
      }
      var history = new ArrayList<>(from.history);
      if (history.size() == MAX_EVENTS) {
        history.remove(MAX_EVENTS / 2);
      }
      history.add(new PaymentEvent(now, state, what));
      return build(from.version + 1, state, now, history);
    }

    Payment unchangedVersion() {
      return build(from.version, from.state, from.updatedAt, from.history);
    }

    private Payment build(
        int version, PaymentState state, Instant now, List<PaymentEvent> history) {
      return new Payment(
          from.id,
          version,
          from.caller,
          from.mode,
          from.tool,
          from.digest,
          from.rail,
          from.kind,
          from.amount,
          from.payee,
          from.payeeHash,
          from.summary,
          from.refundOf,
          state,
          question,
          reference,
          facts,
          from.limits,
          duplicateOf,
          settledAt,
          from.createdAt,
          now,
          askAt,
          history);
    }
  }
}
