package io.mcp2p.pix;

import static io.mcp2p.pix.PixConversation.LUNCH;
import static io.mcp2p.pix.PixConversation.details;
import static io.mcp2p.pix.PixConversation.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.Text;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.policy.PolicyRequest;
import io.mcp2p.policy.Verdict;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixPoliciesTest {
  private static final Money NIGHT = Money.brl(1_000_00);
  private static final Money DAY = Money.brl(5_000_00);
  private static final Currency BRL = Currency.getInstance("BRL");

  private static PaymentOperation payment(String rail) {
    var amount = Money.brl(150_00);
    return PaymentOperation.payment(rail, amount, new Payee("1", "*"), Text.of("Lunch"));
  }

  private static List<Limit> limits(PaymentPolicy policy, PaymentOperation operation, String now) {
    var caller = Caller.local(Locale.ENGLISH);
    var request =
        new PolicyRequest(caller, Mode.TEST, "pix_send_payment", operation, Instant.parse(now));
    return ((Verdict.Allowed) policy.evaluate(request)).limits();
  }

  /** Brasília is three hours behind UTC, all the year since 2019. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-02T22:59:59Z, ",
    "2026-03-02T23:00:00Z, 2026-03-02T23:00:00Z",
    "2026-03-03T02:59:59Z, 2026-03-02T23:00:00Z",
    "2026-03-03T03:00:00Z, 2026-03-02T23:00:00Z",
    "2026-03-03T08:59:59Z, 2026-03-02T23:00:00Z",
    "2026-03-03T09:00:00Z, "
  })
  void nightLimit_countsFromTheBeginningOfTheNight(String now, String since) {
    var limits = limits(PixPolicies.nightLimit(NIGHT), payment("pix"), now);

    if (since == null) {
      assertThat(limits).isEmpty();
    } else {
      assertThat(limits)
          .containsExactly(
              new Limit(
                  "pixNight",
                  "pixNight:" + Caller.local(Locale.ENGLISH).id(),
                  150_00,
                  1_000_00,
                  Instant.parse(since),
                  true));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-03T00:59:59Z, pixDay, 2026-03-02T09:00:00Z",
    "2026-03-03T01:00:00Z, pixNight, 2026-03-03T01:00:00Z",
    "2026-03-03T08:59:59Z, pixNight, 2026-03-03T01:00:00Z",
    "2026-03-03T09:00:00Z, pixDay, 2026-03-03T09:00:00Z",
    "2026-03-03T12:00:00Z, pixDay, 2026-03-03T09:00:00Z"
  })
  void periodLimits_countInThePeriodThatItIs(String now, String rule, String since) {
    var policy = PixPolicies.periodLimits(DAY, NIGHT, LocalTime.of(22, 0), PixPolicies.NIGHT_ENDS);

    assertThat(limits(policy, payment("pix"), now))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.rule()).isEqualTo(rule);
              assertThat(it.since()).isEqualTo(since);
              assertThat(it.max()).isEqualTo(rule.equals("pixDay") ? 5_000_00 : 1_000_00);
            });
  }

  @Test
  void nightWithinOneDay_isCountedToo() {
    var policy = PixPolicies.nightLimit(NIGHT, LocalTime.MIDNIGHT, LocalTime.of(6, 0));

    assertThat(limits(policy, payment("pix"), "2026-03-03T02:59:59Z")).isEmpty();
    assertThat(limits(policy, payment("pix"), "2026-03-03T03:00:00Z")).hasSize(1);
    assertThat(limits(policy, payment("pix"), "2026-03-03T09:00:00Z")).isEmpty();
  }

  @Test
  void otherRailsAndRefunds_areNotLookedAt() {
    var night = "2026-03-03T03:00:00Z";
    var refund =
        PaymentOperation.refund(
            "pix", "E1", Money.brl(150_00), new Payee("E1", "*"), Text.of("Refund"));

    for (var policy :
        List.of(PixPolicies.nightLimit(NIGHT), PixPolicies.periodLimits(DAY, NIGHT))) {
      assertThat(limits(policy, payment("spei"), night)).isEmpty();
      assertThat(limits(policy, refund, night)).isEmpty();
    }
  }

  @Test
  void onlyBothPeriods_areALimitForALiveServer() {
    assertThat(PixPolicies.nightLimit(NIGHT).limits(BRL)).isFalse();
    assertThat(PixPolicies.periodLimits(DAY, NIGHT).limits(BRL)).isTrue();
    assertThat(PixPolicies.periodLimits(DAY, NIGHT).limits(Currency.getInstance("MXN"))).isFalse();
  }

  @Test
  void wrongCurrencyAndAnEmptyPeriod_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PixPolicies.nightLimit(Money.mxn(1)))
        .withMessageContaining("BRL");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PixPolicies.nightLimit(NIGHT, LocalTime.NOON, LocalTime.NOON))
        .withMessageContaining("12:00");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PixPolicies.periodLimits(Money.cop(1), NIGHT));
  }

  @Test
  void sumOfOneNight_isLimitedAndTheNextNightIsNew() {
    try (var pix = new PixConversation(PixPolicies.nightLimit(NIGHT))) {
      pix.clock.set(Instant.parse("2026-03-02T23:30:00Z"));
      pix.pay(with(LUNCH, "amount", 900_00));
      pix.clock.set(Instant.parse("2026-03-03T05:00:00Z"));
      var error = pix.error("pix_send_payment", with(LUNCH, "amount", 100_01));
      assertThat(error).containsEntry("code", "LIMIT_EXCEEDED");
      assertThat(details(error)).containsEntry("rule", "pixNight");
      assertThat((String) error.get("message")).contains("BRL 1,000.00");
      pix.pay(with(LUNCH, "amount", 100_00));

      pix.clock.set(Instant.parse("2026-03-03T12:00:00Z"));
      pix.pay(with(LUNCH, "amount", 4_000_00));
      pix.clock.set(Instant.parse("2026-03-03T23:00:00Z"));
      pix.pay(with(LUNCH, "amount", 1_000_00));
    }
  }
}
