package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.audit.AuditEntry;
import io.mcp2p.audit.AuditLog;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.auth.Scope;
import io.mcp2p.docs.DocPage;
import io.mcp2p.docs.Docs;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.IdSource;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import io.mcp2p.policy.RateLimiter;
import io.mcp2p.policy.RateLimits.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of the documentation as MCP resources. The SDK's own resources are the same for every
 * caller and for the life of a server; these depend on who asks, and change with the files.
 */
final class ResourceRequests {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceRequests.class);
  private static final String LIST = "resources/list";
  private static final String TEMPLATES = "resources/templates/list";
  private static final String READ = "resources/read";
  private static final Set<String> METHODS = Set.of(LIST, TEMPLATES, READ);
  private static final String MARKDOWN = "text/markdown";
  private static final int AT_ONCE = 100;
  private static final int LONGEST_CURSOR = 1000;

  // JSON-RPC leaves -32000 to -32099 to servers; -32002 is MCP's own.
  private static final int SERVER_ERROR = -32000;
  private static final int NOT_FOUND = -32002;
  private static final int FORBIDDEN = -32003;
  private static final int INVALID_PARAMS = -32602;

  /**
   * What is answered: a result, or an error of JSON-RPC in its place.
   *
   * @param code of the error, 0 if there is none
   * @param data the refusal's code and details, for programs
   * @param outcome as in an audit entry
   */
  record Outcome(
      Map<String, Object> result,
      int code,
      String message,
      Map<String, Object> data,
      String outcome) {

    static Outcome ok(Map<String, Object> result) {
      return new Outcome(result, 0, "", Map.of(), "ok");
    }

    static Outcome refused(int code, Refusal refusal, Caller caller) {
      var data = new LinkedHashMap<>(refusal.details());
      data.put("code", refusal.code().value());
      data.put("retryable", refusal.code().retryable());
      var message = refusal.message().in(caller.locale());
      return new Outcome(Map.of(), code, message, data, refusal.code().value());
    }
  }

  private final Docs docs;
  private final RateLimiter rates;
  private final AuditLog audit;
  private final Mode mode;
  private final Clock clock;
  private final IdSource ids;

  ResourceRequests(
      Docs docs, RateLimiter rates, AuditLog audit, Mode mode, Clock clock, IdSource ids) {
    this.docs = docs;
    this.rates = rates;
    this.audit = audit;
    this.mode = mode;
    this.clock = clock;
    this.ids = ids;
  }

  /** Has the index made, for the first question not to wait for it. */
  void warmUp() {
    try {
      docs.load();
    } catch (RuntimeException e) {
      if (docs.closed()) {
        // A client that came for one question, and took the server with it.
        LOG.debug("closed before the documentation was read", e);
      } else {
        LOG.warn("the documentation could not be read; the next question tries again", e);
      }
    }
  }

  boolean answers(String method) {
    return METHODS.contains(method);
  }

  /** Names the scope that the caller lacks for this request; a list without it is empty. */
  @Nullable String missingScope(String method, Caller caller) {
    return method.equals(READ) && !caller.may(Scope.DOCS_READ) ? Scope.DOCS_READ : null;
  }

  /** Answers a request; never throws. */
  Outcome answer(String method, @Nullable Map<String, Object> params, Caller caller) {
    var began = clock.instant();
    var id = ids.next();
    var given = params == null ? Map.<String, Object>of() : params;
    Outcome outcome;
    try {
      outcome =
          switch (method) {
            case LIST -> list(given, caller);
            case TEMPLATES -> templates(caller);
            default -> read(given, caller);
          };
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      LOG.error("{} {} failed", method, id, e);
      var refusal = Refusal.of(ErrorCode.INTERNAL_ERROR, CoreText.of("internal"));
      outcome = Outcome.refused(SERVER_ERROR, refusal.with("correlationId", id), caller);
    }
    if (method.equals(READ)) {
      record(outcome, caller, began, id);
    }
    return outcome;
  }

  /** Answers a request for which there is no room. */
  Outcome busy(String method, Caller caller) {
    var refusal =
        Refusal.of(ErrorCode.RATE_LIMITED, CoreText.of("busy")).with("retryAfterSeconds", 1);
    var outcome = Outcome.refused(SERVER_ERROR, refusal, caller);
    if (method.equals(READ)) {
      record(outcome, caller, clock.instant(), ids.next());
    }
    return outcome;
  }

  private Outcome list(Map<String, Object> params, Caller caller) {
    if (!caller.may(Scope.DOCS_READ)) {
      return Outcome.ok(Map.of("resources", List.of()));
    }
    var after = after(params.get("cursor"));
    if (after.isEmpty()) {
      return invalid("cursor", CoreText.of("cursor"), caller);
    }
    var found =
        docs.pages().stream()
            .filter(it -> it.name().compareTo(after.get()) > 0)
            .limit(AT_ONCE + 1L)
            .toList();
    var result = new LinkedHashMap<String, Object>();
    result.put("resources", found.stream().limit(AT_ONCE).map(this::described).toList());
    if (found.size() > AT_ONCE) {
      var last = found.get(AT_ONCE - 1).name().getBytes(UTF_8);
      result.put("nextCursor", Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }
    return Outcome.ok(result);
  }

  /** The name of the last page that the client has; empty for a cursor that is none. */
  private static Optional<String> after(@Nullable Object cursor) {
    if (cursor == null) {
      return Optional.of("");
    }
    try {
      return cursor instanceof String text && text.length() <= LONGEST_CURSOR
          ? Optional.of(new String(Base64.getUrlDecoder().decode(text), UTF_8))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Map<String, Object> described(DocPage page) {
    var resource = new LinkedHashMap<String, Object>();
    resource.put("uri", page.uri());
    resource.put("name", page.name());
    resource.put("title", page.title());
    resource.put("mimeType", MARKDOWN);
    return resource;
  }

  private static Outcome templates(Caller caller) {
    var page =
        Map.of(
            "uriTemplate",
            "docs:///{+page}",
            "name",
            "docs",
            "title",
            "Documentation",
            "description",
            "A page of the documentation, as docs_search names it.",
            "mimeType",
            MARKDOWN);
    return Outcome.ok(
        Map.of("resourceTemplates", caller.may(Scope.DOCS_READ) ? List.of(page) : List.of()));
  }

  private Outcome read(Map<String, Object> params, Caller caller) {
    if (!caller.may(Scope.DOCS_READ)) {
      return Outcome.refused(FORBIDDEN, Access.forbidden(Scope.DOCS_READ), caller);
    }
    var wait = rates.take(Kind.READ, mode.wire() + " " + caller.id());
    if (!wait.isZero()) {
      return Outcome.refused(SERVER_ERROR, CoreText.tooOften("calls.tooOften", wait), caller);
    }
    if (!(params.get("uri") instanceof String uri)) {
      return invalid("uri", CoreText.of("constraint.NotNull", Map.of("field", "uri")), caller);
    }
    // Only what is in the index is served: no path is made of what a client sends.
    var page = docs.page(uri);
    if (page.isEmpty()) {
      var refusal = Refusal.of(ErrorCode.DOCS_PAGE_NOT_FOUND, CoreText.of("resource.notFound"));
      return Outcome.refused(NOT_FOUND, refusal.field("uri"), caller);
    }
    var contents = Map.of("uri", page.get().uri(), "mimeType", MARKDOWN, "text", page.get().text());
    return Outcome.ok(Map.of("contents", List.of(contents)));
  }

  private static Outcome invalid(String field, Text message, Caller caller) {
    return Outcome.refused(
        INVALID_PARAMS, Refusal.of(ErrorCode.INVALID_ARGUMENT, message).field(field), caller);
  }

  private void record(Outcome outcome, Caller caller, Instant began, String id) {
    var took = Duration.between(began, clock.instant());
    try {
      audit.record(
          new AuditEntry(
              began, id, caller.id(), mode, READ, outcome.outcome(), null, null, null, null, took));
    } catch (RuntimeException e) {
      LOG.error("no audit entry for {} {}", READ, id, e);
    }
  }
}
