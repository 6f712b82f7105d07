package io.mcp2p;

import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.tool.Advice;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one call of a payment tool ended. */
sealed interface Turn {

  /** The person has been asked. */
  record CodeRequired(Payment payment) implements Turn {}

  /**
   * The rail was called, now or by an earlier call that this one repeats.
   *
   * @param repeats whether this call had no code and paid nothing, because it repeats one
   */
  record Done(Payment payment, boolean repeats) implements Turn {
    Done(Payment payment) {
      this(payment, false);
    }
  }

  /** There is nothing to be done here, only something to be told. */
  record Advised(Advice advice) implements Turn {}

  /** Nothing was sent to the rail by this call. */
  record Refused(Refusal refusal, @Nullable Payment payment) implements Turn {}

  static Turn refused(Refusal refusal) {
    return new Refused(refusal, null);
  }

  static Turn refused(ErrorCode code, String key, Payment payment) {
    return new Refused(
        Refusal.of(code, CoreText.of(key)).with("paymentId", payment.id().value()), payment);
  }

  static Turn refused(ErrorCode code, String key) {
    return refused(Refusal.of(code, CoreText.of(key)));
  }

  static Turn notAwaiting(Payment payment, Instant now) {
    return new Refused(notAwaitingRefusal(payment, now), payment);
  }

  static Refusal notAwaitingRefusal(Payment payment, Instant now) {
    return Refusal.of(
            ErrorCode.PAYMENT_NOT_AWAITING_CODE,
            CoreText.of("payment.notAwaiting", Map.of("state", payment.stateAt(now).wire())))
        .with("paymentId", payment.id().value());
  }
}
