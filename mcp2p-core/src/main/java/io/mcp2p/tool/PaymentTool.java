package io.mcp2p.tool;

import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import java.util.Map;
import java.util.Optional;

/**
 * A tool that moves money, asks for it back, or changes what decides about it (a {@linkplain
 * io.mcp2p.payment.PaymentOperation#action action}), once a person has approved exactly that. A
 * tool of this kind says what is to be done and how the rail is called; when, how often and whether
 * is decided by the payment flow, the same for all: see {@code docs/architecture.md}.
 *
 * @param <I> the record of its arguments, one of which is the code
 * @param <O> the record of what is its own in the answer, besides status, amount and payment id
 * @since 0.1
 */
public non-sealed interface PaymentTool<I extends Record & Approvable, O extends Record>
    extends Tool<I, O> {

  /**
   * Says what the arguments ask for, or refuses. Called on both turns, so it has no effect; the
   * rail is asked at most for what is known there, and sent nothing.
   */
  Answer<Plan> prepare(I input, ToolCall call);

  /**
   * Asks the rail how a payment of this tool stands. Called for payments that are pending, any
   * number of times and perhaps by another process than the one that sent it; and for settled ones,
   * when somebody asks. An exception means that nothing is known.
   *
   * @param payment claimed, so with a reference and with the facts of its {@link Order}
   * @throws Exception if nothing is known
   */
  PaymentOutcome find(Payment payment) throws Exception;

  /** Returns what is the tool's own in the answer. The payment is claimed. */
  O data(Payment payment);

  /** Returns the name of the tool to call to learn how a pending payment goes on. */
  String statusTool();

  /** Returns what is to be said of a payment that the rail has done; nothing, if it is plain. */
  default Optional<Text> note(Payment payment) {
    return Optional.empty();
  }

  /** Returns the word for how a payment stands: {@code success} when settled. */
  default String status(PaymentState state) {
    return state == PaymentState.SETTLED ? "success" : state.wire();
  }

  /** Puts the rail's reason for a rejection into words; the code itself where there are none. */
  default Text reason(String railCode) {
    return Text.of(railCode);
  }

  /** Returns the refusal with which a rejected payment is answered. */
  default Refusal rejected(Payment payment) {
    var railCode = payment.facts().getOrDefault(Payment.RAIL_CODE, "");
    return Refusal.of(
            ErrorCode.ofRail(payment.rail(), "REJECTED"),
            Text.of(
                "io.mcp2p.tool.messages",
                PaymentTool.class,
                "rejected",
                Map.of("reason", reason(railCode))))
        .with("railCode", railCode)
        .with("paymentId", payment.id().value());
  }
}
