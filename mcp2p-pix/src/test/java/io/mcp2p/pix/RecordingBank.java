package io.mcp2p.pix;

import io.mcp2p.auth.Caller;
import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A provider that answers as the test says and remembers what it was asked. */
final class RecordingBank implements PixConnector {
  static final Instant SETTLED_AT = Instant.parse("2026-03-02T15:00:01Z");
  static final String E2E_ID = "E12345678202603021500abcdefghijk";
  static final String REFUND_ID = "D12345678202603021500abcdefghijk";

  final List<PixTransfer> sent = new ArrayList<>();
  final List<PixRefundRequest> refunds = new ArrayList<>();
  final List<String> askedFor = new ArrayList<>();
  final Map<String, KnownTransfer> others = new HashMap<>();
  PaymentOutcome sends = settled(E2E_ID);
  PaymentOutcome finds = settled(E2E_ID);
  PaymentOutcome refunded = settled(REFUND_ID);

  static PaymentOutcome settled(String railId) {
    return new PaymentOutcome.Settled(SETTLED_AT, Map.of(Payment.RAIL_ID, railId));
  }

  /** A Pix of BRL 150.00 that was received, or sent elsewhere, and stands as {@code outcome}. */
  void knows(String e2eId, KnownTransfer.Direction direction, PaymentOutcome outcome) {
    others.put(
        e2eId,
        new KnownTransfer(
            Money.brl(150_00), "B*** · CPF ***.444.777-**", outcome, SETTLED_AT, direction));
  }

  @Override
  public PaymentOutcome send(PixTransfer transfer) {
    sent.add(transfer);
    return sends;
  }

  @Override
  public PaymentOutcome find(String reference) {
    askedFor.add(reference);
    return finds;
  }

  @Override
  public PaymentOutcome requestRefund(PixRefundRequest request) {
    refunds.add(request);
    return refunded;
  }

  @Override
  public PaymentOutcome findRefund(String e2eId, String reference) {
    askedFor.add(e2eId + " " + reference);
    return refunded;
  }

  @Override
  public Optional<KnownTransfer> findOther(Caller caller, String e2eId) {
    return Optional.ofNullable(others.get(e2eId));
  }
}
