package io.mcp2p.approval;

import io.mcp2p.payment.KeyedHash;
import jakarta.servlet.http.HttpServlet;

/**
 * Makes the servlet of a page. {@code Mcp2pServer.approvalServlet()} is the way to get one.
 *
 * @since 0.1
 */
public final class ApprovalServlets {

  /** Returns the page in front of {@code desk}; {@code hash} is the same on every node. */
  public static HttpServlet of(ApprovalDesk desk, Approval approval, KeyedHash hash) {
    return new ApprovalServlet(desk, approval, hash);
  }

  private ApprovalServlets() {}
}
