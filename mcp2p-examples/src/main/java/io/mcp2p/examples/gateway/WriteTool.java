package io.mcp2p.examples.gateway;

import io.mcp2p.examples.gateway.MerchantTools.Merchant;
import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.payment.Text;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Order;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.Plan;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A write of the gateway's: planned on both turns, carried out once by {@link GatewayDatabase#once}
 * under a reference of its own, by which it is found again after a crash.
 *
 * @param <I> the arguments
 * @param <O> what is shown of the thing that was written, as it is now
 * @param showing by merchant and id; of what is not there yet, nothing
 */
record WriteTool<I extends Record & Access.OfMerchant & Approvable, O extends Record>(
    Access access, ToolSpec<I, O> spec, Planning<I> planning, BiFunction<String, String, O> showing)
    implements PaymentTool<I, O> {
  static final String RAIL = "gateway";

  /**
   * What a write would do.
   *
   * @param operation what the person is asked
   * @param id of what is written
   * @param effect checks again while it changes: the first turn was minutes ago
   */
  record Write(PaymentOperation operation, String id, GatewayDatabase.Effect effect) {}

  /** Plans a write for a merchant that the caller may work for, or refuses. */
  interface Planning<I> {
    Answer<Write> plan(I input, Merchant merchant, ToolCall call);
  }

  @Override
  public Answer<Plan> prepare(I input, ToolCall call) {
    return access
        .merchant(input, call)
        .then(merchant -> planning.plan(input, merchant, call))
        .then(write -> Answer.of(order(input, write, call)));
  }

  private Order order(I input, Write write, ToolCall call) {
    var reference = "gwo-" + call.ids().next();
    return new Order(
        write.operation(),
        reference,
        Map.of("merchant", input.merchantId(), "id", write.id()),
        List.of(),
        () -> access.database().once(reference, call.now(), write.effect()));
  }

  @Override
  public PaymentOutcome find(Payment payment) {
    return access.database().outcomeOf(payment.claimedReference());
  }

  @Override
  public O data(Payment payment) {
    var facts = payment.facts();
    return showing.apply(facts.getOrDefault("merchant", ""), facts.getOrDefault("id", ""));
  }

  @Override
  public String statusTool() {
    return "payments_get";
  }

  @Override
  public Text reason(String railCode) {
    return GatewayText.of("reason." + railCode);
  }
}
