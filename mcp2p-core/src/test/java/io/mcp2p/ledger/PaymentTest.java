package io.mcp2p.ledger;

import static io.mcp2p.ledger.PaymentState.AWAITING_CALL;
import static io.mcp2p.ledger.PaymentState.AWAITING_CODE;
import static io.mcp2p.ledger.PaymentState.BLOCKED;
import static io.mcp2p.ledger.PaymentState.CANCELLED;
import static io.mcp2p.ledger.PaymentState.DECLINED;
import static io.mcp2p.ledger.PaymentState.EXPIRED;
import static io.mcp2p.ledger.PaymentState.FAILED;
import static io.mcp2p.ledger.PaymentState.PENDING;
import static io.mcp2p.ledger.PaymentState.REJECTED;
import static io.mcp2p.ledger.PaymentState.RETURNED;
import static io.mcp2p.ledger.PaymentState.SETTLED;
import static io.mcp2p.tck.SamplePayment.LIFE;
import static io.mcp2p.tck.SamplePayment.NOW;
import static io.mcp2p.tck.SamplePayment.lunch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mcp2p.payment.PaymentId;
import io.mcp2p.payment.PaymentOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

class PaymentTest {
  private static final Instant LATER = NOW.plusSeconds(30);
  private static final Instant ASK_AT = NOW.plusSeconds(90);
  private static final Payment LUNCH = lunch().payment();
  private static final Payment PAID =
      LUNCH.claimed("hash", "R1", Map.of("operatingDate", "20260302"), ASK_AT, LATER);

