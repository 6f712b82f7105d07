package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.BRUNO;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.paymentId;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.payment.Money;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.policy.Verdict;
import io.mcp2p.verification.PhoneNumber;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the host does not allow, at either turn. */
class PolicyFlowTest {
  private static final PaymentPolicy DAY_200 = PaymentPolicy.perDay(Money.mxn(200_00));

  private static TinyServer under(PaymentPolicy policy) {
    return TinyServer.with(it -> it.policy(policy));
  }

  @Test
  void aboveTheLimitOfOnePayment_isRefusedBeforeAnybodyIsAsked() {
    try (var server = under(PaymentPolicy.perPayment(Money.mxn(149_99)))) {
      var refused = server.first(LUNCH);

      assertThat(code(refused)).isEqualTo("LIMIT_EXCEEDED");
      assertThat(detail(refused, "rule")).isEqualTo("perPayment");
      assertThat(detail(refused, "retryable")).isEqualTo("false");
      assertThat(server.verifier.sent()).isEmpty();
      assertThat(server.call("payments_list", Map.of(), ANA).text()).doesNotContain("pay_test_");
    }
  }

  @Test
  void payeeNotOnTheList_isRefusedByItsMaskedName() {
    try (var server = under(PaymentPolicy.onlyPayees(List.of("9876543210")))) {
      var refused = server.first(LUNCH);

      assertThat(code(refused)).isEqualTo("PAYEE_NOT_ALLOWED");
      assertThat(detail(refused, "rule")).isEqualTo("onlyPayees");
      assertThat(refused.text()).doesNotContain("1234567890");
      assertThat(status(server.first(RENT))).isEqualTo("2fa_required");
    }
  }

  @Test
  void hoursThatEndBetweenTheTurns_stopThePayment() {
    var untilFour = PaymentPolicy.between(LocalTime.of(9, 0), LocalTime.of(15, 5), ZoneOffset.UTC);
    try (var server = under(untilFour)) {
      var code = server.codeOf(server.first(LUNCH));
      server.advance(Duration.ofMinutes(5));

      assertThat(code(server.second(LUNCH, code))).isEqualTo("OUTSIDE_HOURS");
      assertThat(server.sent()).isZero();
    }
  }

  @Test
  void killSwitchBetweenTheTurns_stopsThePaymentAndKeepsTheCode() {
    var suspended = new AtomicBoolean();
    try (var server = under(PaymentPolicy.suspendedWhile(suspended::get))) {
      var code = server.codeOf(server.first(LUNCH));
      suspended.set(true);

      var refused = server.second(LUNCH, code);

      assertThat(code(refused)).isEqualTo("PAYMENTS_SUSPENDED");
      assertThat(detail(refused, "rule")).isEqualTo("suspended");
      assertThat(server.verifier.checks()).isZero();
      assertThat(server.sent()).isZero();
      suspended.set(false);
      assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
    }
  }

  @Test
  void killSwitch_doesNotHideTheResultOfWhatWasPaidBefore() {
    var suspended = new AtomicBoolean();
    try (var server = under(PaymentPolicy.suspendedWhile(suspended::get))) {
      var code = server.codeOf(server.first(LUNCH));
      var paid = server.second(LUNCH, code);
      suspended.set(true);

      assertThat(server.second(LUNCH, code).text()).isEqualTo(paid.text());
      assertThat(code(server.first(LUNCH))).isEqualTo("PAYMENTS_SUSPENDED");
    }
  }

  @Test
  void policyThatThrows_stopsThePaymentAtEitherTurn() {
    var broken = new AtomicBoolean();
    PaymentPolicy policy =
        request -> {
          if (broken.get()) {
            throw new IllegalStateException("policy server secret");
          }
          return Verdict.allowed();
        };
    try (var server = under(policy)) {
      var code = server.codeOf(server.first(LUNCH));
      broken.set(true);

      assertThat(code(server.second(LUNCH, code))).isEqualTo("INTERNAL_ERROR");
      assertThat(server.first(LUNCH).text())
          .contains("INTERNAL_ERROR")
          .doesNotContain("policy server secret");
      assertThat(server.sent()).isZero();
    }
  }

  @Test
  void dailyLimit_isReservedAtTheFirstTurn() {
    try (var server = under(DAY_200)) {
      server.pay(LUNCH);

      var refused = server.first(with(LUNCH, "amount", 50_01L));

      assertThat(code(refused)).isEqualTo("LIMIT_EXCEEDED");
      assertThat(detail(refused, "rule")).isEqualTo("perDay");
      assertThat(status(server.first(with(LUNCH, "amount", 50_00L)))).isEqualTo("2fa_required");
    }
  }

