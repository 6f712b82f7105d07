package io.mcp2p.pix;

import io.mcp2p.payment.Money;
import io.mcp2p.tool.Advice;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A settled Pix that we sent, whose money somebody wants back. Nothing can be filed for that from
 * here: a devolução is made by the payee, and a contestation (MED, mecanismo especial de devolução)
 * opened by the payer in the provider's own app, within 80 days, for fraud or a fault of a system.
 *
 * @param e2eId as the rail knows it, or our reference if that is not known
 * @param amount all of it
 * @param settledAt when
 */
record SentPix(String e2eId, Money amount, Instant settledAt) {
  private static final Duration CONTESTABLE = Duration.ofDays(80);

  Answer<Plan> advise(RequestRefundInput input, Instant now) {
    var wanted = input.amount() == null ? amount : Money.brl(input.amount());
    if (wanted.minorUnits() > amount.minorUnits()) {
      return Answer.refused(PixErrors.exceeds(amount, amount));
    }
    if (input.reason() == RefundReason.CUSTOMER_REQUEST) {
      return Answer.of(
          new Advice(
              "receiver_action_required",
              PixErrors.text("advice.CUSTOMER_REQUEST", Map.of("e2eId", e2eId)),
              RequestRefundData.advice(e2eId, wanted, null)));
    }
    var deadline = deadline();
    var day = deadline.atZone(PixRail.BRASILIA).toLocalDate();
    if (now.isAfter(deadline)) {
      return Answer.refused(PixErrors.notRefundable("contestationOver", Map.of("deadline", day)));
    }
    return Answer.of(
        new Advice(
            "contestation_required",
            PixErrors.text(
                "advice." + input.reason(),
                Map.of("deadline", day, "e2eId", e2eId, "amount", wanted.formatted())),
            RequestRefundData.advice(e2eId, wanted, deadline)));
  }

  /** Counted from the time in the id, which is the rail's own; an id of another form has none. */
  private Instant deadline() {
    return EndToEndId.parse(e2eId).map(EndToEndId::at).orElse(settledAt).plus(CONTESTABLE);
  }
}
