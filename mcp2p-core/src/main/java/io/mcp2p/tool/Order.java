package io.mcp2p.tool;

import io.mcp2p.payment.Limit;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.PaymentOutcome;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An operation, ready to be approved and then handed to the rail. {@code reference} and {@code
 * facts} are stored before {@code dispatch} is called.
 *
 * @param operation what is to be done
 * @param reference our reference on the rail, new for every order; of the order that is dispatched
 *     it becomes the rail's idempotency handle
 * @param facts what finding the payment again takes besides: an operating date; no personal data
 * @param limits what the order counts against besides the host's policy: the sum of refunds
 * @param dispatch hands the operation to the rail, once. What it throws means that the outcome is
 *     not known
 * @since 0.1
 */
public record Order(
    PaymentOperation operation,
    String reference,
    Map<String, String> facts,
    List<Limit> limits,
    Dispatch dispatch)
    implements Plan {

  /** Hands an operation to the rail. */
  @FunctionalInterface
  public interface Dispatch {
    /**
     * Calls the rail.
     *
     * @throws Exception if it is not known whether the rail has taken the operation
     */
    PaymentOutcome run() throws Exception;
  }

  /** Copies the collections. */
  public Order {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(dispatch, "dispatch");
    facts = Map.copyOf(facts);
    limits = List.copyOf(limits);
  }
}
