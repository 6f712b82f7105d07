package io.mcp2p.http;

import io.mcp2p.auth.Authenticator;
import jakarta.servlet.http.HttpServlet;

/**
 * Makes the servlet of a server. {@code Mcp2pServer.servlet()} is the way to get one.
 *
 * @since 0.1
 */
public final class McpServlets {

  /** Returns the servlet in front of {@code endpoint}. */
  public static HttpServlet of(
      McpEndpoint endpoint, HttpOptions options, Authenticator authenticator) {
    return new PaymentServlet(endpoint, options, authenticator, null);
  }

  /**
   * Returns the same with another servlet below {@code path}, whose requests it sees as they came.
   */
  public static HttpServlet of(
      McpEndpoint endpoint,
      HttpOptions options,
      Authenticator authenticator,
      String path,
      HttpServlet below) {
    return new PaymentServlet(
        endpoint, options, authenticator, new PaymentServlet.Mounted(path + "/", below));
  }

  private McpServlets() {}
}
