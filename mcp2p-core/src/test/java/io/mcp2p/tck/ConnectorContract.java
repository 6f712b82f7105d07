package io.mcp2p.tck;

import static io.mcp2p.tck.BankCall.LOOK_UP;
import static io.mcp2p.tck.BankCall.PAYMENT;
import static io.mcp2p.tck.BankCall.REFUND;
import static io.mcp2p.tck.Conduct.ANSWERS;
import static io.mcp2p.tck.Conduct.CUTS;
import static io.mcp2p.tck.Conduct.PUZZLES;
import static io.mcp2p.tck.Conduct.REFUSES;
import static io.mcp2p.tck.Conduct.STALLS;
import static io.mcp2p.tck.Conduct.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.payment.PaymentOutcome.NotSent;
import io.mcp2p.payment.PaymentOutcome.Pending;
import io.mcp2p.payment.PaymentOutcome.Rejected;
import io.mcp2p.payment.PaymentOutcome.Returned;
import io.mcp2p.payment.PaymentOutcome.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every connector to a bank must do, whatever the rail, so that nothing is paid twice and
 * nothing is lost. The author of a connector extends the contract of his rail ({@code
 * SpeiConnectorContract}, {@code PseConnectorContract}, {@code PixConnectorContract}), supplies a
 * bank that can be steered, and inherits the tests.
 *
 * @since 0.1
 */
public abstract class ConnectorContract {
  private static final int THREADS = 16;
  private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");

  /**
   * A payment or a refund, and how the connector is called for it.
   *
   * @param reference ours
   * @param start what mcp2p does once
   * @param find what mcp2p does later, perhaps in another process: it knows what is in the ledger
   * @param personal what must not stand among the facts: the payee's account and name
   * @param others what was paid for it, and must stand as it did
   */
  public record Operation(
      String reference,
      Callable<PaymentOutcome> start,
      Callable<PaymentOutcome> find,
      List<String> personal,
      List<Operation> others) {}

  // What the author of a connector says

  /** Returns the bank, throughout a test the same one; closed at its end. */
  protected abstract SteeredBank bank() throws Exception;

  /**
   * Tells whether what the bank does not find it has not taken and will not take. Only then may a
   * look-up say {@link NotSent}, which mcp2p believes once two hours have passed since the payment.
   */
  protected boolean notFoundIsProof() {
    return false;
  }

  /** Returns how long a call may take: 20 seconds, which is what an agent waits for. */
  protected Duration longestCall() {
    return Duration.ofSeconds(20);
  }

  // What the contract of a rail says

  /** Returns a payment under a new reference, not started, that the bank is to meet so. */
  protected abstract Operation payment(Conduct conduct) throws Exception;

  /** Returns a refund under a new reference, not started, that the bank is to meet so. */
  protected abstract Operation refund(Conduct conduct) throws Exception;

  /** Returns the keys of facts that are mcp2p's own. */
  protected Set<String> reservedKeys() {
    return Set.of(Payment.CLIENT, Payment.RAIL_CODE);
  }

  /** Returns a reference that nobody has used: 32 of {@code [0-9a-f]}. */
  protected static String newReference() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  @AfterEach
  final void closeTheBank() throws Exception {
    bank().close();
  }

  // What the bank took

  @ParameterizedTest
  @EnumSource(names = {"PAYMENT", "REFUND"})
  void accepted_isSettledOrPendingAndTakenOnce(BankCall kind) throws Exception {
    var operation = operation(kind, ANSWERS);

    assertThat(said(operation.start())).isInstanceOfAny(Settled.class, Pending.class);
    assertThat(bank().taken(kind)).containsExactly(operation.reference());
  }

  @ParameterizedTest
  @EnumSource(names = {"PAYMENT", "REFUND"})
  void accepted_isFoundAsItWasSaid(BankCall kind) throws Exception {
    var operation = operation(kind, ANSWERS);
    var outcome = said(operation.start());

    assertFollows(outcome, said(operation.find()));
  }

