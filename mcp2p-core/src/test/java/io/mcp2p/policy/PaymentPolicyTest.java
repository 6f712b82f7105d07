package io.mcp2p.policy;

import static io.mcp2p.payment.Money.brl;
import static io.mcp2p.payment.Money.mxn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PaymentPolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");
  private static final ZoneId MEXICO = ZoneId.of("America/Mexico_City");
  private static final Currency MXN = Currency.getInstance("MXN");
  private static final Currency BRL = Currency.getInstance("BRL");
  private static final Payee FONDA = new Payee("014027000005555558", "Fonda **** 5558");
  private static final Text SUMMARY = Text.of("summary");

  // One payment

  @Test
  void perPayment_allowsItsMaximum() {
    assertAllowed(PaymentPolicy.perPayment(mxn(500_00)), payment(mxn(500_00)));
  }

  @Test
  void perPayment_refusesOneCentavoMore() {
    assertRefused(
        PaymentPolicy.perPayment(mxn(500_00)),
        payment(mxn(500_01)),
        ErrorCode.LIMIT_EXCEEDED,
        "perPayment");
  }

  @Test
  void perPayment_doesNotLookAtOtherCurrenciesOrRefunds() {
    assertAllowed(PaymentPolicy.perPayment(mxn(500_00)), payment(brl(500_01)));
    assertAllowed(PaymentPolicy.perPayment(mxn(500_00)), refund(mxn(500_01)));
  }

  // A day

  @Test
  void perDay_asksTheLedgerForTheLast24Hours() {
    assertThat(limits(PaymentPolicy.perDay(mxn(2000_00)), payment(mxn(500_00))))
        .containsExactly(
            new Limit(
                "perDay",
                "perDay:MXN:ana",
                500_00,
                2000_00,
                NOW.minus(Duration.ofHours(24)),
                true));
  }

  @Test
  void perDay_doesNotLookAtOtherCurrenciesOrRefunds() {
    assertAllowed(PaymentPolicy.perDay(mxn(1)), payment(brl(500_00)));
    assertAllowed(PaymentPolicy.perDay(mxn(1)), refund(mxn(500_00)));
  }

  @Test
  void perDay_countsEachCallerAndCurrencyApart() {
    var policy = PaymentPolicy.perDay(mxn(2000_00)).and(PaymentPolicy.perDay(brl(300_00)));
    var buckets =
        Stream.of(
                by("ana", payment(mxn(1))),
                by("bruno", payment(mxn(1))),
                by("ana", payment(brl(1))))
            .flatMap(it -> limits(policy, it).stream())
            .map(Limit::bucket);

    assertThat(buckets).hasSize(3).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T15:00:00Z, 2026-03-02T06:00:00Z",
    "2026-03-02T05:59:59.999Z, 2026-03-01T06:00:00Z", // one moment before midnight
    "2026-03-02T06:00:00Z, 2026-03-02T06:00:00Z"
  })
  void perDayInAZone_asksFromMidnightThere(Instant now, Instant midnight) {
    var policy = PaymentPolicy.perDay(mxn(2000_00), MEXICO);

    assertThat(limits(policy, at(now, payment(mxn(1)))).stream().map(Limit::since))
        .containsExactly(midnight);
  }

  @Test
  void perDayInAZone_startsWithTheDayWhereMidnightIsSkipped() {
    // Santiago set its clocks from 24:00 on to 01:00 on 2024-09-08.
    var policy = PaymentPolicy.perDay(mxn(1), ZoneId.of("America/Santiago"));

    assertThat(
            limits(policy, at(Instant.parse("2024-09-08T15:00:00Z"), payment(mxn(1)))).stream()
                .map(Limit::since))
        .containsExactly(Instant.parse("2024-09-08T04:00:00Z"));
  }

  @Test
  void perDayCount_countsOneWhateverAmountAndRail() {
    var policy = PaymentPolicy.perDayCount(3);
    var expected =
        new Limit("perDayCount", "perDayCount:ana", 1, 3, NOW.minus(Duration.ofHours(24)), true);

    assertThat(limits(policy, payment(mxn(500_00)))).containsExactly(expected);
    assertThat(limits(policy, payment(brl(1)))).containsExactly(expected);
    assertAllowed(policy, refund(mxn(1)));
  }

  @Test
  void perDayCount_isNotNegative() {
    assertThatIllegalArgumentException().isThrownBy(() -> PaymentPolicy.perDayCount(-1));
    assertThat(limits(PaymentPolicy.perDayCount(0), payment(mxn(1))))
        .allSatisfy(it -> assertThat(it.max()).isZero());
  }

  // Payees

  @Test
  void onlyPayees_allowsThoseAndNobodyElse() {
    assertAllowed(PaymentPolicy.onlyPayees(List.of("1", FONDA.identifier())), payment(mxn(1)));
    assertRefused(
        PaymentPolicy.onlyPayees(List.of("1")),
        payment(mxn(1)),
        ErrorCode.PAYEE_NOT_ALLOWED,
        "onlyPayees");
    assertRefused(
        PaymentPolicy.onlyPayees(Set.of()),
        payment(mxn(1)),
        ErrorCode.PAYEE_NOT_ALLOWED,
        "onlyPayees");
  }

  @Test
  void notPayees_refusesThoseAndNobodyElse() {
    assertAllowed(PaymentPolicy.notPayees(List.of("1")), payment(mxn(1)));
    assertRefused(
        PaymentPolicy.notPayees(List.of("1", FONDA.identifier())),
        payment(mxn(1)),
        ErrorCode.PAYEE_NOT_ALLOWED,
        "notPayees");
  }

  @Test
  void payees_ofRefundsAreNotLookedAt() {
    assertAllowed(PaymentPolicy.onlyPayees(Set.of()), refund(mxn(1)));
    assertAllowed(PaymentPolicy.notPayees(List.of(FONDA.identifier())), refund(mxn(1)));
  }

  @Test
  void payees_areCopiedAndHoldNoNull() {
    var payees = new ArrayList<>(List.of(FONDA.identifier()));
    var policy = PaymentPolicy.onlyPayees(payees);
    payees.clear();

    assertAllowed(policy, payment(mxn(1)));
    assertThatNullPointerException()
        .isThrownBy(() -> PaymentPolicy.onlyPayees(Arrays.asList("1", null)));
  }

  @Test
  void refusedPayee_isShownMasked() {
    var refusal = refusal(PaymentPolicy.onlyPayees(Set.of()), payment(mxn(1)));

    assertThat(refusal.message().in(Locale.ENGLISH))
        .contains(FONDA.masked())
        .doesNotContain(FONDA.identifier());
  }

  // Hours

  @ParameterizedTest
  @CsvSource({
    "09:00, 18:00, 2026-03-02T08:59:59.999Z, false",
    "09:00, 18:00, 2026-03-02T09:00:00Z, true",
    "09:00, 18:00, 2026-03-02T17:59:59.999Z, true",
    "09:00, 18:00, 2026-03-02T18:00:00Z, false",
    "22:00, 06:00, 2026-03-02T21:59:59.999Z, false",
    "22:00, 06:00, 2026-03-02T22:00:00Z, true",
    "22:00, 06:00, 2026-03-02T23:59:59.999Z, true",
    "22:00, 06:00, 2026-03-02T00:00:00Z, true",
    "22:00, 06:00, 2026-03-02T05:59:59.999Z, true",
    "22:00, 06:00, 2026-03-02T06:00:00Z, false",
    "22:00, 06:00, 2026-03-02T12:00:00Z, false",
    "22:00, 00:00, 2026-03-02T23:59:59Z, true",
    "22:00, 00:00, 2026-03-02T00:00:00Z, false",
    "00:00, 06:00, 2026-03-02T00:00:00Z, true",
    "00:00, 06:00, 2026-03-02T23:59:59Z, false"
  })
  void between_isFromInclusiveUntilExclusive(
      LocalTime from, LocalTime until, Instant now, boolean open) {
    var policy = PaymentPolicy.between(from, until, ZoneOffset.UTC);

    if (open) {
      assertAllowed(policy, at(now, payment(mxn(1))));
    } else {
      assertRefused(policy, at(now, payment(mxn(1))), ErrorCode.OUTSIDE_HOURS, "hours");
    }
  }

  @Test
  void between_isLocalTime() {
    var policy = PaymentPolicy.between(LocalTime.of(9, 0), LocalTime.of(18, 0), MEXICO);

    assertAllowed(policy, at(Instant.parse("2026-03-02T15:00:00Z"), payment(mxn(1))));
    assertRefused(
        policy,
        at(Instant.parse("2026-03-02T14:59:59Z"), payment(mxn(1))),
        ErrorCode.OUTSIDE_HOURS,
        "hours");
  }

  @Test
  void between_doesNotLookAtRefunds() {
    var policy = PaymentPolicy.between(LocalTime.of(1, 0), LocalTime.of(2, 0), ZoneOffset.UTC);

    assertAllowed(policy, refund(mxn(1)));
  }

  @Test
  void betweenATimeAndItself_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PaymentPolicy.between(LocalTime.NOON, LocalTime.NOON, MEXICO));
  }

  // The kill switch

  @Test
  void suspended_refusesEverythingWhileItLasts() {
    var suspended = new AtomicBoolean(true);
    var policy = PaymentPolicy.suspendedWhile(suspended::get);

    assertRefused(policy, payment(mxn(1)), ErrorCode.PAYMENTS_SUSPENDED, "suspended");
    assertRefused(policy, refund(mxn(1)), ErrorCode.PAYMENTS_SUSPENDED, "suspended");
    suspended.set(false);
    assertAllowed(policy, payment(mxn(1)));
  }

  // Together

  @Test
  void and_reportsTheFirstRefusal() {
    var max = PaymentPolicy.perPayment(mxn(1));
    var payees = PaymentPolicy.onlyPayees(Set.of());

    assertRefused(max.and(payees), payment(mxn(2)), ErrorCode.LIMIT_EXCEEDED, "perPayment");
    assertRefused(payees.and(max), payment(mxn(2)), ErrorCode.PAYEE_NOT_ALLOWED, "onlyPayees");
    assertRefused(
        PaymentPolicy.perDay(mxn(9)).and(max),
        payment(mxn(2)),
        ErrorCode.LIMIT_EXCEEDED,
        "perPayment");
  }

  @Test
  void and_doesNotAskTheSecondOnceTheFirstRefuses() {
    var first = PaymentPolicy.perPayment(mxn(1));

    assertThat(
            first
                .and(
                    request -> {
                      throw new AssertionError("asked");
                    })
                .evaluate(payment(mxn(2))))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void and_collectsLimitsInOrder() {
    var policy =
        PaymentPolicy.perDay(mxn(9))
            .and(PaymentPolicy.allowAll())
            .and(PaymentPolicy.perDayCount(3))
            .and(PaymentPolicy.perPayment(mxn(0)).observeOnly());

    var verdict = (Verdict.Allowed) policy.evaluate(payment(mxn(1)));

    assertThat(verdict.limits().stream().map(Limit::rule)).containsExactly("perDay", "perDayCount");
    assertThat(verdict.observed().stream().map(it -> it.details().get("rule")))
        .containsExactly("perPayment");
  }

  @Test
  void limits_isWhetherAnAmountIsLimited() {
    assertThat(PaymentPolicy.perPayment(mxn(1)).limits(MXN)).isTrue();
    assertThat(PaymentPolicy.perPayment(mxn(1)).limits(BRL)).isFalse();
    assertThat(PaymentPolicy.perDay(mxn(1)).limits(MXN)).isTrue();
    assertThat(PaymentPolicy.perDay(mxn(1)).limits(BRL)).isFalse();
    assertThat(PaymentPolicy.perDay(mxn(1), MEXICO).limits(MXN)).isTrue();
  }

  @Test
  void limits_isNotFulfilledByRulesAboutOtherThings() {
    assertThat(
            List.of(
                PaymentPolicy.allowAll(),
                PaymentPolicy.perDayCount(1),
                PaymentPolicy.onlyPayees(Set.of()),
                PaymentPolicy.notPayees(Set.of()),
                PaymentPolicy.between(LocalTime.NOON, LocalTime.MIDNIGHT, MEXICO),
                PaymentPolicy.suspendedWhile(() -> false),
                PaymentPolicy.perPayment(mxn(1)).observeOnly(),
                PaymentPolicy.perDay(mxn(1)).observeOnly()))
        .noneMatch(it -> it.limits(MXN));
  }

  @Test
  void limits_ofTwoIsThoseOfEither() {
    var both = PaymentPolicy.perPayment(mxn(1)).and(PaymentPolicy.perDay(brl(1)));

    assertThat(both.limits(MXN)).isTrue();
    assertThat(both.limits(BRL)).isTrue();
    assertThat(both.limits(Currency.getInstance("COP"))).isFalse();
  }

  // Observing

  @Test
  void observeOnly_allowsAndReports() {
    var verdict =
        (Verdict.Allowed) PaymentPolicy.perPayment(mxn(1)).observeOnly().evaluate(payment(mxn(2)));

    assertThat(verdict.limits()).isEmpty();
    assertThat(verdict.observed().stream().map(Refusal::code))
        .containsExactly(ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void observeOnly_reservesLimitsWithoutEnforcingThem() {
    assertThat(limits(PaymentPolicy.perDay(mxn(1)).observeOnly(), payment(mxn(2))))
        .allMatch(it -> !it.enforced())
        .hasSize(1);
    assertThat(limits(PaymentPolicy.perDay(mxn(1)), payment(mxn(2)))).allMatch(Limit::enforced);
  }

  @Test
  void observeOnly_ofOneLeavesTheOtherInForce() {
    var policy =
        PaymentPolicy.perPayment(mxn(1)).observeOnly().and(PaymentPolicy.perPayment(mxn(10)));

    assertAllowedWith(policy, payment(mxn(10)));
    assertRefused(policy, payment(mxn(11)), ErrorCode.LIMIT_EXCEEDED, "perPayment");
  }

  @Test
  void allowAll_allows() {
    assertAllowed(PaymentPolicy.allowAll(), payment(mxn(Long.MAX_VALUE)));
  }

  // Words

  private static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            PaymentPolicy.perPayment(mxn(1_234_50)), "above MXN 1,234.50", "supera", "acima"),
        Arguments.of(
            PaymentPolicy.onlyPayees(Set.of()), "Fonda **** 5558 are not", "lista", "lista"),
        Arguments.of(
            PaymentPolicy.notPayees(List.of(FONDA.identifier())),
            "Fonda **** 5558 are not",
            "No se permiten",
            "não são permitidos"),
        Arguments.of(
            PaymentPolicy.between(LocalTime.of(16, 30), LocalTime.of(18, 0), ZoneOffset.UTC),
            "from 16:30 until 18:00 (Z)",
            "de 16:30 a 18:00",
            "das 16:30 às 18:00"),
        Arguments.of(
            PaymentPolicy.suspendedWhile(() -> true), "suspended", "suspendió", "suspendeu"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusals_areSaidInThreeLanguages(
      PaymentPolicy policy, String english, String spanish, String portuguese) {
    var message = refusal(policy, payment(mxn(2_000_00))).message();

    assertThat(message.in(Locale.ENGLISH)).contains(english);
    assertThat(message.in(Locale.forLanguageTag("es-MX"))).contains(spanish);
    assertThat(message.in(Locale.forLanguageTag("pt-BR"))).contains(portuguese);
  }

  private static void assertAllowed(PaymentPolicy policy, PolicyRequest request) {
    assertThat(policy.evaluate(request)).isEqualTo(Verdict.allowed());
  }

  private static void assertAllowedWith(PaymentPolicy policy, PolicyRequest request) {
    assertThat(policy.evaluate(request)).isInstanceOf(Verdict.Allowed.class);
  }

  private static void assertRefused(
      PaymentPolicy policy, PolicyRequest request, ErrorCode code, String rule) {
    var refusal = refusal(policy, request);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.details()).containsOnlyKeys("rule").containsEntry("rule", rule);
  }

  private static Refusal refusal(PaymentPolicy policy, PolicyRequest request) {
    var verdict = policy.evaluate(request);
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).refusal();
  }

  private static List<Limit> limits(PaymentPolicy policy, PolicyRequest request) {
    return ((Verdict.Allowed) policy.evaluate(request)).limits();
  }

  private static PolicyRequest payment(Money amount) {
    return request(PaymentOperation.payment("spei", amount, FONDA, SUMMARY));
  }

  private static PolicyRequest refund(Money amount) {
    return request(PaymentOperation.refund("spei", "R1", amount, FONDA, SUMMARY));
  }

  private static PolicyRequest request(PaymentOperation operation) {
    var ana = new Caller("ana", Set.of(), Locale.ENGLISH);
    return new PolicyRequest(ana, Mode.TEST, "spei_send_payment", operation, NOW);
  }

  private static PolicyRequest by(String caller, PolicyRequest request) {
    return new PolicyRequest(
        new Caller(caller, Set.of(), Locale.ENGLISH),
        request.mode(),
        request.tool(),
        request.operation(),
        request.now());
  }

  private static PolicyRequest at(Instant now, PolicyRequest request) {
    return new PolicyRequest(
        request.caller(), request.mode(), request.tool(), request.operation(), now);
  }
}
