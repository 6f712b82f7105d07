package io.mcp2p.approval;

import io.mcp2p.payment.KeyedHash;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells a form that this page gave to this browser from any other: a cookie that other sites can
 * neither read nor have sent along, and a hash of it in the form. Nothing is kept here.
 */
final class FormGuard {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String FORM = "[A-Za-z0-9_-]{22}";

  private final KeyedHash hash;
  private final String origin;
  private final boolean secure;
  private final String cookie;

  FormGuard(KeyedHash hash, Approval approval) {
    this.hash = hash;
    this.origin = approval.origin();
    this.secure = approval.isSecure();
    // A name that only this very host can set, over TLS: RFC 6265bis, section 4.1.3.2.
    this.cookie = secure ? "__Host-mcp2p-approval" : "mcp2p-approval";
  }

  /** The browser's own random name, or null if it has none yet. */
  @Nullable String browser(HttpServletRequest request) {
    var cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie one : cookies) {
        if (one.getName().equals(cookie) && one.getValue().matches(FORM)) {
          return one.getValue();
        }
      }
    }
    return null;
  }

  /**
   * Gives the browser a name. The cookie is Lax, not Strict: a link is opened from a chat or a
   * message, which is another site, and a Strict one would not come along then and be replaced
   * under the form of another tab. Neither is sent with another site's POST.
   */
  String newBrowser(HttpServletResponse response) {
    var random = new byte[16];
    RANDOM.nextBytes(random);
    var name = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    response.addHeader(
        "Set-Cookie",
        cookie + "=" + name + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : ""));
    return name;
  }

  String guard(String browser, String token) {
    return hash.of("approval form", browser, token);
  }

  /** The outcome as a part of the address that it is shown at, which only this browser can show. */
  String outcome(String browser, String token, ApprovalDesk.Outcome outcome) {
    var name = outcome.name().toLowerCase(Locale.ROOT);
    return name + "." + hash.of("approval outcome", browser, token, name);
  }

  ApprovalDesk.@Nullable Outcome outcome(
      @Nullable String browser, String token, @Nullable String query) {
    if (browser == null || query == null || !query.startsWith("r=")) {
      return null;
    }
    for (ApprovalDesk.Outcome outcome : ApprovalDesk.Outcome.values()) {
      if (KeyedHash.same(query, "r=" + outcome(browser, token, outcome))) {
        return outcome;
      }
    }
    return null;
  }

  /** Tells whether the form came from the page itself, sent by the browser that it was given to. */
  boolean isOwn(
      HttpServletRequest request, @Nullable String browser, String token, @Nullable String guard) {
    return browser != null
        && guard != null
        && isSameSite(request)
        && KeyedHash.same(guard, guard(browser, token));
  }

  /** With no-referrer, browsers call the origin of a form null; Sec-Fetch-Site says it then. */
  private boolean isSameSite(HttpServletRequest request) {
    var site = request.getHeader("Sec-Fetch-Site");
    var from = request.getHeader("Origin");
    return (site == null || site.equals("same-origin"))
        && (from == null || from.equals("null") || from.toLowerCase(Locale.ROOT).equals(origin));
  }
}
