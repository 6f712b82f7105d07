package io.mcp2p.tck;

import static io.mcp2p.auth.Mode.LIVE;
import static io.mcp2p.auth.Mode.TEST;
import static io.mcp2p.tck.SamplePayment.LIFE;
import static io.mcp2p.tck.SamplePayment.NOW;
import static io.mcp2p.tck.SamplePayment.lunch;
import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.ledger.Backlog;
import io.mcp2p.ledger.Opening;
import io.mcp2p.ledger.Owner;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.ledger.PaymentQuery;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.PaymentId;
import io.mcp2p.payment.PaymentOperation.Kind;
import io.mcp2p.payment.PaymentOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every PaymentLedger must do. Extend it, supply a ledger, inherit the tests.
 *
 * @since 0.1
 */
public abstract class PaymentLedgerContract {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int THREADS = 64;
  private static final Owner ANA = owner("ana");
  private static final Owner BRUNO = owner("bruno");

  private PaymentLedger ledger;

  /** Returns a ledger that holds nothing. */
  protected abstract PaymentLedger newLedger() throws Exception;

  @BeforeEach
  final void openTheLedger() throws Exception {
    ledger = newLedger();
  }

  // Opening

  @Test
  void open_storesThePayment() {
    var payment = lunch().within(spent("mxn", 150_00, 500_00)).payment();

    assertThat(ledger.open(payment, NOW)).isEqualTo(opened(payment));
    assertThat(ledger.find(payment.id())).contains(payment);
  }

  @Test
  void everyPartOfAPayment_comesBackAsItWas() {
    var refund =
        lunch()
            .refunding("MCP2P1")
            .within(spent("a", 1, 2), spent("b", Long.MAX_VALUE, Long.MAX_VALUE).observed());
    settled(stored(refund.at(NOW.minusSeconds(60))), "R1");
    var opened = stored(refund);
    assertThat(ledger.find(opened.id())).contains(opened);

    var asked = replaced(opened, opened.codeSent("state of the verifier", NOW.plusSeconds(1)));
    assertThat(ledger.find(opened.id())).contains(asked);

    var settled = settled(asked, "R2");
    assertThat(settled.duplicateOf()).isNotNull();
    assertThat(settled.facts()).isNotEmpty();
    assertThat(ledger.find(opened.id())).contains(settled);
  }

  @Test
  void action_comesBackAsItWas() {
    var action = stored(lunch().acting());

    assertThat(ledger.find(action.id())).contains(action);
    assertThat(ledger.find(settled(action, "A1").id()).orElseThrow().kind()).isEqualTo(Kind.ACTION);
  }

  @Test
  void equalPaymentThatAwaitsItsCode_isReturnedInstead() {
    var first = stored(lunch());
    var second = lunch().at(NOW.plusSeconds(5)).payment();

    assertThat(ledger.open(second, second.createdAt())).isEqualTo(new Opening.AlreadyOpen(first));
    assertThat(ledger.find(second.id())).isEmpty();
    assertThat(ledger.find(first.id())).contains(first);
  }

