package io.mcp2p.spei;

import io.mcp2p.auth.Caller;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import io.mcp2p.rail.SandboxBank;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** SPEI without SPEI. */
final class SandboxConnector implements SpeiConnector {
  // The example of the published tool reference, which everybody may look up and ask back.
  private static final String EXAMPLE = "2024012614574900000012345678";
  private static final Instant EXAMPLE_SETTLED = Instant.parse("2024-01-26T14:57:52Z");
  private static final KnownTransfer EXAMPLE_TRANSFER =
      new KnownTransfer(
          Money.mxn(500_00),
          "J*** P*** · Santander · ****5558",
          PaymentOutcome.Settled.at(EXAMPLE_SETTLED),
          EXAMPLE_SETTLED);

  private final Clock clock;
  private final SandboxBank bank;

  SandboxConnector(Clock clock) {
    this.clock = clock;
    this.bank = new SandboxBank(clock, ReturnCause.ACCOUNT_NOT_FOUND.railCode());
  }

  @Override
  public PaymentOutcome send(SpeiTransfer transfer) {
    return bank.send(transfer.trackingKey(), transfer.amount());
  }

  @Override
  public PaymentOutcome find(String trackingKey, LocalDate operatingDate) {
    return bank.lookUp(trackingKey).orElseGet(PaymentOutcome.NotSent::new);
  }

  @Override
  public PaymentOutcome requestRefund(SpeiRefundRequest request) {
    return PaymentOutcome.Settled.at(clock.instant());
  }

  @Override
  public PaymentOutcome findRefund(SpeiRefundRequest request) {
    return PaymentOutcome.Settled.at(clock.instant());
  }

  @Override
  public Optional<KnownTransfer> findOther(Caller caller, String trackingKey) {
    return trackingKey.equals(EXAMPLE) ? Optional.of(EXAMPLE_TRANSFER) : Optional.empty();
  }

  @Override
  public boolean isSandbox() {
    return true;
  }
}
