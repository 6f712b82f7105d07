package io.mcp2p;

import io.mcp2p.audit.AuditEntry;
import io.mcp2p.audit.AuditLog;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.LedgerException;
import io.mcp2p.ledger.Owner;
import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.IdSource;
import io.mcp2p.payment.Refusal;
import io.mcp2p.policy.RateLimiter;
import io.mcp2p.policy.RateLimits.Kind;
import io.mcp2p.telemetry.Telemetry;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of one tool: may the caller, what are the arguments, what is the answer. */
final class ToolDispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(ToolDispatcher.class);

  private final ToolInputs inputs = new ToolInputs();
  private final RefusalLines refusalLines = new RefusalLines();
  private final Access access;
  private final RateLimiter rates;
  private final PaymentFlow flow;
  private final CallerPayments.Source payments;
  private final Envelope envelope;
  private final AuditLog audit;
  private final Mode mode;
  private final Clock clock;
  private final IdSource ids;
  private final Telemetry telemetry;

  ToolDispatcher(
      Access access,
      RateLimiter rates,
      PaymentFlow flow,
      CallerPayments.Source payments,
      @Nullable ApprovalLinks links,
      AuditLog audit,
      Mode mode,
      Clock clock,
      IdSource ids,
      Telemetry telemetry) {
    this.access = access;
    this.rates = rates;
    this.flow = flow;
    this.payments = payments;
    this.envelope = new Envelope(mode, links);
    this.audit = audit;
    this.mode = mode;
    this.clock = clock;
    this.ids = ids;
    this.telemetry = telemetry;
  }

  /**
   * Answers a call; never throws for what a tool or anything below it does.
   *
   * @param meta what the client sent besides arguments
   * @param client that the call came through; {@link Client#NONE} where no session is kept
   */
  <I extends Record, O extends Record> Reply call(
      Tool<I, O> tool, String arguments, Map<String, String> meta, Caller caller, Client client) {
    var spec = tool.spec(); // once, because a tool may make it anew each time
    try (var activity = telemetry.call(spec.name(), mode, meta)) {
      var reply = call(tool, spec, arguments, caller, client);
      activity.outcome(reply.outcome(), reply.isError());
      return reply;
    }
  }

  private <I extends Record, O extends Record> Reply call(
      Tool<I, O> tool, ToolSpec<I, O> spec, String arguments, Caller caller, Client client) {
    var now = clock.instant();
    var correlationId = ids.next();
    Reply reply;
    try {
      reply = answer(tool, spec, arguments, caller, client, now);
    } catch (LedgerException e) {
      // After the claim nothing throws any more, so whoever comes here has not called the rail.
      LOG.error("call {} of {} failed: {}", correlationId, spec.name(), why(e));
      LOG.debug("call {}", correlationId, e); // every call of an outage comes here
      reply = envelope.refusal(ledgerUnavailable(correlationId), null, caller);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      LOG.error("call {} of {} failed", correlationId, spec.name(), e);
      reply = envelope.internalError(correlationId, caller);
    }
    record(spec.name(), reply, caller, now, correlationId);
    return reply;
  }

  /** On the first line what the database said, too, which the trace says far below. */
  private static String why(LedgerException e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return first == e ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + first.getMessage();
  }

  /** Tells whether a caller may see the tool and call it. */
  boolean permits(Tool<?, ?> tool, Caller caller) {
    return access.permits(tool.spec(), caller);
  }

  /** Makes what the first call would else have to wait for. */
  void warmUp() {
    inputs.warmUp();
  }

  /** Answers a call for which there is no room. */
  Reply busy(Tool<?, ?> tool, Caller caller) {
    var refusal =
        Refusal.of(ErrorCode.RATE_LIMITED, CoreText.of("busy")).with("retryAfterSeconds", 1);
    var reply = envelope.refusal(refusal, null, caller);
    record(tool.spec().name(), reply, caller, clock.instant(), ids.next());
    return reply;
  }

  /** Keeps an audit entry of a request that never became a call, unless there are too many. */
  void refusedBeforeACall(String outcome, String from) {
    var now = clock.instant();
    if (!refusalLines.keep(now)) {
      return;
    }
    record(
        new AuditEntry(
            now, ids.next(), from, mode, "http", outcome, null, null, null, null, Duration.ZERO));
  }

  /** Keeps an audit entry of what a person did on the approval page. */
  void answeredOnPage(Payment payment, String outcome, Instant began) {
    var amount = Envelope.amount(payment);
    record(
        new AuditEntry(
            began,
            ids.next(),
            payment.caller(),
            mode,
            "approval_page",
            outcome,
            payment.id().value(),
            payment.knownAs(),
            amount == null ? null : amount.formatted(),
            payment.payee(),
            Duration.between(began, clock.instant())));
  }

  private <I extends Record, O extends Record> Reply answer(
      Tool<I, O> tool,
      ToolSpec<I, O> spec,
      String arguments,
      Caller caller,
      Client client,
      Instant now) {
    if (!access.permits(spec, caller)) {
      return envelope.refusal(Access.forbidden(spec.scope()), null, caller);
    }
    var wait = rates.take(spec.readOnly() ? Kind.READ : Kind.WRITE, key(caller));
    if (!wait.isZero()) {
      return envelope.refusal(CoreText.tooOften("calls.tooOften", wait), null, caller);
    }
    var input = inputs.read(arguments, spec.input());
    if (!(input instanceof Answer.Ok<I> ok)) {
      return envelope.refusal(((Answer.Refused<I>) input).refusal(), null, caller);
    }
    var call = new ToolCall(caller, mode, now, ids, payments.of(new Owner(mode, caller.id())));
    if (tool instanceof QueryTool<I, O> query) {
      return envelope.answer(query.call(ok.value(), call), caller);
    }
    return pay((PaymentTool<?, ?>) tool, ok.value(), call, client);
  }

  private String key(Caller caller) {
    return mode.wire() + " " + caller.id();
  }

  // A payment tool's input is Approvable by its own type; the sealed parent cannot say so.
  @SuppressWarnings("unchecked")
  private <I extends Record & Approvable> Reply pay(
      PaymentTool<?, ?> tool, Record input, ToolCall call, Client client) {
    var paying = (PaymentTool<I, ?>) tool;
    return envelope.turn(flow.turn(paying, (I) input, call, client), paying, call.caller());
  }

  private static Refusal ledgerUnavailable(String correlationId) {
    return Refusal.of(ErrorCode.LEDGER_UNAVAILABLE, CoreText.of("ledger.unavailable"))
        .with("correlationId", correlationId);
  }

  private void record(
      String tool, Reply reply, Caller caller, Instant began, String correlationId) {
    var payment = reply.payment();
    var amount = payment == null ? null : Envelope.amount(payment);
    record(
        new AuditEntry(
            began,
            correlationId,
            caller.id(),
            mode,
            tool,
            reply.outcome(),
            reply.paymentId(),
            payment == null ? null : payment.knownAs(),
            amount == null ? null : amount.formatted(),
            payment == null ? null : payment.payee(),
            Duration.between(began, clock.instant())));
  }

  private void record(AuditEntry entry) {
    try {
      audit.record(entry);
    } catch (RuntimeException e) {
      LOG.error("no audit entry for call {}", entry.correlationId(), e);
    }
  }
}