  @Test
  void equalPaymentWhoseCodeHasExpired_isNotReturnedAndNotClosed() {
    var first = stored(lunch());
    var second = lunch().at(NOW.plus(LIFE)).payment();

    assertThat(ledger.open(second, second.createdAt())).isEqualTo(opened(second));
    assertThat(ledger.find(first.id())).contains(first);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"AWAITING_CODE", "AWAITING_CALL", "DECLINED"},
      mode = Mode.EXCLUDE)
  void equalPaymentThatAwaitsNothing_isNotReturned(PaymentState state) {
    stored(lunch(), state);

    assertThat(ledger.open(lunch().payment(), NOW)).isInstanceOf(Opening.Opened.class);
  }

  @Test
  void anotherPayment_closesTheOneThatIsOpenForCallerAndPhone() {
    var first = stored(lunch());
    var second = lunch().digest("rent").at(NOW.plusSeconds(5)).payment();

    var opening = (Opening.Opened) ledger.open(second, second.createdAt());

    var closed = first.closed(PaymentState.CANCELLED, "another_opened", second.createdAt());
    assertThat(opening.replaced()).contains(closed);
    assertThat(ledger.find(first.id())).contains(closed);
    assertThat(ledger.find(second.id())).contains(second);
  }

  @Test
  void anotherCallersPaymentOnThePhone_staysOpen() {
    var anas = stored(lunch());
    var brunos = lunch().by("bruno").payment();

    assertThat(ledger.open(brunos, NOW)).isEqualTo(opened(brunos));
    assertThat(ledger.find(anas.id())).contains(anas);
  }

  @Test
  void paymentOnTheCallersOtherPhone_staysOpen() {
    var first = stored(lunch());
    var second = lunch().to("ana's other phone").payment();

    assertThat(ledger.open(second, NOW)).isEqualTo(opened(second));
    assertThat(ledger.find(first.id())).contains(first);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"AWAITING_CODE", "AWAITING_CALL"},
      mode = Mode.EXCLUDE)
  void paymentThatAwaitsNothing_isNotClosedByAnother(PaymentState state) {
    var first = stored(lunch(), state);
    var second = lunch().digest("rent").payment();

    assertThat(ledger.open(second, NOW)).isEqualTo(opened(second));
    assertThat(ledger.find(first.id())).contains(first);
  }

  @Test
  void equalPaymentsOpenedAtOnce_areOne() {
    var openings = atOnce(number -> ledger.open(lunch().payment(), NOW));

    var opened = of(openings, Opening.Opened.class);
    assertThat(opened).hasSize(1);
    assertThat(of(openings, Opening.AlreadyOpen.class))
        .hasSize(THREADS - 1)
        .allMatch(it -> it.payment().equals(opened.get(0).payment()));
    assertThat(ledger.list(all(ANA))).hasSize(1);
  }

  @Test
  void differentPaymentsOpenedAtOnce_leaveOneChallengeOpen() {
    var openings = atOnce(number -> ledger.open(lunch().digest("d" + number).payment(), NOW));

    assertThat(of(openings, Opening.Opened.class)).hasSize(THREADS);
    var states = ledger.list(all(ANA)).stream().map(Payment::state).toList();
    assertThat(states).hasSize(THREADS).containsOnlyOnce(PaymentState.AWAITING_CODE);
    assertThat(states.stream().filter(not(PaymentState.AWAITING_CODE::equals)))
        .containsOnly(PaymentState.CANCELLED);
  }

  // Approval apart from the call

  @Test
  void equalPaymentThatAwaitsItsCall_isReturnedInstead() {
    var approved = stored(lunch(), PaymentState.AWAITING_CALL);

    assertThat(ledger.find(approved.id())).contains(approved);
    assertThat(ledger.open(lunch().payment(), NOW)).isEqualTo(new Opening.AlreadyOpen(approved));
    assertThat(ledger.open(lunch().payment(), NOW.plus(LIFE))).isInstanceOf(Opening.Opened.class);
  }

  @Test
  void anotherPayment_closesOneThatAwaitsItsCall() {
    var approved = stored(lunch(), PaymentState.AWAITING_CALL);

    var opening = (Opening.Opened) ledger.open(lunch().digest("rent").payment(), NOW);

    assertThat(opening.replaced())
        .contains(approved.closed(PaymentState.CANCELLED, "another_opened", NOW));
  }

  @Test
  void paymentThatAwaitsItsCall_isClaimedByOneOfAllWhoTry() {
    var approved = stored(lunch(), PaymentState.AWAITING_CALL);

    var won =
        atOnce(
            number ->
                ledger.replace(
                    approved,
                    approved.collected("R" + number, Map.of(), NOW.plusSeconds(60), NOW)));

    assertThat(won.stream().filter(it -> it)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "SETTLED", "RETURNED", "REJECTED", "DECLINED"})
  void equalCall_isAnsweredWithWhatWasAnsweredApart_untilItsTimeIsOver(PaymentState state) {
    var first = state == PaymentState.DECLINED ? stored(lunch(), state) : apart(lunch(), state);
    var last = lunch().at(NOW.plus(LIFE).minusMillis(1)).payment();
    var later = lunch().at(NOW.plus(LIFE)).payment();

    assertThat(ledger.open(last, last.createdAt())).isEqualTo(new Opening.Answered(first));
    assertThat(ledger.find(last.id())).isEmpty();
    var opened = (Opening.Opened) ledger.open(later, later.createdAt());
    assertThat(Optional.ofNullable(opened.payment().duplicateOf()))
        .isEqualTo(state.countsForLimits() ? Optional.of(first.id()) : Optional.empty());
  }

  @Test
  void answerApart_comesBeforeLimits_andIsTheCallersOwn() {
    apart(lunch().within(spent("mxn", 300, 500)), PaymentState.SETTLED);

    assertThat(ledger.open(lunch().within(spent("mxn", 300, 500)).payment(), NOW))
        .isInstanceOf(Opening.Answered.class);
    assertThat(ledger.open(lunch().by("bruno").payment(), NOW)).isInstanceOf(Opening.Opened.class);
    assertThat(ledger.open(lunch().digest("rent").payment(), NOW))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void whatWasProvenNotSent_answersNothing() {
    apart(lunch(), PaymentState.FAILED);

    assertThat(ledger.open(lunch().payment(), NOW)).isInstanceOf(Opening.Opened.class);
  }

  @Test
  void withoutACode_anEqualPaymentOfTheDay_needsOne() {
    var first = stored(lunch(), PaymentState.SETTLED);
    var second = lunch().payment().askingNobody(NOW);
    var aDayLater = lunch().at(NOW.plus(DAY)).payment();

    assertThat(ledger.open(second, NOW)).isEqualTo(new Opening.CodeNeeded(first.id()));
    assertThat(ledger.find(second.id())).isEmpty();
    assertThat(ledger.open(aDayLater.askingNobody(NOW.plus(DAY)), NOW.plus(DAY)))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void withoutACode_equalPaymentsOpenedAtOnce_areOne() {
    var openings = atOnce(number -> ledger.open(lunch().payment().askingNobody(NOW), NOW));

    assertThat(of(openings, Opening.Opened.class)).hasSize(1);
    assertThat(of(openings, Opening.AlreadyOpen.class)).hasSize(THREADS - 1);
  }

  /** A payment that was approved on the page, and then went the way to {@code state}. */
  private Payment apart(SamplePayment sample, PaymentState state) {
    var approved = stored(sample, PaymentState.AWAITING_CALL);
    var now = sample.at();
    var askAt = now.plusSeconds(60);
    var pending = replaced(approved, approved.collected("R" + approved.id(), Map.of(), askAt, now));
    return switch (state) {
      case SETTLED -> replaced(pending, pending.after(settledOutcome(), askAt, now));
      case RETURNED ->
          replaced(pending, pending.after(new PaymentOutcome.Returned(now, Map.of()), askAt, now));
      case REJECTED ->
          replaced(pending, pending.after(new PaymentOutcome.Rejected("T01"), askAt, now));
      case FAILED -> replaced(pending, pending.after(new PaymentOutcome.NotSent(), askAt, now));
      default -> pending;
    };
  }

  // Duplicates

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "SETTLED", "RETURNED"})
  void equalPaymentThatWasPaid_isPointedOut(PaymentState state) {
    var first = stored(lunch(), state);

    var second = stored(lunch().at(NOW.plus(DAY).minus(SECOND)));

    assertThat(second.duplicateOf()).isEqualTo(first.id());
    assertThat(ledger.find(second.id())).contains(second);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"PENDING", "SETTLED", "RETURNED"},
      mode = Mode.EXCLUDE)
  void equalPaymentThatWasNotPaid_isNoDuplicate(PaymentState state) {
    stored(lunch(), state);

    // Later than any code is valid, earlier than a day.
    assertThat(stored(lunch().at(NOW.plus(LIFE))).duplicateOf()).isNull();
  }

  @Test
  void equalPaymentOfADayAgo_isNoDuplicate() {
    stored(lunch(), PaymentState.SETTLED);

    assertThat(stored(lunch().at(NOW.plus(DAY))).duplicateOf()).isNull();
  }

  @Test
  void duplicate_hasTheSameDigestAndCaller() {
    stored(lunch(), PaymentState.SETTLED);

    assertThat(stored(lunch().digest("rent")).duplicateOf()).isNull();
    assertThat(stored(lunch().by("bruno")).duplicateOf()).isNull();
  }

  @Test
  void ofSeveralDuplicates_theNewestIsPointedOut() {
    stored(lunch(), PaymentState.SETTLED);
    var second = stored(lunch().at(NOW.plusSeconds(60)), PaymentState.SETTLED);
    stored(lunch().at(NOW.plusSeconds(90)), PaymentState.REJECTED);

    assertThat(stored(lunch().at(NOW.plusSeconds(120))).duplicateOf()).isEqualTo(second.id());
  }

  // Limits

  @Test
  void limit_mayBeReached() {
    stored(lunch().digest("a").to("1").within(spent("mxn", 300, 500)));

    assertThat(ledger.open(lunch().to("2").within(spent("mxn", 200, 500)).payment(), NOW))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void limit_isNotExceeded() {
    stored(lunch().digest("a").to("1").within(spent("mxn", 300, 500)));
    var limit = spent("mxn", 201, 500);
    var payment = lunch().to("2").within(limit).payment();

    assertThat(ledger.open(payment, NOW)).isEqualTo(new Opening.OverLimit(limit));
    assertThat(ledger.find(payment.id())).isEmpty();
  }

  @Test
  void firstPayment_countsAsWell() {
    var limit = spent("mxn", 501, 500);

    assertThat(ledger.open(lunch().within(limit).payment(), NOW))
        .isEqualTo(new Opening.OverLimit(limit));
  }

  @Test
  void limitOfNothing_allowsNothing() {
    var limit = spent("mxn", 1, 0);

    assertThat(ledger.open(lunch().within(limit).payment(), NOW))
        .isEqualTo(new Opening.OverLimit(limit));
    assertThat(ledger.open(lunch().within(spent("mxn", 0, 0)).payment(), NOW))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void exceededLimit_leavesTheOpenChallengeAlone() {
    var open = stored(lunch());
    var payment = lunch().digest("rent").within(spent("mxn", 501, 500)).payment();

    assertThat(ledger.open(payment, NOW)).isInstanceOf(Opening.OverLimit.class);
    assertThat(ledger.find(open.id())).contains(open);
  }

  @ParameterizedTest
  @EnumSource(names = {"AWAITING_CODE", "AWAITING_CALL", "PENDING", "SETTLED", "RETURNED"})
  void whatIsPaidOrMayBe_counts(PaymentState state) {
    stored(lunch().digest("a").to("1").within(spent("mxn", 300, 500)), state);
    var limit = spent("mxn", 201, 500);

    assertThat(ledger.open(lunch().to("2").within(limit).payment(), NOW))
        .isEqualTo(new Opening.OverLimit(limit));
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "FAILED", "CANCELLED", "EXPIRED", "DECLINED", "BLOCKED"})
  void whatWasNotPaid_doesNotCount(PaymentState state) {
    stored(lunch().digest("a").to("1").within(spent("mxn", 300, 500)), state);

    assertThat(ledger.open(lunch().to("2").within(spent("mxn", 500, 500)).payment(), NOW))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void challengeThatHasRunOut_doesNotCountThoughNobodyClosedIt() {
    var limit = spent("mxn", 500, 500);
    stored(lunch().digest("a").to("1").within(limit));
    var last = lunch().to("2").within(limit).at(NOW.plus(LIFE).minus(SECOND)).payment();
    var next = lunch().to("2").within(limit).at(NOW.plus(LIFE)).payment();

    assertThat(ledger.open(last, last.createdAt())).isInstanceOf(Opening.OverLimit.class);
    assertThat(ledger.open(next, next.createdAt())).isInstanceOf(Opening.Opened.class);
  }

  @Test
  void whatGivesWay_doesNotCount() {
    stored(lunch().within(spent("mxn", 300, 500)));

    assertThat(ledger.open(lunch().digest("rent").within(spent("mxn", 500, 500)).payment(), NOW))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void whatWasOpenedBeforeSince_doesNotCount() {
    var limit = new Limit("perDay", "mxn", 300, 500, NOW, true);
    stored(lunch().digest("a").to("1").at(NOW.minus(SECOND)).within(limit), PaymentState.SETTLED);

    assertThat(ledger.open(lunch().to("2").within(limit).payment(), NOW))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void whatWasOpenedSince_counts() {
    var limit = new Limit("perDay", "mxn", 300, 500, NOW, true);
    stored(lunch().digest("a").to("1").at(NOW).within(limit), PaymentState.SETTLED);

    assertThat(ledger.open(lunch().to("2").within(limit).payment(), NOW))
        .isEqualTo(new Opening.OverLimit(limit));
  }

  @Test
  void whatCounts_isDecidedByTheTimeOfOpeningNotByTheOrderOfStoring() {
    var limit = new Limit("perDay", "mxn", 300, 500, NOW, true);
    stored(lunch().digest("a").to("1").at(NOW.plus(SECOND)).within(limit), PaymentState.SETTLED);
    stored(
        lunch().digest("b").to("2").at(NOW.minus(SECOND)).within(spent("mxn", 1, 500)),
        PaymentState.SETTLED);

    assertThat(ledger.open(lunch().to("3").within(limit).payment(), NOW.plus(SECOND)))
        .isEqualTo(new Opening.OverLimit(limit));
  }

  @Test
  void otherBuckets_doNotCount() {
    stored(lunch().digest("a").to("1").within(spent("brl", 500, 500)));

    assertThat(ledger.open(lunch().to("2").within(spent("mxn", 500, 500)).payment(), NOW))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void ofSeveralLimits_theFirstExceededIsReported() {
    var fits = spent("fits", 1, 500);
    var exceeded = spent("a", 501, 500);

    assertThat(ledger.open(lunch().within(fits, exceeded, spent("b", 501, 500)).payment(), NOW))
        .isEqualTo(new Opening.OverLimit(exceeded));
  }

  @Test
  void observedLimit_isOnlyReported() {
    var observed = spent("mxn", 501, 500).observed();
    var payment = lunch().within(observed).payment();

    var opening = (Opening.Opened) ledger.open(payment, NOW);

    assertThat(opening.exceeded()).containsExactly(observed);
    assertThat(ledger.find(payment.id())).contains(payment);
  }

  @Test
  void observedLimit_doesNotHideOneThatIsEnforced() {
    var enforced = spent("b", 501, 500);

    assertThat(
            ledger.open(lunch().within(spent("a", 501, 500).observed(), enforced).payment(), NOW))
        .isEqualTo(new Opening.OverLimit(enforced));
  }

  @Test
  void twoLimitsOnOneBucket_countAPaymentOnce() {
    var strict = spent("mxn", 100, 250);
    var wide = spent("mxn", 100, 1000);
    stored(lunch().digest("a").to("1").within(strict, wide), PaymentState.SETTLED);

    assertThat(ledger.open(lunch().to("2").within(strict, wide).payment(), NOW))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void twoWeightsInOneBucket_countTheGreater() {
    var greater = spent("mxn", 150, 1000);
    stored(
        lunch().digest("a").to("1").within(spent("mxn", 100, 1000), greater), PaymentState.SETTLED);
    var reached = spent("mxn", 100, 249);

    assertThat(ledger.open(lunch().to("2").within(reached).payment(), NOW))
        .isEqualTo(new Opening.OverLimit(reached));
    assertThat(ledger.open(lunch().to("2").within(spent("mxn", 100, 250)).payment(), NOW))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void sumThatDoesNotFitALong_exceedsTheLimit() {
    stored(
        lunch().digest("a").to("1").within(spent("mxn", Long.MAX_VALUE, Long.MAX_VALUE)),
        PaymentState.SETTLED);
    var limit = spent("mxn", 1, Long.MAX_VALUE);

    assertThat(ledger.open(lunch().to("2").within(limit).payment(), NOW))
        .isEqualTo(new Opening.OverLimit(limit));
  }

  @Test
  void paymentsOpenedAtOnce_neverExceedALimit() {
    var limit = spent("mxn", 100, 1050);

    var openings =
        atOnce(number -> ledger.open(lunch().to("phone " + number).within(limit).payment(), NOW));

    assertThat(of(openings, Opening.Opened.class)).hasSize(10);
    assertThat(of(openings, Opening.OverLimit.class)).hasSize(THREADS - 10);
    assertThat(ledger.list(all(ANA))).hasSize(10);
  }

  // Replacing

  @Test
  void replace_putsTheNextInThePlaceOfTheStored() {
    var payment = stored(lunch());
    var next = payment.codeSent("state", NOW);

    assertThat(ledger.replace(payment, next)).isTrue();
    assertThat(ledger.find(payment.id())).contains(next);
  }

  @Test
  void staleVersion_neverWins() {
    var payment = stored(lunch());
    var next = replaced(payment, payment.codeSent("state", NOW));

    assertThat(ledger.replace(payment, payment.attemptTaken(NOW))).isFalse();
    assertThat(ledger.replace(payment, next)).isFalse();
    assertThat(ledger.find(payment.id())).contains(next);
  }

  @Test
  void paymentThatIsNotStored_isNotReplaced() {
    var payment = lunch().payment();

    assertThat(ledger.replace(payment, payment.codeSent("state", NOW))).isFalse();
    assertThat(ledger.find(payment.id())).isEmpty();
  }

  @Test
  void ofManyWhoReplaceOneVersion_oneSucceeds() {
    var payment = stored(lunch());

    var won = atOnce(number -> ledger.replace(payment, claimed(payment, "R" + number)));

    assertThat(won).containsOnlyOnce(true);
    var winner = "R" + won.indexOf(true);
    assertThat(ledger.find(payment.id())).contains(claimed(payment, winner));
    assertThat(ledger.findByReference(ANA, "spei", winner)).isPresent();
    assertThat(
            IntStream.range(0, THREADS)
                .mapToObj(number -> ledger.findByReference(ANA, "spei", "R" + number))
                .filter(Optional::isPresent))
        .hasSize(1);
  }

  @Test
  void openingAndClaimingAtOnce_neverLosesAPayment() {
    var payment = stored(lunch());

    var results =
        atOnce(
            number ->
                number % 2 == 0
                    ? ledger.replace(payment, claimed(payment, "R" + number))
                    : ((Opening.Opened) ledger.open(lunch().digest("d" + number).payment(), NOW))
                        .replaced()
                        .filter(it -> it.id().equals(payment.id()))
                        .isPresent());

    assertThat(results).containsOnlyOnce(true);
    assertThat(ledger.find(payment.id()).orElseThrow().version()).isEqualTo(1);
  }

  // Finding

  @Test
  void find_ofAnUnknownId_isEmpty() {
    stored(lunch());

    assertThat(ledger.find(new PaymentId("pay_test_unknown1"))).isEmpty();
  }

  @Test
  void findByReference_findsTheCallersPaymentOnTheRail() {
    var payment = settled(stored(lunch()), "R1");

    assertThat(ledger.findByReference(ANA, "spei", "R1")).contains(payment);
    assertThat(ledger.findByReference(ANA, "spei", "R2")).isEmpty();
    assertThat(ledger.findByReference(ANA, "pix", "R1")).isEmpty();
    assertThat(ledger.findByReference(BRUNO, "spei", "R1")).isEmpty();
  }

  @Test
  void findByReference_findsTheNewestOfSeveral() {
    settled(stored(lunch()), "R1");
    var newest = settled(stored(lunch().at(NOW.plusSeconds(60))), "R1");

    assertThat(ledger.findByReference(ANA, "spei", "R1")).contains(newest);
  }

  @Test
  void idThatTheRailGave_findsThePaymentAsOurReferenceDoes() {
    var claimed = replaced(stored(lunch()), it -> claimed(it, "R1"));
    stored(lunch().digest("rent"));
    var id = Map.of(Payment.RAIL_ID, "E1");

    var pending = replaced(claimed, it -> it.after(new PaymentOutcome.Pending(id), NOW, NOW));

    for (String reference : List.of("R1", "E1")) {
      assertThat(ledger.findByReference(ANA, "spei", reference)).contains(pending);
      assertThat(ledger.list(query(null, null, null, null, reference, null, 10)))
          .containsExactly(pending);
    }
    assertThat(ledger.findByReference(ANA, "spei", "E2")).isEmpty();
    assertThat(ledger.findByReference(BRUNO, "spei", "E1")).isEmpty();
    var settled = replaced(pending, it -> it.after(settledOutcome(), NOW, NOW));
    assertThat(ledger.findByReference(ANA, "spei", "E1")).contains(settled);
  }

  @Test
  void findByPhone_findsTheNewestWhateverItsState() {
    assertThat(ledger.findByPhone(ANA, "ana's phone")).isEmpty();
    var first = stored(lunch());
    assertThat(ledger.findByPhone(ANA, "ana's phone")).contains(first);

    var second = stored(lunch().digest("rent").at(NOW.plusSeconds(60)), PaymentState.BLOCKED);
    assertThat(ledger.findByPhone(ANA, "ana's phone")).contains(second);
    assertThat(ledger.findByPhone(ANA, "another phone")).isEmpty();
    assertThat(ledger.findByPhone(BRUNO, "ana's phone")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void findApproved_findsWhatAPersonApproved(PaymentState state) {
    var payment = stored(lunch(), state);

    assertThat(ledger.findApproved(ANA, "lunch").isPresent()).isEqualTo(payment.state().approved());
  }

  @Test
  void findApproved_findsTheNewestApproved() {
    stored(lunch(), PaymentState.SETTLED);
    var second = stored(lunch().at(NOW.plusSeconds(60)), PaymentState.REJECTED);
    stored(lunch().at(NOW.plusSeconds(90)), PaymentState.CANCELLED);
    stored(lunch().at(NOW.plusSeconds(120)));

    assertThat(ledger.findApproved(ANA, "lunch")).contains(second);
    assertThat(ledger.findApproved(ANA, "rent")).isEmpty();
    assertThat(ledger.findApproved(BRUNO, "lunch")).isEmpty();
  }

  @Test
  void findApproved_whenTheOlderIsAnsweredLast_findsTheNewer() {
    var older = stored(lunch());
    var newer = stored(lunch().to("ana's other phone").at(NOW.plusSeconds(60)));
    var paid = settled(newer, "R2");
    settled(older, "R1");

    assertThat(ledger.findApproved(ANA, "lunch")).contains(paid);
  }

  @Test
  void refundsOf_listsThemWhateverTheirState() {
    var refund = lunch().refunding("R1");
    var all =
        Stream.of(PaymentState.values())
            .map(state -> stored(refund.digest("d" + state).to("p" + state), state))
            .toList();
    stored(refund.digest("other payment").to("o").refunding("R2"));
    stored(refund.digest("other rail").to("r").on("pix"));
    stored(refund.by("bruno"));
    stored(lunch().digest("no refund").to("n"));

    assertThat(ledger.refundsOf(ANA, "spei", "R1")).containsExactlyInAnyOrderElementsOf(all);
    assertThat(ledger.refundsOf(ANA, "spei", "R3")).isEmpty();
  }

  // Listing

  @Test
  void list_isNewestFirstAndTheCallersOwn() {
    var third = stored(lunch().to("3").at(NOW.plusSeconds(3)));
    var first = stored(lunch().to("1").at(NOW.plusSeconds(1)));
    var second = stored(lunch().to("2").at(NOW.plusSeconds(2)));
    stored(lunch().by("bruno"));

    assertThat(ledger.list(all(ANA))).containsExactly(third, second, first);
    assertThat(ledger.list(all(owner("carla")))).isEmpty();
  }

  @Test
  void list_ofPaymentsOpenedAtOneTime_isOrderedByIdDescending() {
    var payments = IntStream.range(0, 10).mapToObj(it -> stored(lunch().to("p" + it))).toList();

    var byId = Comparator.comparing((Payment it) -> it.id().value()).reversed();
    assertThat(ledger.list(all(ANA))).isEqualTo(payments.stream().sorted(byId).toList());
  }

  @Test
  void list_isFilteredByRail() {
    stored(lunch());
    var overPix = stored(lunch().to("2").on("pix"));

    assertThat(ledger.list(query("pix", null, null, null, null, null, 10)))
        .containsExactly(overPix);
  }

  @ParameterizedTest
  @EnumSource
  void list_isFilteredByState(PaymentState state) {
    var all = new EnumMap<PaymentState, Payment>(PaymentState.class);
    for (PaymentState it : PaymentState.values()) {
      all.put(it, stored(lunch().digest("d" + it).to("p" + it), it));
    }

    assertThat(ledger.list(query(null, state, null, null, null, null, 10)))
        .containsExactly(all.get(state));
  }

  @Test
  void list_showsAChallengeThatHasRunOutAsExpired() {
    var payment = stored(lunch());
    var late = NOW.plus(LIFE);

    assertThat(ledger.list(at(late, PaymentState.EXPIRED))).containsExactly(payment);
    assertThat(ledger.list(at(late, PaymentState.AWAITING_CODE))).isEmpty();
    assertThat(ledger.list(at(late.minus(SECOND), PaymentState.EXPIRED))).isEmpty();
    assertThat(ledger.list(at(late.minus(SECOND), PaymentState.AWAITING_CODE)))
        .containsExactly(payment);
  }

  @Test
  void list_isFilteredByTime_fromInclusive_toExclusive() {
    stored(lunch().to("1").at(NOW.minus(SECOND)));
    var second = stored(lunch().to("2").at(NOW));
    var third = stored(lunch().to("3").at(NOW.plus(SECOND)));
    stored(lunch().to("4").at(NOW.plusSeconds(2)));

    assertThat(ledger.list(query(null, null, NOW, NOW.plusSeconds(2), null, null, 10)))
        .containsExactly(third, second);
  }

  @Test
  void list_isFilteredByReference() {
    settled(stored(lunch()), "R1");
    var second = settled(stored(lunch().digest("rent")), "R2");
    stored(lunch().to("2"));

    assertThat(ledger.list(query(null, null, null, null, "R2", null, 10))).containsExactly(second);
  }

  @Test
  void list_holdsAtMostItsLimit() {
    IntStream.range(0, 5).forEach(it -> stored(lunch().to("p" + it)));

    assertThat(ledger.list(query(null, null, null, null, null, null, 3))).hasSize(3);
    assertThat(ledger.list(query(null, null, null, null, null, null, 5))).hasSize(5);
  }

  @Test
  void pages_holdEachPaymentOnceThoughOthersAreOpenedMeanwhile() {
    // Three each at one time, so that page ends fall between equal times.
    var stored =
        IntStream.range(0, 20)
            .mapToObj(it -> stored(lunch().to("p" + it).at(NOW.plusSeconds(it / 3))))
            .toList();

    var read = new ArrayList<Payment>();
    PaymentQuery.Position after = null;
    for (int page = 0; read.size() < stored.size() && page < stored.size(); page++) {
      var found = ledger.list(query(null, null, null, null, null, after, 4));
      read.addAll(found);
      after = PaymentQuery.Position.of(found.get(found.size() - 1));
      stored(lunch().to("new " + page).at(NOW.plusSeconds(100 + page)));
    }

    assertThat(read).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(stored);
    assertThat(ledger.list(query(null, null, null, null, null, after, 4))).isEmpty();
  }

  // Payments whose time has come

  @Test
  void due_listsPendingPaymentsWhoseTimeHasCome() {
    var askAt = NOW.plusSeconds(60);
    var payment = replaced(stored(lunch()), it -> it.claimed("h", "R1", Map.of(), askAt, NOW));

    assertThat(ledger.due(TEST, askAt.minus(SECOND), 10)).isEmpty();
    assertThat(ledger.due(TEST, askAt, 10)).containsExactly(payment);
  }

  @ParameterizedTest
  @EnumSource(names = "PENDING", mode = Mode.EXCLUDE)
  void due_listsNothingThatIsNotPending(PaymentState state) {
    stored(lunch(), state);

    assertThat(ledger.due(TEST, NOW.plus(DAY), 10)).isEmpty();
  }

  @Test
  void due_listsTheLongestOverdueFirst() {
    // Touched last, asked for first.
    var third = due("1", NOW, NOW.plusSeconds(90));
    var second = due("2", NOW.plusSeconds(10), NOW.plusSeconds(80));
    var first = due("3", NOW.plusSeconds(20), NOW.plusSeconds(70));

    assertThat(ledger.due(TEST, NOW.plusSeconds(90), 10)).containsExactly(first, second, third);
    assertThat(ledger.due(TEST, NOW.plusSeconds(90), 2)).containsExactly(first, second);
  }

  @Test
  void due_isOfAllCallers() {
    stored(lunch(), PaymentState.PENDING);
    stored(lunch().by("bruno"), PaymentState.PENDING);

    assertThat(ledger.due(TEST, NOW.plus(DAY), 10).stream().map(Payment::caller))
        .containsExactlyInAnyOrder("ana", "bruno");
  }

  @Test
  void paymentThatIsBeingAskedFor_isNotDue() {
    var payment = stored(lunch(), PaymentState.PENDING);
    var now = NOW.plus(DAY);
    replaced(payment, payment.asking(now.plusSeconds(60), now));

    assertThat(ledger.due(TEST, now, 10)).isEmpty();
    assertThat(ledger.due(TEST, now.plusSeconds(60), 10)).hasSize(1);
  }

  // Callers

  @ParameterizedTest
  @ValueSource(
      strings = {"ANA", "ana ", " ana", "ana%", "an_", "ana'; --", "ana\n", "ana\"", "añá"})
  void callersWhoseIdsAreAlike_areApart(String other) {
    var anas = settled(stored(lunch().refunding("R0")), "R1");
    var others = settled(stored(lunch().by(other).refunding("R0")), "R1");

    for (Payment own : List.of(anas, others)) {
      var owner = own.owner();
      assertThat(own.duplicateOf()).isNull();
      assertThat(ledger.list(all(owner))).containsExactly(own);
      assertThat(ledger.findByPhone(owner, "ana's phone")).contains(own);
      assertThat(ledger.findApproved(owner, "lunch")).contains(own);
      assertThat(ledger.findByReference(owner, "spei", "R1")).contains(own);
      assertThat(ledger.refundsOf(owner, "spei", "R0")).containsExactly(own);
    }
  }

  // Test and live

  @Test
  void testAndLivePaymentsOfOneCaller_areApart() {
    var limit = spent("mxn", 100, 150);
    var sample = lunch().refunding("R0").within(limit);
    var test = settled(stored(sample), "R1");
    var live = settled(stored(sample.in(LIVE)), "R1");

    for (Payment own : List.of(test, live)) {
      var owner = own.owner();
      assertThat(own.duplicateOf()).isNull();
      assertThat(ledger.list(all(owner))).containsExactly(own);
      assertThat(ledger.findByPhone(owner, "ana's phone")).contains(own);
      assertThat(ledger.findApproved(owner, "lunch")).contains(own);
      assertThat(ledger.findByReference(owner, "spei", "R1")).contains(own);
      assertThat(ledger.refundsOf(owner, "spei", "R0")).containsExactly(own);
    }
  }

  @Test
  void testAndLiveChallenges_doNotCloseEachOther() {
    var test = stored(lunch());
    var live = stored(lunch().digest("rent").in(LIVE));

    assertThat(ledger.find(test.id())).contains(test);
    assertThat(ledger.find(live.id())).contains(live);
  }

  @Test
  void backlog_countsWhatIsPendingInOneMode() {
    assertThat(ledger.backlog(TEST)).isEqualTo(new Backlog(0, null));
    due("1", NOW.plusSeconds(10), NOW.plusSeconds(70));
    due("2", NOW, NOW.plusSeconds(80));
    stored(lunch().digest("d3").to("3"));
    stored(lunch().in(LIVE).at(NOW.plusSeconds(5)), PaymentState.PENDING);

    assertThat(ledger.backlog(TEST)).isEqualTo(new Backlog(2, NOW));
    assertThat(ledger.backlog(LIVE)).isEqualTo(new Backlog(1, NOW.plusSeconds(5)));
  }

  @Test
  void due_isOfOneMode() {
    var test = stored(lunch(), PaymentState.PENDING);
    var live = stored(lunch().in(LIVE), PaymentState.PENDING);

    assertThat(ledger.due(TEST, NOW.plus(DAY), 10)).containsExactly(test);
    assertThat(ledger.due(LIVE, NOW.plus(DAY), 10)).containsExactly(live);
  }

  // What the tests are written with

  private Payment due(String phone, Instant claimedAt, Instant askAt) {
    return replaced(
        stored(lunch().digest("d" + phone).to(phone).at(claimedAt)),
        it -> it.claimed("h", "R" + phone, Map.of(), askAt, claimedAt));
  }

  private Payment stored(SamplePayment sample) {
    var opening = ledger.open(sample.payment(), sample.at());
    assertThat(opening).isInstanceOf(Opening.Opened.class);
    return ((Opening.Opened) opening).payment();
  }

  private Payment stored(SamplePayment sample, PaymentState state) {
    var payment = stored(sample);
    var now = sample.at();
    return switch (state) {
      case AWAITING_CODE -> payment;
      case AWAITING_CALL -> replaced(payment, payment.approvedOnPage("hash of the code", now));
      case CANCELLED, EXPIRED, DECLINED, BLOCKED ->
          replaced(payment, payment.closed(state, "closed", now));
      default -> {
        var pending = replaced(payment, claimed(payment, "R" + payment.id()));
        var askAt = now.plusSeconds(60);
        yield switch (state) {
          case SETTLED -> replaced(pending, pending.after(settledOutcome(), askAt, now));
          case RETURNED ->
              replaced(
                  pending, pending.after(new PaymentOutcome.Returned(now, Map.of()), askAt, now));
          case REJECTED ->
              replaced(pending, pending.after(new PaymentOutcome.Rejected("T01"), askAt, now));
          case FAILED -> replaced(pending, pending.after(new PaymentOutcome.NotSent(), askAt, now));
          default -> pending;
        };
      }
    };
  }

  private Payment settled(Payment open, String reference) {
    var pending = replaced(open, claimed(open, reference));
    return replaced(pending, pending.after(settledOutcome(), NOW, pending.updatedAt()));
  }

  private static Payment claimed(Payment open, String reference) {
    return open.claimed(
        "hash",
        reference,
        Map.of("operatingDate", "20260302"),
        open.createdAt().plusSeconds(60),
        open.createdAt());
  }

  private static PaymentOutcome settledOutcome() {
    return new PaymentOutcome.Settled(NOW, Map.of("receipt", "https://bank.example/r?1=\"ñ\""));
  }

  private Payment replaced(Payment current, UnaryOperator<Payment> step) {
    return replaced(current, step.apply(current));
  }

  private Payment replaced(Payment current, Payment next) {
    assertThat(ledger.replace(current, next)).isTrue();
    return next;
  }

  private static Opening opened(Payment payment) {
    return new Opening.Opened(payment, Optional.empty(), List.of());
  }

  private static Limit spent(String bucket, long weight, long max) {
    return new Limit("perDay", bucket, weight, max, NOW.minus(DAY), true);
  }

  private static Owner owner(String caller) {
    return new Owner(TEST, caller);
  }

  private static PaymentQuery all(Owner owner) {
    return new PaymentQuery(owner, null, null, null, null, null, null, 1000, NOW);
  }

  private static PaymentQuery at(Instant now, PaymentState state) {
    return new PaymentQuery(ANA, null, state, null, null, null, null, 10, now);
  }

  private static PaymentQuery query(
      String rail,
      PaymentState state,
      Instant from,
      Instant to,
      String reference,
      PaymentQuery.Position after,
      int limit) {
    return new PaymentQuery(ANA, rail, state, from, to, reference, after, limit, NOW);
  }

  private static <T> List<T> of(List<? extends Opening> openings, Class<T> type) {
    return openings.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Does {@code work} 64 times, all starting together; answers are in the order of the numbers. */
  private static <T> List<T> atOnce(IntFunction<T> work) {
    return AtOnce.call(THREADS, work);
  }
}