  /** Something that happens to a payment, and where it leads from the states it is allowed in. */
  private record Step(
      String name, PaymentState to, Set<PaymentState> from, UnaryOperator<Payment> step) {

    /** What the rail says a second time is no news. */
    boolean isNoNews(PaymentState state) {
      return name.startsWith("said") && state == to;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final Set<PaymentState> OPEN = Set.of(AWAITING_CODE);
  private static final Set<PaymentState> UNSENT = Set.of(AWAITING_CODE, AWAITING_CALL);
  private static final Set<PaymentState> NEVER = Set.of();
  private static final List<Step> STEPS =
      List.of(
          new Step("sending again", AWAITING_CODE, OPEN, it -> it.sendingAgain(LATER)),
          new Step("sent", AWAITING_CODE, OPEN, it -> it.codeSent("state", LATER)),
          new Step("attempt", AWAITING_CODE, OPEN, it -> it.attemptTaken(LATER)),
          new Step("claim", PENDING, OPEN, it -> it.claimed("h", "R2", Map.of(), ASK_AT, LATER)),
          new Step("approval", AWAITING_CALL, OPEN, it -> it.approvedOnPage("h", LATER)),
          new Step(
              "collection",
              PENDING,
              Set.of(AWAITING_CALL),
              it -> it.collected("R2", Map.of(), ASK_AT, LATER)),
          closing(CANCELLED, UNSENT),
          closing(EXPIRED, UNSENT),
          closing(DECLINED, OPEN),
          closing(BLOCKED, UNSENT),
          closing(AWAITING_CODE, NEVER),
          closing(AWAITING_CALL, NEVER),
          closing(PENDING, NEVER),
          closing(SETTLED, NEVER),
          new Step("ask", PENDING, Set.of(PENDING), it -> it.asking(ASK_AT, LATER)),
          hearing(settled(), SETTLED, Set.of(PENDING)),
          hearing(returned(), RETURNED, Set.of(PENDING, SETTLED)),
          hearing(rejected(), REJECTED, Set.of(PENDING)),
          hearing(notSent(), FAILED, Set.of(PENDING)));

  private static Step closing(PaymentState how, Set<PaymentState> from) {
    return new Step("closed as " + how, how, from, it -> it.closed(how, "why", LATER));
  }

  private static Step hearing(PaymentOutcome said, PaymentState to, Set<PaymentState> from) {
    return new Step("said " + to, to, from, it -> it.after(said, ASK_AT, LATER));
  }

  private static PaymentOutcome settled() {
    return new PaymentOutcome.Settled(LATER, Map.of("receipt", "r"));
  }

  private static PaymentOutcome returned() {
    return new PaymentOutcome.Returned(LATER, Map.of("cause", "1"));
  }

  private static PaymentOutcome rejected() {
    return new PaymentOutcome.Rejected("T01");
  }

  private static PaymentOutcome notSent() {
    return new PaymentOutcome.NotSent();
  }

  private static Payment in(PaymentState state) {
    return switch (state) {
      case AWAITING_CODE -> LUNCH;
      case AWAITING_CALL -> LUNCH.approvedOnPage("hash", LATER);
      case PENDING -> PAID;
      case SETTLED -> PAID.after(settled(), ASK_AT, LATER);
      case RETURNED -> PAID.after(returned(), ASK_AT, LATER);
      case REJECTED -> PAID.after(rejected(), ASK_AT, LATER);
      case FAILED -> PAID.after(notSent(), ASK_AT, LATER);
      case CANCELLED, EXPIRED, DECLINED, BLOCKED -> LUNCH.closed(state, "closed", LATER);
    };
  }

  private static Stream<Arguments> everyStepInEveryState() {
    return Stream.of(PaymentState.values())
        .flatMap(state -> STEPS.stream().map(step -> Arguments.of(state, step)));
  }

  @ParameterizedTest
  @MethodSource("everyStepInEveryState")
  void step_leadsWhereTheTableSaysOrThrows(PaymentState state, Step step) {
    var payment = in(state);

    if (step.from.contains(state)) {
      var next = step.step.apply(payment);
      assertThat(next.state()).isEqualTo(step.to);
      assertThat(next.version()).isEqualTo(payment.version() + 1);
      assertThat(next.updatedAt()).isEqualTo(LATER);
      assertThat(next.history())
          .hasSize(payment.history().size() + 1)
          .startsWith(payment.history().toArray(new PaymentEvent[0]));
      assertThat(last(next).state()).isEqualTo(step.to);
      assertThat(last(next).at()).isEqualTo(LATER);
    } else if (step.isNoNews(state)) {
      assertThat(step.step.apply(payment)).isSameAs(payment);
    } else {
      assertThatIllegalStateException()
          .isThrownBy(() -> step.step.apply(payment))
          .withMessageContaining(payment.id().value())
          .withMessageContaining(state.name());
    }
  }

  @Test
  void table_holdsEveryTransitionThatCanBe() {
    var reached = new ArrayList<List<PaymentState>>();
    for (Step step : STEPS) {
      step.from.stream()
          .filter(it -> it != step.to)
          .forEach(it -> reached.add(List.of(it, step.to)));
    }
    var possible = new ArrayList<List<PaymentState>>();
    for (PaymentState from : PaymentState.values()) {
      EnumSet.allOf(PaymentState.class).stream()
          .filter(from::canBecome)
          .forEach(to -> possible.add(List.of(from, to)));
    }

    assertThat(reached).containsExactlyInAnyOrderElementsOf(possible);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Arbitraries.of(STEPS).list().ofMaxSize(120);
  }

  @Property
  void anySteps_onlyGoWhereAStateCanGo(@ForAll("steps") List<Step> steps) {
    var payment = LUNCH;
    for (Step step : steps) {
      Payment next;
      try {
        next = step.step.apply(payment);
      } catch (IllegalStateException e) {
        continue;
      }
      assertThat(next.state() == payment.state() || payment.state().canBecome(next.state()))
          .as("%s from %s to %s", step, payment.state(), next.state())
          .isTrue();
      if (!next.equals(payment)) {
        assertThat(next.version()).isEqualTo(payment.version() + 1);
      }
      assertThat(next.history()).hasSizeLessThanOrEqualTo(40);
      assertThat(last(next).state()).isEqualTo(next.state());
      assertThat(next.question().attemptsLeft()).isBetween(0, 5);
      assertThat(next.reference() != null).isEqualTo(next.state().approved());
      assertThat(next.askAt() != null).isEqualTo(next.state() == PENDING);
      payment = next;
    }
  }

  @Test
  void opened_awaitsItsCodeAndHoldsWhatWasAsked() {
    assertThat(LUNCH.state()).isEqualTo(AWAITING_CODE);
    assertThat(LUNCH.version()).isZero();
    assertThat(LUNCH.payee()).isEqualTo("Fonda **** 5558");
    assertThat(LUNCH.toString()).doesNotContain("014027000005555558");
    assertThat(LUNCH.createdAt()).isEqualTo(LUNCH.updatedAt()).isEqualTo(NOW);
    assertThat(LUNCH.history()).containsExactly(new PaymentEvent(NOW, AWAITING_CODE, "opened"));
  }

  @Test
  void claimed_keepsReferenceAndFactsAndForgetsWhatTheVerifierKept() {
    var claimed =
        LUNCH.codeSent("state", NOW).claimed("hash", "R1", Map.of("date", "1"), ASK_AT, LATER);

    assertThat(claimed.reference()).isEqualTo("R1");
    assertThat(claimed.facts()).containsExactly(Map.entry("date", "1"));
    assertThat(claimed.askAt()).isEqualTo(ASK_AT);
    assertThat(claimed.question().codeHash()).isEqualTo("hash");
    assertThat(claimed.question().verifierState()).isNull();
  }

  @Test
  void codeSentAgain_countsAndDatesTheSending() {
    var again = LUNCH.codeSent("one", NOW).sendingAgain(LATER);

    assertThat(again.question().sends()).isEqualTo(2);
    assertThat(again.question().lastSentAt()).isEqualTo(LATER);
    assertThat(again.question().verifierState()).isEqualTo("one");
    assertThat(again.question().expiresAt()).isEqualTo(LUNCH.question().expiresAt());
    assertThat(again.codeSent("two", LATER).question().verifierState()).isEqualTo("two");
  }

  @Test
  void attempts_areCountedDownAndEnd() {
    var payment = LUNCH;
    for (int left = 4; left >= 0; left--) {
      payment = payment.attemptTaken(LATER);
      assertThat(payment.question().attemptsLeft()).isEqualTo(left);
    }

    var used = payment;
    assertThatIllegalStateException().isThrownBy(() -> used.attemptTaken(LATER));
  }

  @Test
  void challenge_endsAtItsExpiry() {
    var end = NOW.plus(LIFE);

    assertThat(LUNCH.awaitsCode(end.minusNanos(1))).isTrue();
    assertThat(LUNCH.stateAt(end.minusNanos(1))).isEqualTo(AWAITING_CODE);
    assertThat(LUNCH.holdsLimits(end.minusNanos(1))).isTrue();
    assertThat(LUNCH.awaitsCode(end)).isFalse();
    assertThat(LUNCH.stateAt(end)).isEqualTo(EXPIRED);
    assertThat(LUNCH.holdsLimits(end)).isFalse();
  }

  @Test
  void withoutACode_awaitsItsCallAtOnce() {
    var open = LUNCH.askingNobody(NOW);

    assertThat(open.state()).isEqualTo(AWAITING_CALL);
    assertThat(open.withoutCode()).isTrue();
    assertThat(open.collected("R1", Map.of(), ASK_AT, LATER).withoutCode()).isTrue();
    assertThat(in(AWAITING_CALL).withoutCode()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> open.askingNobody(NOW));
  }

  @Test
  void approvalOnThePage_endsWithTheChallenge() {
    var end = NOW.plus(LIFE);
    var approved = in(AWAITING_CALL);

    assertThat(approved.awaitsCall(end.minusNanos(1))).isTrue();
    assertThat(approved.awaitsCode(end.minusNanos(1))).isFalse();
    assertThat(approved.holdsLimits(end.minusNanos(1))).isTrue();
    assertThat(approved.awaitsCall(end)).isFalse();
    assertThat(approved.stateAt(end)).isEqualTo(EXPIRED);
    assertThat(approved.holdsLimits(end)).isFalse();
    assertThat(approved.question().codeHash()).isEqualTo("hash");
    assertThat(approved.question().verifierState()).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"AWAITING_CODE", "AWAITING_CALL"},
      mode = Mode.EXCLUDE)
  void otherStates_doNotExpire(PaymentState state) {
    var payment = in(state);

    assertThat(payment.stateAt(NOW.plus(LIFE))).isEqualTo(state);
    assertThat(payment.awaitsCode(NOW)).isFalse();
    assertThat(payment.holdsLimits(NOW)).isEqualTo(state.countsForLimits());
  }

  @Test
  void pending_isDueFromItsTimeOn() {
    assertThat(PAID.isDue(ASK_AT.minusNanos(1))).isFalse();
    assertThat(PAID.isDue(ASK_AT)).isTrue();
    assertThat(PAID.asking(ASK_AT.plusSeconds(60), ASK_AT).isDue(ASK_AT)).isFalse();
    assertThat(in(SETTLED).isDue(ASK_AT)).isFalse();
  }

  @Test
  void settled_keepsTimeAndFacts() {
    var at = NOW.plusSeconds(7);
    var settled = PAID.after(new PaymentOutcome.Settled(at, Map.of("receipt", "r")), ASK_AT, LATER);

    assertThat(settled.settledAt()).isEqualTo(at);
    assertThat(settled.askAt()).isNull();
    assertThat(settled.facts())
        .containsOnly(Map.entry("operatingDate", "20260302"), Map.entry("receipt", "r"));
  }

  @Test
  void factThatIsKnown_isNotOverwritten() {
    var other = Map.of("operatingDate", "20260303", "receipt", "r");

    assertThat(PAID.after(new PaymentOutcome.Pending(other), ASK_AT, LATER).facts())
        .containsOnly(Map.entry("operatingDate", "20260302"), Map.entry("receipt", "r"));
    assertThat(PAID.after(new PaymentOutcome.Settled(NOW, other), ASK_AT, LATER).facts())
        .containsEntry("operatingDate", "20260302");
    assertThat(in(SETTLED).after(new PaymentOutcome.Returned(NOW, other), ASK_AT, LATER).facts())
        .containsEntry("operatingDate", "20260302");
  }

  @Test
  void returned_keepsWhenItHadSettled() {
    var returned = in(SETTLED).after(returned(), ASK_AT, LATER);

    assertThat(returned.settledAt()).isEqualTo(LATER);
    assertThat(returned.facts()).containsEntry("receipt", "r").containsEntry("cause", "1");
  }

  @Test
  void rejected_keepsTheRailsReason() {
    assertThat(in(REJECTED).facts()).containsEntry(Payment.RAIL_CODE, "T01");
    assertThat(in(REJECTED).askAt()).isNull();
  }

  @Test
  void stillPending_isAskedForAgainLater() {
    var again = ASK_AT.plusSeconds(60);
    var pending = PAID.after(new PaymentOutcome.Pending(Map.of("order", "7")), again, LATER);

    assertThat(pending.state()).isEqualTo(PENDING);
    assertThat(pending.askAt()).isEqualTo(again);
    assertThat(pending.facts()).containsEntry("order", "7");
  }

  @ParameterizedTest
  @EnumSource(names = "PENDING", mode = Mode.EXCLUDE)
  void pendingIsNoNews_onceMoreIsKnown(PaymentState state) {
    var payment = in(state);

    assertThat(payment.after(PaymentOutcome.Pending.unknown(), ASK_AT, LATER)).isSameAs(payment);
  }

  @Test
  void sameOutcomeAgain_changesNothing() {
    var settled = in(SETTLED);
    var again = new PaymentOutcome.Settled(LATER.plusSeconds(60), Map.of("receipt", "other"));

    assertThat(settled.after(again, ASK_AT, LATER.plusSeconds(60))).isSameAs(settled);
  }

  @Test
  void whatBecomesKnownAfterSettling_isNoted() {
    var settled = in(SETTLED);
    var more = Map.of(Payment.RAIL_ID, "E1", "receipt", "other");
    var noted =
        settled.after(new PaymentOutcome.Settled(LATER.plusSeconds(60), more), ASK_AT, LATER);

    assertThat(noted.state()).isEqualTo(SETTLED);
    assertThat(noted.railId()).isEqualTo("E1");
    assertThat(noted.facts()).containsEntry("receipt", "r");
    assertThat(noted.settledAt()).isEqualTo(settled.settledAt());
    assertThat(noted.version()).isEqualTo(settled.version() + 1);
    assertThat(noted.askAt()).isNull();
  }

  @Test
  void duplicate_isNotedWithoutAStep() {
    var other = new PaymentId("pay_test_other123");
    var noted = LUNCH.duplicateOf(other);

    assertThat(noted.duplicateOf()).isEqualTo(other);
    assertThat(noted.version()).isEqualTo(LUNCH.version());
    assertThat(noted.history()).isEqualTo(LUNCH.history());
    assertThat(noted.codeSent("state", LATER).duplicateOf()).isEqualTo(other);
  }

  @Test
  void history_isBoundedAndKeepsBeginningAndEnd() {
    var payment = PAID;
    for (int i = 1; i <= 200; i++) {
      payment = payment.asking(ASK_AT, LATER.plusSeconds(i));
    }

    assertThat(payment.version()).isEqualTo(201);
    assertThat(payment.history()).hasSize(40);
    assertThat(payment.history().subList(0, 2)).isEqualTo(PAID.history());
    assertThat(last(payment)).isEqualTo(new PaymentEvent(LATER.plusSeconds(200), PENDING, "asked"));
    assertThat(payment.history().stream().map(PaymentEvent::at)).isSorted();
  }

  @Test
  void step_leavesThePaymentItWasTakenFromAlone() {
    var before = PAID.toString();
    PAID.after(settled(), ASK_AT, LATER);
    PAID.asking(ASK_AT, LATER);

    assertThat(PAID.toString()).isEqualTo(before);
  }

  private static PaymentEvent last(Payment payment) {
    return payment.history().get(payment.history().size() - 1);
  }
}
