package io.mcp2p.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.approval.ApprovalDesk.Asked;
import io.mcp2p.approval.ApprovalDesk.Outcome;
import io.mcp2p.approval.ApprovalDesk.Visit;
import io.mcp2p.payment.KeyedHash;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The approval page. A GET changes nothing, so that scanners and previews may open a link; a POST
 * is always answered by a redirect, so that a form sent twice, the back button and a second tab do
 * no harm. A link that is unknown, forged, used or too old is answered alike.
 */
final class ApprovalServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ApprovalServlet.class);

  private final transient ApprovalDesk desk;
  private final transient Approval approval;
  private final transient FormGuard guard;
  private final transient ApprovalView view;

  ApprovalServlet(ApprovalDesk desk, Approval approval, KeyedHash hash) {
    this.desk = desk;
    this.approval = approval;
    this.guard = new FormGuard(hash, approval);
    this.view = new ApprovalView(approval);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    secure(response);
    var token = token(request);
    try {
      switch (request.getMethod()) {
        case "GET", "HEAD" -> show(request, response, token);
        case "POST" -> answer(request, response, token);
        default -> {
          response.setHeader("Allow", "GET, HEAD, POST");
          page(response, 405, view.notice(language(request), "unusable"));
        }
      }
    } catch (RuntimeException e) {
      LOG.error("the approval page cannot be served now", e);
      response.setHeader("Retry-After", "5");
      page(response, 503, view.notice(language(request), "unavailable"));
    }
  }

  private void secure(HttpServletResponse response) {
    response.setHeader("Content-Security-Policy", view.policy());
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("X-Robots-Tag", "noindex, nofollow");
  }

  /** The last part of the path, wherever the host has mounted the page. */
  private static String token(HttpServletRequest request) {
    var info = request.getPathInfo();
    var path = request.getServletPath() + (info == null ? "" : info);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private void show(HttpServletRequest request, HttpServletResponse response, String token)
      throws IOException {
    var asked = known(request, response, token);
    if (asked == null) {
      return;
    }
    var browser = guard.browser(request);
    var outcome = guard.outcome(browser, token, request.getQueryString());
    var over = outcome != null && isOver(outcome) ? outcome : null;
    if ((over == null && !asked.open()) || !isAllowed(request, asked)) {
      unusable(request, response);
    } else if (over != null) {
      page(response, 200, view.notice(language(request, asked), ApprovalView.key(over)));
    } else {
      var name = browser == null ? guard.newBrowser(response) : browser;
      page(
          response,
          200,
          view.form(language(request, asked), asked, token, guard.guard(name, token), outcome));
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, String token)
      throws IOException {
    var asked = known(request, response, token);
    if (asked == null) {
      return;
    }
    var form = FormReader.read(request);
    if (form.isEmpty() || !isAllowed(request, asked)) {
      unusable(request, response);
      return;
    }
    var browser = guard.browser(request);
    if (browser == null || !guard.isOwn(request, browser, token, form.get().get("guard"))) {
      if (asked.open()) {
        page(response, 403, view.notice(language(request, asked), "foreign"));
      } else {
        unusable(request, response);
      }
      return;
    }
    var outcome = outcome(token, form.get());
    if (outcome.isEmpty()) {
      unusable(request, response);
      return;
    }
    // Relative, so that it holds behind a proxy that serves the page under another path.
    response.setHeader("Location", token + "?r=" + guard.outcome(browser, token, outcome.get()));
    response.setStatus(303);
  }

  private Optional<Outcome> outcome(String token, Map<String, String> form) {
    var what = form.getOrDefault("do", "");
    if (what.equals("decline")) {
      return Optional.of(desk.decline(token, reason(form.getOrDefault("reason", ""))));
    }
    if (!what.equals("approve")) {
      return Optional.empty();
    }
    // As people copy it out of a message: "123 456".
    var code = form.getOrDefault("code", "").replaceAll("[\\s-]", "");
    var attempt = form.getOrDefault("attempt", "");
    if (!code.matches("[0-9]{4,10}") || !attempt.matches("[0-9]{1,4}")) {
      return Optional.of(Outcome.NO_CODE);
    }
    return Optional.of(desk.approve(token, code, Integer.parseInt(attempt)));
  }

  private static DeclineReason reason(String wire) {
    for (DeclineReason reason : DeclineReason.values()) {
      if (reason.wire().equals(wire)) {
        return reason;
      }
    }
    return DeclineReason.NONE;
  }

  /** What the link leads to; null if that was answered already. */
  private @Nullable Asked known(
      HttpServletRequest request, HttpServletResponse response, String token) throws IOException {
    var visit = desk.visit(token, request.getRemoteAddr());
    if (visit instanceof Visit.Known known) {
      return known.asked();
    }
    if (visit instanceof Visit.TooOften often) {
      response.setHeader("Retry-After", Long.toString(seconds(often.tryAfter())));
      page(response, 429, view.notice(language(request), "often"));
    } else {
      unusable(request, response);
    }
    return null;
  }

  private static long seconds(Duration wait) {
    return wait.plusSeconds(1).minusNanos(1).toSeconds();
  }

  private boolean isAllowed(HttpServletRequest request, Asked asked) {
    try {
      return approval.isAllowed(request, asked.callerId());
    } catch (RuntimeException e) {
      LOG.error("who opens an approval page cannot be found out now", e);
      return false;
    }
  }

  private static boolean isOver(Outcome outcome) {
    return switch (outcome) {
      case APPROVED, DECLINED, TOO_MANY, EXPIRED, CLOSED -> true;
      case NO_CODE, WRONG_CODE, STALE, UNAVAILABLE -> false;
    };
  }

  private void unusable(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getMethod().equals("POST")) {
      // Of a body that was not read more may be to come; and whatever is posted is told the same.
      response.setHeader("Connection", "close");
    }
    page(response, 404, view.notice(language(request), "unusable"));
  }

  private static Locale language(HttpServletRequest request, Asked asked) {
    return PageTexts.language(request.getHeader("Accept-Language"), asked.locale());
  }

  private static Locale language(HttpServletRequest request) {
    return PageTexts.language(request.getHeader("Accept-Language"), Locale.ENGLISH);
  }

  private static void page(HttpServletResponse response, int status, String html)
      throws IOException {
    var bytes = html.getBytes(UTF_8);
    response.setStatus(status);
    response.setContentType("text/html;charset=utf-8");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
