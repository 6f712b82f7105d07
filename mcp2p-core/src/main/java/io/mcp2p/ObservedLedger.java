package io.mcp2p;

import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Backlog;
import io.mcp2p.ledger.Opening;
import io.mcp2p.ledger.Owner;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.ledger.PaymentQuery;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.ledger.SharedRates;
import io.mcp2p.payment.PaymentId;
import io.mcp2p.telemetry.Telemetry;
import io.mcp2p.telemetry.Telemetry.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A ledger whose time is taken, and whose approvals are counted: each passes through here. */
record ObservedLedger(PaymentLedger ledger, Telemetry telemetry) implements PaymentLedger {

  @Override
  public Opening open(Payment payment, Instant now) {
    var opening = timed("open", () -> ledger.open(payment, now));
    if (opening instanceof Opening.Opened opened) {
      boolean asked = opened.payment().state() == PaymentState.AWAITING_CODE;
      telemetry.approval(payment.rail(), asked ? "asked" : "not_asked");
      opened.replaced().ifPresent(it -> telemetry.approval(it.rail(), it.state().wire()));
    }
    return opening;
  }

  @Override
  public boolean replace(Payment current, Payment next) {
    boolean replaced = timed("replace", () -> ledger.replace(current, next));
    if (replaced
        && current.state() == PaymentState.AWAITING_CODE
        && next.state() != PaymentState.AWAITING_CODE) {
      boolean given = next.state() == PaymentState.AWAITING_CALL || next.state().approved();
      telemetry.approval(next.rail(), given ? "given" : next.state().wire());
    }
    return replaced;
  }

  @Override
  public Optional<Payment> find(PaymentId id) {
    return timed("find", () -> ledger.find(id));
  }

  @Override
  public Optional<Payment> findByReference(Owner owner, String rail, String reference) {
    return timed("find", () -> ledger.findByReference(owner, rail, reference));
  }

  @Override
  public Optional<Payment> findByPhone(Owner owner, String phoneHash) {
    return timed("find", () -> ledger.findByPhone(owner, phoneHash));
  }

  @Override
  public Optional<Payment> findApproved(Owner owner, String digest) {
    return timed("find", () -> ledger.findApproved(owner, digest));
  }

  @Override
  public List<Payment> refundsOf(Owner owner, String rail, String reference) {
    return timed("list", () -> ledger.refundsOf(owner, rail, reference));
  }

  @Override
  public List<Payment> list(PaymentQuery query) {
    return timed("list", () -> ledger.list(query));
  }

  @Override
  public List<Payment> due(Mode mode, Instant now, int limit) {
    return timed("due", () -> ledger.due(mode, now, limit));
  }

  @Override
  public Backlog backlog(Mode mode) {
    return ledger.backlog(mode);
  }

  @Override
  public Optional<SharedRates> sharedRates() {
    return ledger.sharedRates();
  }

  @Override
  public boolean durable() {
    return ledger.durable();
  }

  private <T> T timed(String operation, Supplier<T> work) {
    try (var activity = telemetry.part(Part.LEDGER, operation)) {
      activity.outcome("unavailable", true); // unless the next line returns
      var result = work.get();
      activity.outcome("ok", false);
      return result;
    }
  }
}
