package io.mcp2p.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcp2p.payment.PaymentOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the last two digits of an amount do in every sandbox. Extend it, say how money is sent and
 * looked up, inherit the tests.
 *
 * @since 0.1
 */
public abstract class SandboxOutcomesContract {
  private Bank bank;

  /** A sandbox, whatever the rail calls its methods. */
  public interface Bank {
    /**
     * Sends {@code minorUnits}.
     *
     * @param number tells transfers apart; the rail's own reference follows from it
     * @throws Exception as the connector does
     */
    PaymentOutcome send(int number, long minorUnits) throws Exception;

    /**
     * Looks up what was sent with the same arguments, or would have been.
     *
     * @throws Exception as the connector does
     */
    PaymentOutcome find(int number, long minorUnits) throws Exception;
  }

  /** Opens a sandbox in which nothing was sent. */
  protected abstract Bank newBank();

  /** Tells whether {@code code} is a reason for a rejection that the rail knows. */
  protected abstract boolean isRailCode(String code);

  @BeforeEach
  void open() {
    bank = newBank();
  }

  @Test
  void amountEndingIn01_isRejectedWithARailCode() throws Exception {
    assertThat(bank.send(1, 500_01))
        .isInstanceOfSatisfying(
            PaymentOutcome.Rejected.class,
            it -> assertThat(it.railCode()).isNotBlank().matches(this::isRailCode));
    assertThat(bank.find(1, 500_01)).isInstanceOf(PaymentOutcome.Rejected.class);
  }

  @Test
  void amountEndingIn02_settlesAtTheSecondLookUp() throws Exception {
    assertThat(bank.send(1, 500_02)).isInstanceOf(PaymentOutcome.Pending.class);
    assertThat(bank.find(1, 500_02)).isInstanceOf(PaymentOutcome.Pending.class);
    assertThat(bank.find(1, 500_02)).isInstanceOf(PaymentOutcome.Settled.class);
    assertThat(bank.find(1, 500_02)).isInstanceOf(PaymentOutcome.Settled.class);
  }

  @Test
  void amountEndingIn03_failsAndHasHappened() throws Exception {
    assertThatThrownBy(() -> bank.send(1, 500_03)).isInstanceOf(Exception.class);
    assertThat(bank.find(1, 500_03)).isInstanceOf(PaymentOutcome.Settled.class);
  }

  @Test
  void amountEndingIn04_isProvenNotSent() throws Exception {
    assertThat(bank.send(1, 500_04)).isInstanceOf(PaymentOutcome.NotSent.class);
    assertThat(bank.find(1, 500_04)).isInstanceOf(PaymentOutcome.NotSent.class);
  }

  @Test
  void amountEndingIn05_settlesAndComesBackAtTheSecondLookUp() throws Exception {
    assertThat(bank.send(1, 500_05)).isInstanceOf(PaymentOutcome.Settled.class);
    assertThat(bank.find(1, 500_05)).isInstanceOf(PaymentOutcome.Settled.class);
    assertThat(bank.find(1, 500_05)).isInstanceOf(PaymentOutcome.Returned.class);
    assertThat(bank.find(1, 500_05)).isInstanceOf(PaymentOutcome.Returned.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {500_00, 500_06, 10, 99, 123_456_78})
  void amountEndingOtherwise_settlesAtOnce(long amount) throws Exception {
    assertThat(bank.send(1, amount)).isInstanceOf(PaymentOutcome.Settled.class);
    assertThat(bank.find(1, amount)).isInstanceOf(PaymentOutcome.Settled.class);
  }

  @Test
  void whatWasNeverSent_isProvenNotSent() throws Exception {
    assertThat(bank.find(1, 500_00)).isInstanceOf(PaymentOutcome.NotSent.class);
  }

  @Test
  void sameTransferSentAgain_isTheSameTransfer() throws Exception {
    var first = bank.send(1, 500_00);
    assertThat(bank.send(1, 500_00)).isEqualTo(first);
  }

  @Test
  void transfersAreApart() throws Exception {
    bank.send(1, 500_01);
    assertThat(bank.send(2, 500_00)).isInstanceOf(PaymentOutcome.Settled.class);
    assertThat(bank.find(1, 500_01)).isInstanceOf(PaymentOutcome.Rejected.class);
  }
}
