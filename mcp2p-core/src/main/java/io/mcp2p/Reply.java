package io.mcp2p;

import io.mcp2p.ledger.Payment;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer to one call, ready for the wire.
 *
 * @param json the envelope
 * @param text the same, serialised
 * @param outcome one word for the audit log
 * @param payment the payment concerned, for the audit log
 */
record Reply(
    ObjectNode json, String text, boolean isError, String outcome, @Nullable Payment payment) {

  /** Names the payment that the answer is about; null if it is about none, or several. */
  @Nullable String paymentId() {
    return json.path("data")
        .path("paymentId")
        .stringValue(json.path("error").path("details").path("paymentId").stringValue(null));
  }
}
