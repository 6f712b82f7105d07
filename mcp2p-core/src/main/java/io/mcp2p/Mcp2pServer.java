package io.mcp2p;

import io.mcp2p.approval.Approval;
import io.mcp2p.approval.ApprovalServlets;
import io.mcp2p.audit.AuditLog;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.docs.Docs;
import io.mcp2p.http.HttpOptions;
import io.mcp2p.http.McpServlets;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.payment.IdSource;
import io.mcp2p.payment.KeyedHash;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.policy.RateLimits;
import io.mcp2p.rail.Rail;
import io.mcp2p.telemetry.Telemetry;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import jakarta.servlet.http.HttpServlet;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server through which an AI agent can pay, with a person's approval of each payment.
 *
 * <pre>{@code
 * try (var server =
 *     Mcp2pServer.builder()
 *         .rails(SpeiRail.sandbox())
 *         .verifier(Verifier.sandbox())
 *         .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
 *         .build()) {
 *   server.serveStdio();
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe. A server has one {@link Mode}; two modes in one process are two
 * servers.
 *
 * @since 0.1
 */
public final class Mcp2pServer implements AutoCloseable {
  private final Wiring wiring;
  private final Caller stdioCaller;
  private final HttpOptions http;
  private final @Nullable Authenticator authenticator;
  private final @Nullable Approval approval;
  private final KeyedHash hash;

  private Mcp2pServer(Builder from) {
    this.wiring = Wiring.of(from);
    this.stdioCaller = from.stdioCaller;
    this.http = from.http;
    this.authenticator = from.authenticator;
    this.approval = from.approval;
    this.hash = from.hash;
  }

  /** Starts a configuration. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Speaks MCP on this process's standard input and output until the input ends, for the one person
   * at the other end. Until it returns, {@code System.out} writes to standard error, because
   * standard output is the protocol's. Answers that are being worked on when the input ends are
   * still given, within a second and a half.
   */
  public void serveStdio() {
    try (var stdout = StdoutGuard.install()) {
      serve(System.in, stdout.protocol());
    }
  }

  /**
   * Speaks MCP on these streams, as {@link #serveStdio()} does on its own. The streams are not
   * closed.
   *
   * @param in one JSON-RPC message a line, UTF-8
   * @param out written to by this method alone while it runs
   */
  public void serve(InputStream in, OutputStream out) {
    wiring.serve(in, out, stdioCaller);
  }

  /**
   * Returns the servlet to mount at the root of a context, in any Jakarta Servlet 6.1 container:
   * the MCP endpoint (Streamable HTTP, with sessions if {@link HttpOptions#sessions} says so),
   * {@code /.well-known/oauth-protected-resource}, {@code /healthz} and {@code /readyz}, and the
   * approval page, if there is one, below the path of its URL. It is to be mounted with support for
   * asynchronous requests. Each call returns another servlet over the same server; 256 calls run at
   * once at most, and 96 of one caller.
   *
   * @throws IllegalStateException if there is no authenticator
   */
  public HttpServlet servlet() {
    if (authenticator == null) {
      throw new IllegalStateException(
          "HTTP without an authenticator: call authenticator(...), e.g. Authenticator.apiKeys(file)");
    }
    return approval == null
        ? McpServlets.of(wiring.endpoint(), http, authenticator)
        : McpServlets.of(
            wiring.endpoint(),
            http,
            authenticator,
            approval.baseUrl().getPath(),
            approvalServlet());
  }

  /**
   * Returns the approval page alone, for hosts that serve MCP over stdio, or the page from another
   * place than MCP: any process over the same ledger, with the same secret, verifier and phones can
   * serve it. Mount it at the path of the page's URL, and all below: {@code /approve/*}.
   *
   * @throws IllegalStateException if there is no approval page
   */
  public HttpServlet approvalServlet() {
    var desk = wiring.desk();
    if (approval == null || desk == null) {
      throw new IllegalStateException(
          "no approval page: call approval(...), e.g. Approval.page(URI.create(\"https://...\"))");
    }
    return ApprovalServlets.of(desk, approval, hash);
  }

  /**
   * Asks the rails about payments whose outcome is not known and whose time to ask has come, at
   * most 100 of them. Several nodes may do so at once; each payment is asked for by one. For hosts
   * with a scheduler of their own; {@link Builder#reconcileEvery} is the other way.
   *
   * @return how many outcomes became known
   */
  public int reconcile() {
    return wiring.reconcile();
  }

  /**
   * Stops reconciling and lets calls of the rail that are under way end, for a moment. What has not
   * ended by then stays pending in the ledger. Parts that the host gave are the host's to close,
   * all but the documentation, which is closed here.
   */
  @Override
  public void close() {
    wiring.close();
  }

  /**
   * Configures a server. Not thread-safe. What is missing or contradictory is said by {@link
   * #build()}, with the remedy.
   */
  public static final class Builder {
    final List<Rail> rails = new ArrayList<>();
    final List<Tool<?, ?>> tools = new ArrayList<>();
    Predicate<ToolSpec<?, ?>> exposed = tool -> true;
    @Nullable Verifier verifier;
    @Nullable Function<Caller, @Nullable PhoneNumber> phones;
    PaymentLedger ledger = PaymentLedger.inMemory();
    PaymentPolicy policy = PaymentPolicy.allowAll();
    @Nullable RateLimits rateLimits;
    AuditLog audit = AuditLog.slf4j();
    Mode mode = Mode.TEST;
    Clock clock = Clock.systemUTC();
    IdSource ids = IdSource.random();
    KeyedHash hash = KeyedHash.random();
    boolean sharedSecret;
    Duration answerWithin = Duration.ofSeconds(20);
    @Nullable Duration reconcileEvery;
    Caller stdioCaller = Caller.local(Locale.ENGLISH);
    HttpOptions http = HttpOptions.local();
    @Nullable Authenticator authenticator;
    @Nullable Docs docs;
    Telemetry telemetry = Telemetry.none();
    @Nullable Approval approval;
    String name = "mcp2p";
    String version = "0.1.0";

    private Builder() {}

    /** Adds rails. */
    public Builder rails(Rail... rails) {
      return rails(Arrays.asList(rails));
    }

    /** Adds rails. */
    public Builder rails(Collection<? extends Rail> rails) {
      this.rails.addAll(rails);
      return this;
    }

    /** Adds tools of the host's own, beside those of the rails. */
    public Builder tools(Tool<?, ?>... tools) {
      this.tools.addAll(Arrays.asList(tools));
      return this;
    }

    /**
     * Lets callers with the scope {@code mcp:docs:read} search and read documentation: the tools
     * {@code docs_search} and {@code docs_get}, and the pages as MCP resources. None if not set. It
     * is closed with the server.
     */
    public Builder docs(Docs docs) {
      this.docs = Objects.requireNonNull(docs, "docs");
      return this;
    }

    /**
     * Offers only the tools that {@code exposed} accepts; all if not set. It is asked once for each
     * tool, when the server is built.
     */
    public Builder exposing(Predicate<ToolSpec<?, ?>> exposed) {
      this.exposed = Objects.requireNonNull(exposed, "exposed");
      return this;
    }

    /** Sets how a person approves a payment. Required. */
    public Builder verifier(Verifier verifier) {
      this.verifier = Objects.requireNonNull(verifier, "verifier");
      return this;
    }

    /**
     * Sets the host's directory: which phone a caller's codes go to, null if none. Required. It is
     * asked on every turn, so a number that changes takes effect at once.
     */
    public Builder phoneNumbers(Function<Caller, @Nullable PhoneNumber> phones) {
      this.phones = Objects.requireNonNull(phones, "phones");
      return this;
    }

    /** Sets who is told what the server does and how long it takes; nobody if not set. */
    public Builder telemetry(Telemetry telemetry) {
      this.telemetry = Objects.requireNonNull(telemetry, "telemetry");
      return this;
    }

    /** Sets where payments are remembered; in memory if not set, which only a test server may. */
    public Builder ledger(PaymentLedger ledger) {
      this.ledger = Objects.requireNonNull(ledger, "ledger");
      return this;
    }

    /** Sets what is allowed; everything if not set, which only a test server may. */
    public Builder policy(PaymentPolicy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets how often things may be done; {@link RateLimits#standard()} if not set and money is
     * real, else {@link RateLimits#none()}.
     */
    public Builder rateLimits(RateLimits limits) {
      this.rateLimits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /** Sets where the line of each call goes; SLF4J if not set. */
    public Builder audit(AuditLog audit) {
      this.audit = Objects.requireNonNull(audit, "audit");
      return this;
    }

    /** Sets whether money is real; {@link Mode#TEST} if not set. */
    public Builder mode(Mode mode) {
      this.mode = Objects.requireNonNull(mode, "mode");
      return this;
    }

    /** Sets the clock; the system's if not set. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** Sets where ids come from; random if not set. */
    public Builder ids(IdSource ids) {
      this.ids = Objects.requireNonNull(ids, "ids");
      return this;
    }

    /**
     * Sets the secret under which codes, phone numbers and arguments are hashed in the ledger; the
     * same on every node that shares one, and kept when the server is started again. If not set, it
     * ends with the process, which only an in-memory ledger may.
     *
     * @throws IllegalArgumentException if the secret has fewer than 32 bytes
     */
    public Builder secret(byte[] secret) {
      this.hash = KeyedHash.of(secret);
      this.sharedSecret = true;
      return this;
    }

    /**
     * Sets how long a call waits for the rail, 20 seconds if not set. After that the answer is
     * {@code pending}; the call of the rail goes on, and what comes of it is recorded.
     *
     * @throws IllegalArgumentException if {@code limit} is not positive
     */
    public Builder answerWithin(Duration limit) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("answerWithin is to be positive: " + limit);
      }
      this.answerWithin = limit;
      return this;
    }

    /**
     * Has the server reconcile by itself; not at all if not set.
     *
     * @throws IllegalArgumentException if {@code interval} is under a second
     */
    public Builder reconcileEvery(Duration interval) {
      if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("reconcileEvery is at least a second: " + interval);
      }
      this.reconcileEvery = interval;
      return this;
    }

    /**
     * Sets who is at the other end of stdio; someone who may do everything, in English, if not set.
     */
    public Builder stdioCaller(Caller caller) {
      this.stdioCaller = Objects.requireNonNull(caller, "caller");
      return this;
    }

    /** Sets who may call over HTTP. Without one there is no HTTP. */
    public Builder authenticator(Authenticator authenticator) {
      this.authenticator = Objects.requireNonNull(authenticator, "authenticator");
      return this;
    }

    /** Sets how the server is reached over HTTP; from this machine alone if not set. */
    public Builder http(HttpOptions options) {
      this.http = Objects.requireNonNull(options, "options");
      return this;
    }

    /**
     * Sets the page on which a person approves, so that the code need not go through the agent;
     * none if not set. Serve it with {@link Mcp2pServer#servlet()} or {@link
     * Mcp2pServer#approvalServlet()}.
     */
    public Builder approval(Approval approval) {
      this.approval = Objects.requireNonNull(approval, "approval");
      return this;
    }

    /** Sets the name and version that the server presents to clients. */
    public Builder serverInfo(String name, String version) {
      this.name = Objects.requireNonNull(name, "name");
      this.version = Objects.requireNonNull(version, "version");
      return this;
    }

    /**
     * Builds the server.
     *
     * @throws IllegalStateException if something is missing, or a live server has a part that is
     *     fit for tests only; the message says what to do
     */
    public Mcp2pServer build() {
      return new Mcp2pServer(this);
    }
  }
}
