package io.mcp2p.pix;

import io.mcp2p.auth.Caller;
import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import io.mcp2p.rail.SandboxBank;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Pix without Pix. */
final class SandboxConnector implements PixConnector {
  // The example of the published tool reference, which everybody may look up and give back, at any
  // time. Its id has 33 characters, one more than the rail's.
  private static final String EXAMPLE = "E90400888202401261458300000000001";
  // One like it, for which the usual 90 days are over.
  private static final String TOO_OLD = "E99999999202401261458TooOld00001";
  private static final Instant RECEIVED = Instant.parse("2024-01-26T14:58:08Z");
  private static final KnownTransfer TRANSFER =
      new KnownTransfer(
          Money.brl(150_00),
          "M*** S*** · CPF ***.456.789-**",
          PaymentOutcome.Settled.at(RECEIVED),
          RECEIVED,
          KnownTransfer.Direction.RECEIVED);

  private static final String ISPB = "99999999"; // no participant's
  private static final int CAPACITY = 100_000;

  private final Clock clock;
  private final SandboxBank bank;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> railIds =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > CAPACITY;
        }
      };

  SandboxConnector(Clock clock) {
    this.clock = clock;
    this.bank = new SandboxBank(clock, RejectCode.AC03.name());
  }

  @Override
  public PaymentOutcome send(PixTransfer transfer) {
    var id = railId(EndToEndId.PAYMENT, transfer.reference());
    return withId(id, bank.send(transfer.reference(), transfer.amount()));
  }

  @Override
  public PaymentOutcome find(String reference) {
    return bank.lookUp(reference)
        .map(it -> withId(railId(EndToEndId.PAYMENT, reference), it))
        .orElseGet(PaymentOutcome.NotSent::new);
  }

  @Override
  public PaymentOutcome requestRefund(PixRefundRequest request) {
    return findRefund(request.e2eId(), request.reference());
  }

  @Override
  public PaymentOutcome findRefund(String e2eId, String reference) {
    return withId(railId(EndToEndId.REFUND, reference), PaymentOutcome.Settled.at(clock.instant()));
  }

  @Override
  public Optional<KnownTransfer> findOther(Caller caller, String e2eId) {
    return e2eId.equals(EXAMPLE) || e2eId.equals(TOO_OLD)
        ? Optional.of(TRANSFER)
        : Optional.empty();
  }

  @Override
  public Instant refundableUntil(String e2eId, Instant receivedAt) {
    return e2eId.equals(EXAMPLE)
        ? Instant.MAX
        : PixConnector.super.refundableUntil(e2eId, receivedAt);
  }

  @Override
  public boolean isSandbox() {
    return true;
  }

  private synchronized String railId(char kind, String reference) {
    return railIds.computeIfAbsent(
        reference, unused -> EndToEndId.mint(kind, ISPB, clock.instant(), random));
  }

  private static PaymentOutcome withId(String id, PaymentOutcome outcome) {
    var facts = Map.of(Payment.RAIL_ID, id);
    if (outcome instanceof PaymentOutcome.Settled settled) {
      return new PaymentOutcome.Settled(settled.at(), facts);
    }
    if (outcome instanceof PaymentOutcome.Returned returned) {
      return new PaymentOutcome.Returned(returned.at(), facts);
    }
    return outcome instanceof PaymentOutcome.Pending ? new PaymentOutcome.Pending(facts) : outcome;
  }
}
