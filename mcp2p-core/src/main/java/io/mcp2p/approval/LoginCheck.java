package io.mcp2p.approval;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Says whether who opens a link is the person whose payment it is. Put a login filter of your own
 * in front of the page; this only looks at what it has found out.
 *
 * <p>Implementations are thread-safe. One that throws has said no.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface LoginCheck {

  /**
   * Tells whether the request may see and answer what {@code callerId} asks for.
   *
   * @param request as it came in; its body is not to be read
   * @param callerId the id of the {@link io.mcp2p.auth.Caller} that opened the payment
   */
  boolean isAllowed(HttpServletRequest request, String callerId);
}