  @Test
  void repeatedFirstTurn_reservesOnce() {
    try (var server = under(DAY_200)) {
      server.first(LUNCH);
      server.advanceSeconds(31);

      assertThat(status(server.first(LUNCH))).isEqualTo("2fa_required");
    }
  }

  @Test
  void paymentThatGivesWayToAnother_noLongerCounts() {
    try (var server = under(DAY_200)) {
      server.first(LUNCH);

      assertThat(status(server.pay(with(LUNCH, "amount", 200_00L)))).isEqualTo("success");
    }
  }

  @Test
  void overTheLimit_leavesTheOpenChallengeOpen() {
    try (var server = under(DAY_200)) {
      var code = server.codeOf(server.first(LUNCH));

      assertThat(code(server.first(RENT))).isEqualTo("LIMIT_EXCEEDED");
      assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
    }
  }

  @Test
  void limit_isReleasedOnCancel() {
    releases((server, asked) -> server.byId("payments_cancel", paymentId(asked)));
  }

  @Test
  void limit_isReleasedOnExpiry() {
    releases((server, asked) -> server.advance(Duration.ofMinutes(10)));
  }

  @Test
  void limit_isReleasedOnMismatch() {
    releases((server, asked) -> server.second(with(LUNCH, "note", "Dinner"), server.codeOf(asked)));
  }

  @Test
  void limit_isReleasedOnRejection() {
    releases(
        (server, asked) -> {
          server.connector.reject("T01");
          server.second(LUNCH, server.codeOf(asked));
        });
  }

  @Test
  void limit_isReleasedWhenProvenNotSent() {
    releases(
        (server, asked) -> {
          server.connector.notSent();
          server.second(LUNCH, server.codeOf(asked));
        });
  }

  private interface Ending {
    void end(TinyServer server, Reply asked);
  }

  /** A challenge of another phone stays open, so only its end can free the limit. */
  private static void releases(Ending ending) {
    try (var server = under(DAY_200)) {
      var asked = server.first(LUNCH);
      var anotherPhone = new PhoneNumber("+525500000000");
      var phone = server.phones.put("ana", anotherPhone);
      var more = with(LUNCH, "amount", 60_00L);
      assertThat(code(server.first(more))).isEqualTo("LIMIT_EXCEEDED");
      server.phones.put("ana", phone);

      ending.end(server, asked);

      server.phones.put("ana", anotherPhone);
      assertThat(status(server.first(more))).isEqualTo("2fa_required");
    }
  }

  @Test
  void pendingPayment_keepsItsLimit() {
    try (var server = under(DAY_200)) {
      server.connector.pending();
      server.pay(LUNCH);

      assertThat(code(server.first(with(LUNCH, "amount", 60_00L)))).isEqualTo("LIMIT_EXCEEDED");
    }
  }

  @Test
  void dailyLimit_isOverAfter24Hours() {
    try (var server = under(DAY_200)) {
      server.pay(LUNCH);
      server.advance(Duration.ofHours(24).plusMillis(1));

      assertThat(status(server.pay(LUNCH))).isEqualTo("success");
    }
  }

  @Test
  void dailyLimit_isEachCallersOwn() {
    try (var server = under(DAY_200)) {
      server.pay(LUNCH);

      assertThat(status(server.pay(LUNCH, BRUNO))).isEqualTo("success");
    }
  }

  @Test
  void numberOfPayments_isLimited() {
    try (var server = under(PaymentPolicy.perDayCount(2))) {
      server.pay(LUNCH);
      server.pay(RENT);

      var refused = server.first(LUNCH);

      assertThat(code(refused)).isEqualTo("LIMIT_EXCEEDED");
      assertThat(detail(refused, "rule")).isEqualTo("perDayCount");
    }
  }

  @Test
  void observeOnly_refusesNothing() {
    var strict =
        PaymentPolicy.perPayment(Money.mxn(1))
            .and(PaymentPolicy.perDay(Money.mxn(1)))
            .and(PaymentPolicy.suspendedWhile(() -> true));
    try (var server = under(strict.observeOnly())) {
      assertThat(status(server.pay(LUNCH))).isEqualTo("success");
      assertThat(status(server.pay(RENT))).isEqualTo("success");
    }
  }

  @Test
  void observeOnlyLimit_besideAnEnforcedOne_leavesThatEnforced() {
    var policy = PaymentPolicy.perDay(Money.mxn(1)).observeOnly().and(DAY_200);
    try (var server = under(policy)) {
      assertThat(status(server.pay(LUNCH))).isEqualTo("success");
      assertThat(code(server.first(RENT))).isEqualTo("LIMIT_EXCEEDED");
    }
  }
}
