package io.mcp2p.rail;

import io.mcp2p.auth.Caller;
import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOperation.Kind;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tool.ToolCall;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A transfer that a call names by a reference: one of the caller's payments, or one that only the
 * bank knows.
 *
 * @param reference our reference; of a transfer that only the bank knows, the one it was named by
 * @param amount how much
 * @param payee masked; of a transfer that was received, its payer
 * @param direction whether the money went out or came in
 * @param standing how it stands
 * @param settledAt when it settled; null unless it stands so
 * @param updatedAt when it last changed
 * @param payment the caller's payment; null if only the bank knows the transfer
 * @since 0.1
 */
public record NamedTransfer(
    String reference,
    Money amount,
    String payee,
    KnownTransfer.Direction direction,
    Standing standing,
    @Nullable Instant settledAt,
    Instant updatedAt,
    @Nullable Payment payment) {

  /**
   * Looks a transfer up, first among the caller's payments.
   *
   * @param rail the rail's name
   * @param reference as the caller gave it: ours, or an id of the rail's own
   * @param others asks the bank for a transfer that this caller may see
   */
  public static Optional<NamedTransfer> find(
      ToolCall call,
      String rail,
      String reference,
      BiFunction<Caller, String, Optional<KnownTransfer>> others) {
    var own = call.payments().find(rail, reference).filter(it -> it.kind() == Kind.PAYMENT);
    return own.isPresent()
        ? own.map(NamedTransfer::of)
        : others.apply(call.caller(), reference).map(it -> of(reference, it));
  }

  private static NamedTransfer of(Payment payment) {
    var standing = Standing.of(payment.state());
    return new NamedTransfer(
        payment.claimedReference(),
        payment.amount(),
        payment.payee(),
        KnownTransfer.Direction.SENT,
        standing,
        standing == Standing.SETTLED
            ? Objects.requireNonNullElse(payment.settledAt(), payment.createdAt())
            : null,
        payment.updatedAt(),
        payment);
  }

  private static NamedTransfer of(String reference, KnownTransfer transfer) {
    return new NamedTransfer(
        reference,
        transfer.amount(),
        transfer.payee(),
        transfer.direction(),
        Standing.of(transfer.outcome()),
        transfer.outcome() instanceof PaymentOutcome.Settled settled ? settled.at() : null,
        transfer.updatedAt(),
        null);
  }

  /** Returns the transfer as it stands now, if its outcome can still change. */
  public NamedTransfer refreshed(ToolCall call) {
    return payment == null ? this : of(call.payments().refreshed(payment));
  }

  /** Returns what the rail said under {@code name}; null if it did not. */
  public @Nullable String fact(String name) {
    return payment == null ? null : payment.facts().get(name);
  }
}
