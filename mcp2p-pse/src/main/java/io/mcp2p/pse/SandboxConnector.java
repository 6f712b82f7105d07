package io.mcp2p.pse;

import io.mcp2p.auth.Caller;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import io.mcp2p.rail.SandboxBank;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Payouts without a bank. */
final class SandboxConnector implements PseConnector {
  // The example of the published tool reference, which everybody may look up and ask back.
  private static final String EXAMPLE = "PSE-2024012614574900012345";
  private static final Instant EXAMPLE_SETTLED = Instant.parse("2024-01-26T14:58:05Z");
  private static final KnownTransfer EXAMPLE_TRANSFER =
      new KnownTransfer(
          Money.cop(100_000_00),
          "E*** E*** S*** · NIT *****3456-8 · BANCO DE BOGOTA · ********6543",
          PaymentOutcome.Settled.at(EXAMPLE_SETTLED),
          EXAMPLE_SETTLED);

  private final Clock clock;
  private final SandboxBank bank;

  SandboxConnector(Clock clock) {
    this.clock = clock;
    this.bank = new SandboxBank(clock, RejectCause.ACCOUNT_UNKNOWN.railCode());
  }

  @Override
  public PaymentOutcome send(PseTransfer transfer) {
    return bank.send(transfer.reference(), transfer.amount());
  }

  @Override
  public PaymentOutcome find(String reference) {
    return bank.lookUp(reference).orElseGet(PaymentOutcome.NotSent::new);
  }

  @Override
  public PaymentOutcome requestRefund(PseRefundRequest request) {
    return PaymentOutcome.Settled.at(clock.instant());
  }

  @Override
  public PaymentOutcome findRefund(PseRefundRequest request) {
    return PaymentOutcome.Settled.at(clock.instant());
  }

  @Override
  public Optional<KnownTransfer> findOther(Caller caller, String reference) {
    return reference.equals(EXAMPLE) ? Optional.of(EXAMPLE_TRANSFER) : Optional.empty();
  }

  @Override
  public boolean isSandbox() {
    return true;
  }
}
