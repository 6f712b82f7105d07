package io.mcp2p;

import io.mcp2p.approval.ApprovalDesk;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.docs.Docs;
import io.mcp2p.http.McpEndpoint;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.policy.RateLimiter;
import io.mcp2p.policy.RateLimits;
import io.mcp2p.rail.Rail;
import io.mcp2p.telemetry.Telemetry;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.Tool;
import io.mcp2p.verification.Verifier;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stages, put together, and ended together. */
final class Wiring implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mcp2pServer.class);
  private static final int MAX_CALLS = 256;
  private static final int MAX_CALLS_OF_A_CALLER = 96;
  private static final int RECONCILE_AT_ONCE = 100;
  private static final Duration DRAIN = Duration.ofSeconds(15);
  private static final Duration CLOSE_WAIT = Duration.ofMillis(400);

  private final String description;
  private final List<Tool<?, ?>> tools;
  private final ToolDispatcher dispatcher;
  private final McpBridge bridge;
  private final HttpTransport http;
  private final @Nullable PageDesk desk;
  private final Dispatches dispatches;
  private final ExecutorService calls;
  private final ExecutorService rails;
  private final @Nullable Docs docs;
  private final @Nullable ResourceRequests resources;
  private final @Nullable ScheduledExecutorService schedule;
  private boolean httpServed; // guarded by this

  private Wiring(
      String description,
      List<Tool<?, ?>> tools,
      ToolDispatcher dispatcher,
      McpBridge bridge,
      HttpTransport http,
      @Nullable PageDesk desk,
      Dispatches dispatches,
      ExecutorService calls,
      ExecutorService rails,
      @Nullable Docs docs,
      @Nullable ResourceRequests resources,
      @Nullable ScheduledExecutorService schedule) {
    this.description = description;
    this.tools = List.copyOf(tools);
    this.dispatcher = dispatcher;
    this.bridge = bridge;
    this.http = http;
    this.desk = desk;
    this.dispatches = dispatches;
    this.calls = calls;
    this.rails = rails;
    this.docs = docs;
    this.resources = resources;
    this.schedule = schedule;
  }

  static Wiring of(Mcp2pServer.Builder from) {
    var telemetry = from.telemetry;
    var verifier = observed(BuildChecks.requireVerifier(from), telemetry);
    var ledger = observed(from.ledger, telemetry);
    var phones = BuildChecks.requirePhones(from);
    BuildChecks.requireRailsOrTools(from);
    BuildChecks.requireFitForLive(from, verifier);
    BuildChecks.requireFitForDurableLedger(from, verifier);
    var byRails = new ArrayList<Tool<?, ?>>(from.tools);
    from.rails.forEach(rail -> byRails.addAll(BuildChecks.railTools(rail)));

    // Nobody can tell two instants of one millisecond apart, and the wire shows no finer ones.
    var clock = Clock.tick(from.clock, Duration.ofMillis(1));
    var rails = pool("mcp2p-rail");
    var paying = new HashMap<String, PaymentTool<?, ?>>();
    for (Tool<?, ?> tool : byRails) {
      if (tool instanceof PaymentTool<?, ?> payment) {
        paying.put(payment.spec().name(), payment);
      }
    }
    var dispatches =
        new Dispatches(ledger, from.mode, paying, rails, from.answerWithin, clock, telemetry);
    var rates = rateLimiter(rateLimits(from), from.ledger, clock);
    var links =
        from.approval == null
            ? null
            : new ApprovalLinks(from.approval.baseUrl(), from.mode, from.hash);
    var verifications = new Verifications(verifier);
    var bindings = new Bindings(from.hash);
    var closings = new Closings(verifications, ledger, bindings);
    var claims = new Claims(verifications, ledger, bindings, closings, dispatches);
    var challenges =
        new Challenges(verifications, ledger, bindings, rates, closings, claims, links != null);
    var flow =
        new PaymentFlow(
            from.policy,
            phones,
            ledger,
            bindings,
            challenges,
            claims,
            closings,
            links == null ? null : new UrlElicitation(ledger, links, clock));
    var tools = new ArrayList<>(byRails);
    var overAllRails = new PaymentsTools(ledger, flow, links).all();
    tools.addAll(overAllRails);
    if (from.docs != null) {
      tools.addAll(from.docs.tools());
    }
    BuildChecks.requireDistinctNames(tools);
    tools.removeIf(tool -> !from.exposed.test(tool.spec()));
    tools.sort(Comparator.comparing(tool -> tool.spec().name()));

    var dispatcher =
        new ToolDispatcher(
            new Access(
                from.rails,
                overAllRails.stream().map(it -> it.spec().name()).collect(Collectors.toSet())),
            rates,
            flow,
            owner -> new CallerPayments(owner, ledger, dispatches),
            links,
            from.audit,
            from.mode,
            clock,
            from.ids,
            telemetry);
    telemetry.pending(from.mode, () -> ledger.backlog(from.mode));
    // What a host does not expose as a tool is not served by the other way either.
    boolean offersPages = tools.stream().anyMatch(it -> it.spec().name().equals(Docs.GET));
    var resources =
        from.docs != null && offersPages
            ? new ResourceRequests(from.docs, rates, from.audit, from.mode, clock, from.ids)
            : null;
    var names = from.rails.stream().map(Rail::name).toList();
    var bridge =
        new McpBridge(
            dispatcher, from.mode, names, List.copyOf(tools), resources, from.name, from.version);
    var description =
        "mcp2p %s server: rails %s, %d tools, ledger %s, %s"
            .formatted(
                from.mode.wire(),
                names,
                tools.size(),
                from.ledger.durable() ? "durable" : "in memory",
                from.reconcileEvery == null
                    ? "reconciling left to the host"
                    : "reconciling every " + from.reconcileEvery.toSeconds() + " s");
    var schedule = reconciling(from.reconcileEvery, dispatches);
    var byName = new HashMap<String, Tool<?, ?>>();
    tools.forEach(tool -> byName.put(tool.spec().name(), tool));
    var http =
        new HttpTransport(
            dispatcher,
            byName,
            resources,
            rates,
            from.mode,
            new Probes(from.ledger, verifier, List.copyOf(from.rails))::missing,
            new CallShares(MAX_CALLS, MAX_CALLS_OF_A_CALLER),
            from.http.sessions().orElse(null));
    var desk =
        links == null
            ? null
            : new PageDesk(
                links,
                ledger,
                new PageAnswers(verifications, ledger, bindings, closings),
                id -> callerOf(id, from.stdioCaller),
                phones,
                rates,
                dispatcher,
                from.mode,
                clock);
    return new Wiring(
        description,
        tools,
        dispatcher,
        bridge,
        http,
        desk,
        dispatches,
        pool("mcp2p-call"),
        rails,
        from.docs,
        resources,
        schedule);
  }

  private static PaymentLedger observed(PaymentLedger ledger, Telemetry telemetry) {
    return telemetry == Telemetry.none() ? ledger : new ObservedLedger(ledger, telemetry);
  }

  private static Verifier observed(Verifier verifier, Telemetry telemetry) {
    return telemetry == Telemetry.none() ? verifier : ObservedVerifier.of(verifier, telemetry);
  }

  /** A payment keeps its caller's id alone, which is what a directory goes by. */
  private static Caller callerOf(String id, Caller stdioCaller) {
    return stdioCaller.id().equals(id) ? stdioCaller : new Caller(id, Set.of(), Locale.ENGLISH);
  }

  private static RateLimiter rateLimiter(RateLimits limits, PaymentLedger ledger, Clock clock) {
    return ledger
        .sharedRates()
        .<RateLimiter>map(shared -> new SharedRateLimiter(limits, shared, clock))
        .orElseGet(() -> RateLimiter.inMemory(limits, clock));
  }

  private static RateLimits rateLimits(Mcp2pServer.Builder from) {
    if (from.rateLimits != null) {
      return from.rateLimits;
    }
    return from.mode == Mode.LIVE ? RateLimits.standard() : RateLimits.none();
  }

  private static @Nullable ScheduledExecutorService reconciling(
      @Nullable Duration every, Dispatches dispatches) {
    if (every == null) {
      return null;
    }
    var schedule = Executors.newSingleThreadScheduledExecutor(daemons("mcp2p-reconcile"));
    Runnable work =
        () -> {
          try {
            dispatches.reconcile(RECONCILE_AT_ONCE);
          } catch (RuntimeException e) {
            LOG.error("reconciling failed; it goes on at the next turn", e);
          }
        };
    var unused = schedule.scheduleWithFixedDelay(work, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    return schedule;
  }

  /** Threads come as calls do; the one too many is refused, not queued. */
  private static ExecutorService pool(String name) {
    return new ThreadPoolExecutor(
        0, MAX_CALLS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons(name));
  }

  private static ThreadFactory daemons(String name) {
    return work -> {
      var thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  List<Tool<?, ?>> tools() {
    return tools;
  }

  McpBridge bridge() {
    return bridge;
  }

  /** Answers one call as a transport would have it answered. */
  Reply call(String tool, String arguments, Caller caller) {
    return call(tool, arguments, Map.of(), caller);
  }

  Reply call(String tool, String arguments, Map<String, String> meta, Caller caller) {
    var called =
        tools.stream().filter(it -> it.spec().name().equals(tool)).findFirst().orElseThrow();
    return dispatcher.call(called, arguments, meta, caller, Client.NONE);
  }

  Reply call(String tool, String arguments, Caller caller, Client client) {
    var called =
        tools.stream().filter(it -> it.spec().name().equals(tool)).findFirst().orElseThrow();
    return dispatcher.call(called, arguments, Map.of(), caller, client);
  }

  void serve(InputStream in, OutputStream out, Caller caller) {
    try (var transport =
        StdioTransport.open(
            in, out, StdioTransport.DEFAULT_MAX_LINE_BYTES, StdioTransport.DEFAULT_DRAIN)) {
      LOG.info(description);
      bridge.serve(transport, caller, calls);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns what a servlet is put in front of; made when it is first asked for. */
  synchronized McpEndpoint endpoint() {
    if (!httpServed) {
      LOG.info(description);
      bridge.serve(http);
      warmUpResources();
      httpServed = true;
    }
    return http;
  }

  /** Returns what the approval page is put in front of; null if there is none. */
  @Nullable ApprovalDesk desk() {
    return desk;
  }

  /** Aside, so that nobody waits for it who does not ask for it. */
  private void warmUpResources() {
    if (resources != null) {
      try {
        calls.execute(resources::warmUp);
      } catch (RejectedExecutionException e) {
        LOG.debug("closed before the documentation was read", e);
      }
    }
  }

  int reconcile() {
    return dispatches.reconcile(RECONCILE_AT_ONCE);
  }

  @Override
  public void close() {
    if (schedule != null) {
      schedule.shutdownNow();
    }
    calls.shutdown();
    try {
      http.drain(DRAIN);
      rails.shutdown();
      if (!rails.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("closed while the rail was being called; those payments stay pending");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (docs != null) {
        docs.close();
      }
    }
  }
}
