package io.mcp2p.spei;

import io.mcp2p.auth.Caller;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bank that answers as the test says and remembers what it was asked. */
final class RecordingBank implements SpeiConnector {
  static final Instant SETTLED_AT = Instant.parse("2026-03-02T15:00:01Z");

  final List<SpeiTransfer> sent = new ArrayList<>();
  final List<SpeiRefundRequest> refunds = new ArrayList<>();
  final List<LocalDate> datesAskedFor = new ArrayList<>();
  final Map<String, KnownTransfer> others = new HashMap<>();
  PaymentOutcome sends = PaymentOutcome.Settled.at(SETTLED_AT);
  PaymentOutcome finds = PaymentOutcome.Settled.at(SETTLED_AT);
  PaymentOutcome refunded = PaymentOutcome.Settled.at(SETTLED_AT);
  boolean takesRefundRequests = true;

  @Override
  public PaymentOutcome send(SpeiTransfer transfer) {
    sent.add(transfer);
    return sends;
  }

  @Override
  public PaymentOutcome find(String trackingKey, LocalDate operatingDate) {
    datesAskedFor.add(operatingDate);
    return finds;
  }

  @Override
  public PaymentOutcome requestRefund(SpeiRefundRequest request) {
    refunds.add(request);
    return refunded;
  }

  @Override
  public PaymentOutcome findRefund(SpeiRefundRequest request) {
    return refunded;
  }

  @Override
  public boolean takesRefundRequests() {
    return takesRefundRequests;
  }

  @Override
  public Optional<KnownTransfer> findOther(Caller caller, String trackingKey) {
    return Optional.ofNullable(others.get(trackingKey));
  }
}
