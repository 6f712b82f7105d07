package io.mcp2p;

import io.mcp2p.auth.Caller;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.tool.ToolCall;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Has a client that can open the approval page for the person, and waits for what they answer
 * there: {@code elicitation/create} in mode {@code url} of MCP 2025-11-25. The client says no more
 * than that the person wants to open it; what they answer is in the ledger, whichever node serves
 * the page.
 */
final class UrlElicitation {
  private static final String CAPABILITY = "elicitation.url";

  // Clients give up on a call after a minute: the TypeScript SDK's default.
  private static final Duration WITHIN = Duration.ofSeconds(50);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final PaymentLedger ledger;
  private final ApprovalLinks links;
  private final Clock clock;

  UrlElicitation(PaymentLedger ledger, ApprovalLinks links, Clock clock) {
    this.ledger = ledger;
    this.links = links;
    this.clock = clock;
  }

  /** Tells whether the payment was answered in time, so that its call is worth repeating. */
  boolean isAnswered(Payment payment, Caller caller, Client client) {
    if (!client.supports(CAPABILITY)) {
      return false;
    }
    long end = System.nanoTime() + WITHIN.toNanos();
    var message = CoreText.of("elicitation", Map.of("summary", payment.summary()));
    var reply =
        client.ask(
            "elicitation/create",
            Map.of(
                "mode",
                "url",
                "elicitationId",
                payment.question().challengeId(),
                "url",
                links.of(payment).toString(),
                "message",
                message.in(caller.locale())),
            WITHIN);
    return reply.isPresent() && "accept".equals(reply.get().get("action")) && waited(payment, end);
  }

  /** The call as if it came now. */
  ToolCall later(ToolCall call) {
    return new ToolCall(call.caller(), call.mode(), clock.instant(), call.ids(), call.payments());
  }

  private boolean waited(Payment payment, long end) {
    while (isOpen(payment)) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private boolean isOpen(Payment payment) {
    return ledger.find(payment.id()).filter(it -> it.awaitsCode(clock.instant())).isPresent();
  }
}
