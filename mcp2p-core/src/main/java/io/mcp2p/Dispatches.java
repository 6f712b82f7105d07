package io.mcp2p;

import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.LedgerException;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.Standing;
import io.mcp2p.telemetry.Telemetry;
import io.mcp2p.telemetry.Telemetry.Part;
import io.mcp2p.tool.Order;
import io.mcp2p.tool.PaymentTool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the rail for payments that are claimed, and asks it how they stand. Whatever goes wrong
 * here leaves a payment pending: the money may have moved.
 */
final class Dispatches {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatches.class);

  /** How long one process has a payment to itself, to send it or to ask for it. */
  static final Duration LEASE = Duration.ofSeconds(60);

  // A look-up can overtake the payment it looks for, so for a while it proves nothing.
  private static final Duration NOT_FOUND_PROVES_AFTER = Duration.ofHours(2);
  private static final Duration FIRST_ASK = Duration.ofSeconds(10);
  private static final Duration LAST_ASK = Duration.ofHours(1);

  private final PaymentLedger ledger;
  private final Mode mode;
  private final Map<String, PaymentTool<?, ?>> tools;
  private final ExecutorService executor;
  private final Duration answerWithin;
  private final Clock clock;
  private final Telemetry telemetry;

  Dispatches(
      PaymentLedger ledger,
      Mode mode,
      Map<String, PaymentTool<?, ?>> tools,
      ExecutorService executor,
      Duration answerWithin,
      Clock clock,
      Telemetry telemetry) {
    this.ledger = ledger;
    this.mode = mode;
    this.tools = Map.copyOf(tools);
    this.executor = executor;
    this.answerWithin = answerWithin;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /** Hands a claimed payment to the rail, and answers in time even if the rail does not. */
  Payment send(Payment claimed, Order.Dispatch dispatch) {
    return inTime(
        claimed,
        // Not on the caller's own thread: it would wait for as long as the rail does.
        () -> record(claimed, new PaymentOutcome.NotSent()),
        () -> {
          PaymentOutcome outcome;
          try {
            outcome = asked(claimed, "send", dispatch::run);
          } catch (Throwable e) {
            unknown("outcome unknown: the rail will be asked", claimed, e);
            outcome = PaymentOutcome.Pending.unknown();
          }
          return record(claimed, outcome);
        });
  }

  /** Asks the rail how a payment stands, if that can still change. */
  Payment refreshed(Payment payment) {
    var tool = tools.get(payment.tool());
    if (tool == null
        || (payment.state() != PaymentState.PENDING && payment.state() != PaymentState.SETTLED)) {
      return payment;
    }
    return inTime(
        payment,
        () -> payment,
        () -> record(payment, proven(asked(payment, "find", () -> tool.find(payment)), payment)));
  }

  private PaymentOutcome asked(Payment payment, String what, Callable<PaymentOutcome> rail)
      throws Exception {
    try (var activity = telemetry.part(Part.CONNECTOR, payment.rail() + " " + what)) {
      activity.outcome("unknown", true); // unless the rail answers
      var outcome = rail.call();
      boolean notSent = outcome instanceof PaymentOutcome.NotSent;
      activity.outcome(
          notSent ? "not_sent" : Standing.of(outcome).name().toLowerCase(Locale.ROOT), notSent);
      return outcome;
    }
  }

  /** Asks for payments whose time has come; of several nodes, one asks for each. */
  int reconcile(int limit) {
    int resolved = 0;
    for (Payment due : due(limit)) {
      var now = clock.instant();
      var leased = due.asking(now.plus(LEASE), now);
      if (ledger.replace(due, leased) && refreshed(leased).state() != PaymentState.PENDING) {
        resolved++;
      }
    }
    return resolved;
  }

  /** Passes over payments of rails that only another node has, or none any more. */
  private List<Payment> due(int limit) {
    for (int looked = limit; ; looked *= 2) {
      var due = ledger.due(mode, clock.instant(), looked);
      var own = due.stream().filter(it -> tools.containsKey(it.tool())).limit(limit).toList();
      if (own.size() == limit || due.size() < looked) {
        return own;
      }
    }
  }

  private PaymentOutcome proven(PaymentOutcome outcome, Payment payment) {
    boolean early = clock.instant().isBefore(payment.claimedAt().plus(NOT_FOUND_PROVES_AFTER));
    return outcome instanceof PaymentOutcome.NotSent && early
        ? PaymentOutcome.Pending.unknown()
        : outcome;
  }

  private Payment inTime(Payment known, Callable<Payment> withoutRoom, Callable<Payment> work) {
    var task = new FutureTask<>(telemetry.carried(work));
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.warn("no thread left to call the rail for {}", known.id());
      task = new FutureTask<>(withoutRoom);
      task.run();
    }
    try {
      return task.get(answerWithin.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("{} not answered within {}: it goes on", known.id(), answerWithin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      var cause = Objects.requireNonNullElse(e.getCause(), e);
      if (cause instanceof LedgerException) {
        LOG.error("the ledger failed for {}", known.id(), cause);
      } else {
        unknown("the rail could not be asked", known, cause);
      }
    }
    return known;
  }

  /** A connector's exception may quote what it sent, so an ordinary log gets its kind alone. */
  private static void unknown(String what, Payment payment, Throwable e) {
    LOG.error(
        "{}: {}, reference {}: {}",
        what,
        payment.id(),
        payment.reference(),
        e.getClass().getName());
    LOG.debug("{}: {}", what, payment.id(), e);
  }

  /** Records what the rail said, whatever has happened to the payment meanwhile. */
  private Payment record(Payment payment, PaymentOutcome outcome) {
    for (Payment current = payment; ; current = ledger.find(payment.id()).orElseThrow()) {
      var now = clock.instant();
      Payment next;
      try {
        next = current.after(outcome, nextAsk(current, now), now);
      } catch (IllegalStateException e) {
        LOG.error("{} is {} and the rail says {}", current.id(), current.state(), outcome);
        return current;
      }
      if (next.version() == current.version() || ledger.replace(current, next)) {
        return next;
      }
    }
  }

  /** The older a payment, the less often it is asked for: after half its age. */
  private static Instant nextAsk(Payment payment, Instant now) {
    var half = Duration.between(payment.createdAt(), now).dividedBy(2);
    var wait = half.compareTo(FIRST_ASK) < 0 ? FIRST_ASK : half;
    return now.plus(wait.compareTo(LAST_ASK) > 0 ? LAST_ASK : wait);
  }
}