  @ParameterizedTest
  @EnumSource(names = {"PAYMENT", "REFUND"})
  void timeOfSettlement_isTheBanks(BankCall kind) throws Exception {
    var operation = operation(kind, ANSWERS);
    said(operation.start());

    if (said(operation.find()) instanceof Settled settled) {
      assertThat(settled.at())
          .as("another century, if seconds were taken for milliseconds")
          .isBetween(LONG_AGO, FAR_AHEAD);
      assertThat(said(operation.find()))
          .as("found again, at the same time")
          .isInstanceOfSatisfying(Settled.class, it -> assertThat(it.at()).isEqualTo(settled.at()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PAYMENT", "REFUND"})
  void facts_arePrintableAndNotPersonal(BankCall kind) throws Exception {
    var operation = operation(kind, ANSWERS);

    for (var outcome : List.of(said(operation.start()), said(operation.find()))) {
      var facts = facts(outcome);
      assertThat(facts).doesNotContainKeys(reservedKeys().toArray(String[]::new));
      assertThat(facts.entrySet().stream().flatMap(it -> Stream.of(it.getKey(), it.getValue())))
          .allSatisfy(
              text -> {
                assertThat(text).doesNotContainPattern("\\p{Cntrl}");
                assertThat(operation.personal()).noneMatch(text::contains);
              });
    }
  }

  @Test
  void refund_changesNothingOfWhatWasPaid() throws Exception {
    var payment = payment(ANSWERS);
    said(payment.start());
    var refund = operation(REFUND, ANSWERS);
    var paid = Stream.concat(refund.others().stream(), Stream.of(payment)).toList();
    var before = paid.stream().map(it -> said(it.find())).toList();

    said(refund.start());

    for (int i = 0; i < paid.size(); i++) {
      assertFollows(before.get(i), said(paid.get(i).find()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PAYMENT", "REFUND"})
  void sameReferenceAgain_isTheSame(BankCall kind) throws Exception {
    var operation = operation(kind, ANSWERS);
    var first = said(operation.start());

    assertFollows(first, said(operation.start()));
    assertThat(bank().taken(kind)).containsExactly(operation.reference());
  }

  @ParameterizedTest
  @EnumSource(names = {"PAYMENT", "REFUND"})
  void sameReferenceAgainThatCannotBeLookedUp_isNoFailure(BankCall kind) throws Exception {
    var operation = operation(kind, ANSWERS);
    said(operation.start());
    bank().meet(LOOK_UP, CUTS);

    assertThat(saidOrThrown(operation.start())).isInstanceOfAny(Pending.class, Settled.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAYMENT", "REFUND"})
  void sameReferenceAfterACut_isTakenOnce(BankCall kind) throws Exception {
    var operation = operation(kind, CUTS);
    saidOrThrown(operation.start());
    bank().meet(kind, ANSWERS);

    assertFollows(said(operation.start()), said(operation.find()));
    assertThat(bank().taken(kind)).containsExactly(operation.reference());
  }

  @Test
  void manyAtOnce_areKeptApart() throws Exception {
    var payments = new ArrayList<Operation>();
    for (int i = 0; i < THREADS; i++) {
      payments.add(operation(PAYMENT, ANSWERS));
    }

    var outcomes = AtOnce.call(THREADS, number -> saidOrThrown(payments.get(number).start()));

    assertThat(bank().taken(PAYMENT))
        .containsExactlyInAnyOrderElementsOf(payments.stream().map(Operation::reference).toList());
    for (int i = 0; i < THREADS; i++) {
      assertFollows(outcomes.get(i), said(payments.get(i).find()));
    }
  }

  // What the bank refused

  @ParameterizedTest
  @EnumSource(names = {"PAYMENT", "REFUND"})
  void refused_isRejectedWithTheCode(BankCall kind) throws Exception {
    var operation = operation(kind, REFUSES);

    var code = bank().refusalCode();
    assertThat(said(operation.start())).isEqualTo(new Rejected(code));
    assertThat(code).as("a code, no sentence").matches("[A-Za-z0-9_.-]{0,40}");
  }

  @ParameterizedTest
  @EnumSource(names = {"PAYMENT", "REFUND"})
  void refused_isNotFoundDone(BankCall kind) throws Exception {
    var operation = operation(kind, REFUSES);
    saidOrThrown(operation.start());

    assertThat(saidOrThrown(operation.find())).isNotInstanceOfAny(Settled.class, Returned.class);
  }

  // What nobody knows

  static Stream<Arguments> unclearAnswers() {
    return ofBothKinds(EnumSet.range(STALLS, PUZZLES));
  }

  static Stream<Arguments> lookUpsWithoutAnAnswer() {
    return ofBothKinds(EnumSet.range(STALLS, UNREACHABLE));
  }

  private static Stream<Arguments> ofBothKinds(Set<Conduct> conducts) {
    return Stream.of(PAYMENT, REFUND)
        .flatMap(kind -> conducts.stream().map(conduct -> arguments(kind, conduct)));
  }

  @ParameterizedTest
  @MethodSource("io.mcp2p.tck.ConnectorContract#unclearAnswers")
  void unclearAnswer_isNoFailureAndNotSentAgain(BankCall kind, Conduct conduct) throws Exception {
    var operation = operation(kind, conduct);

    assertThat(saidOrThrown(operation.start()))
        .as("the bank has taken it")
        .isInstanceOfAny(Pending.class, Settled.class);
    assertThat(bank().taken(kind)).containsExactly(operation.reference());
  }

  @ParameterizedTest
  @MethodSource("io.mcp2p.tck.ConnectorContract#unclearAnswers")
  void unclearAnswer_isFoundAsWhatWasAccepted(BankCall kind, Conduct conduct) throws Exception {
    var accepted = operation(kind, ANSWERS);
    said(accepted.start());
    var operation = operation(kind, conduct);
    saidOrThrown(operation.start());

    assertThat(said(operation.find())).hasSameClassAs(said(accepted.find()));
  }

  @ParameterizedTest
  @EnumSource(names = {"PAYMENT", "REFUND"})
  void unreachableBank_hasNothing(BankCall kind) throws Exception {
    var operation = operation(kind, UNREACHABLE);

    assertThat(saidOrThrown(operation.start())).isInstanceOfAny(NotSent.class, Pending.class);
    assertThat(bank().taken(kind)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.mcp2p.tck.ConnectorContract#lookUpsWithoutAnAnswer")
  void lookUpWithoutAnAnswer_provesNothing(BankCall kind, Conduct conduct) throws Exception {
    var operation = operation(kind, ANSWERS);
    said(operation.start());
    bank().meet(LOOK_UP, conduct);

    assertThat(saidOrThrown(operation.find())).isInstanceOf(Pending.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAYMENT", "REFUND"})
  void whatIsNotFound_isNoFailure(BankCall kind) throws Exception {
    var neverStarted = operation(kind, ANSWERS);
    var outcome = saidOrThrown(neverStarted.find());

    if (!(notFoundIsProof() && outcome instanceof NotSent)) {
      assertThat(outcome).isInstanceOf(Pending.class);
    }
  }

  // What the tests are written with

  private Operation operation(BankCall kind, Conduct conduct) throws Exception {
    var operation = kind == PAYMENT ? payment(conduct) : refund(conduct);
    bank().meet(kind, conduct);
    return operation;
  }

  private PaymentOutcome said(Callable<PaymentOutcome> call) {
    var outcome =
        assertTimeoutPreemptively(
            longestCall(), call::call, "the connector gives every call a time limit");
    assertThat(outcome).as("what the connector returns").isNotNull();
    return outcome;
  }

  /** Returns what is said, and pending if the connector throws: to mcp2p, that is the same. */
  private PaymentOutcome saidOrThrown(Callable<PaymentOutcome> call) {
    try {
      return said(call);
    } catch (Exception e) {
      return Pending.unknown();
    }
  }

  private static void assertFollows(PaymentOutcome first, PaymentOutcome next) {
    if (first instanceof Pending) {
      assertThat(next).isInstanceOfAny(Pending.class, Settled.class);
    } else {
      assertThat(next).hasSameClassAs(first);
    }
    var known = facts(first);
    facts(next)
        .forEach(
            (key, value) -> assertThat(value).as(key).isEqualTo(known.getOrDefault(key, value)));
  }

  private static Map<String, String> facts(PaymentOutcome outcome) {
    if (outcome instanceof Settled settled) {
      return settled.facts();
    }
    return outcome instanceof Pending pending ? pending.facts() : Map.of();
  }
}
