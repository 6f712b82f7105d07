package io.mcp2p.pse;

import io.mcp2p.auth.Caller;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider that answers as the test says and remembers what it was asked. */
final class RecordingBank implements PseConnector {
  static final Instant SETTLED_AT = Instant.parse("2026-03-02T15:00:01Z");

  final List<PseTransfer> sent = new ArrayList<>();
  final List<String> askedFor = new ArrayList<>();
  final List<PseRefundRequest> refunds = new ArrayList<>();
  final Map<String, KnownTransfer> others = new HashMap<>();
  PaymentOutcome sends = PaymentOutcome.Settled.at(SETTLED_AT);
  PaymentOutcome finds = PaymentOutcome.Settled.at(SETTLED_AT);
  PaymentOutcome refunded = PaymentOutcome.Settled.at(SETTLED_AT);
  boolean takesRefundRequests = true;
  @Nullable PseBanks banks;

  @Override
  public PaymentOutcome send(PseTransfer transfer) {
    sent.add(transfer);
    return sends;
  }

  @Override
  public PaymentOutcome find(String reference) {
    askedFor.add(reference);
    return finds;
  }

  @Override
  public PaymentOutcome requestRefund(PseRefundRequest request) {
    refunds.add(request);
    return refunded;
  }

  @Override
  public PaymentOutcome findRefund(PseRefundRequest request) {
    return refunded;
  }

  @Override
  public boolean takesRefundRequests() {
    return takesRefundRequests;
  }

  @Override
  public Optional<PseBanks> banks() {
    return Optional.ofNullable(banks);
  }

  @Override
  public Optional<KnownTransfer> findOther(Caller caller, String reference) {
    return Optional.ofNullable(others.get(reference));
  }
}
