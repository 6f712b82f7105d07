package io.mcp2p.rail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.SandboxOutcomesContract;
import io.mcp2p.tck.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxBankTest extends SandboxOutcomesContract {
  private final SettableClock clock = SettableClock.at("2026-03-02T15:00:00Z");
  private final SandboxBank bank = new SandboxBank(clock, "T01");

  @Override
  protected Bank newBank() {
    return new Bank() {
      @Override
      public PaymentOutcome send(int number, long minorUnits) {
        return bank.send("R" + number, Money.mxn(minorUnits));
      }

      @Override
      public PaymentOutcome find(int number, long minorUnits) {
        return bank.lookUp("R" + number).orElseGet(PaymentOutcome.NotSent::new);
      }
    };
  }

  @Override
  protected boolean isRailCode(String code) {
    return code.equals("T01");
  }

  @ParameterizedTest
  @ValueSource(longs = {500_00, 500_01, 500_02, 500_05})
  void referenceSentAgain_isAnsweredAsItStands(long amount) {
    var first = bank.send("R1", Money.mxn(amount));
    clock.advance(Duration.ofMinutes(1));

    assertThat(bank.send("R1", Money.mxn(amount))).isEqualTo(first);
  }

  @Test
  void referenceSentAgainAfterAFailure_showsThatItHappened() {
    assertThatIllegalStateException().isThrownBy(() -> bank.send("R1", Money.mxn(500_03)));
    var at = clock.instant();
    clock.advance(Duration.ofMinutes(1));

    assertThat(bank.send("R1", Money.mxn(500_03))).isEqualTo(PaymentOutcome.Settled.at(at));
  }

  @Test
  void referenceSentAgain_doesNotCountAsALookUp() {
    bank.send("R1", Money.mxn(500_02));
    bank.send("R1", Money.mxn(500_02));
    bank.send("R1", Money.mxn(500_02));

    assertThat(bank.lookUp("R1")).contains(PaymentOutcome.Pending.unknown());
  }

  @ParameterizedTest
  @ValueSource(longs = {500_01, 500_03, 500_04})
  void referenceSentAgainWithAnotherAmount_isStillTheFirstTransfer(long amount) {
    var first = bank.send("R1", Money.mxn(500_00));

    assertThat(bank.send("R1", Money.mxn(amount))).isEqualTo(first);
  }

  @Test
  void lookUps_areCountedForEachTransfer() {
    bank.send("R1", Money.mxn(500_02));
    bank.send("R2", Money.mxn(500_02));
    bank.lookUp("R1");

    assertThat(bank.lookUp("R2")).contains(PaymentOutcome.Pending.unknown());
    assertThat(bank.lookUp("R1")).get().isInstanceOf(PaymentOutcome.Settled.class);
  }

  @Test
  void whatFailedBeforeItHappened_canBeSent() {
    assertThat(bank.send("R1", Money.mxn(500_04))).isEqualTo(new PaymentOutcome.NotSent());
    assertThat(bank.lookUp("R1")).isEmpty();
    assertThat(bank.send("R1", Money.mxn(500_00))).isInstanceOf(PaymentOutcome.Settled.class);
  }

  @Test
  void settled_isWhenItWasSent() {
    bank.send("R1", Money.mxn(500_00));
    var at = clock.instant();
    clock.advance(Duration.ofMinutes(1));

    assertThat(bank.lookUp("R1")).contains(PaymentOutcome.Settled.at(at));
  }

  @Test
  void oldestOfManyTransfers_isForgotten() {
    int kept = 100_000;
    for (int i = 0; i <= kept; i++) {
      bank.send("R" + i, Money.mxn(500_00));
    }

    assertThat(bank.lookUp("R0")).isEmpty();
    assertThat(bank.lookUp("R1")).isPresent();
    assertThat(bank.lookUp("R" + kept)).isPresent();
  }
}
