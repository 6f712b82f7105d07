package io.mcp2p.pix;

import io.mcp2p.auth.Caller;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The host's Pix provider: the one interface to implement. Every method may be called from many
 * threads, bounds its own time, and may throw: what it throws means that nothing is known.
 *
 * <p>The one thing to get right: {@link PaymentOutcome.NotSent} only with proof. A timeout, a
 * broken connection after the request went out, an answer that cannot be read, a status that this
 * code does not know, or "not found" shortly after sending prove nothing; they are {@link
 * PaymentOutcome.Pending}. The test kit's {@code PixConnectorContract} tests all of this.
 *
 * <p>The rail mints its own id for a payment (EndToEndId, {@code E…}) and for a devolução (RtrId,
 * {@code D…}). A connector puts it, as it came, among the facts of the outcome, under {@link
 * io.mcp2p.ledger.Payment#RAIL_ID}, as soon as the provider says it.
 *
 * @since 0.1
 */
public interface PixConnector {

  /**
   * Sends a Pix under our reference. "Exists already" is answered by looking the payment up.
   *
   * @throws Exception if it is not known whether the payment was taken
   */
  PaymentOutcome send(PixTransfer transfer) throws Exception;

  /**
   * Looks up what {@link #send} was called for. {@link PaymentOutcome.Returned} if all of the money
   * has come back. What was not found is {@link PaymentOutcome.NotSent} only if the provider will
   * never take it, not even late; otherwise, and where the look-up itself fails, nothing is known.
   *
   * @param reference ours
   * @throws Exception if it cannot be looked up
   */
  PaymentOutcome find(String reference) throws Exception;

  /**
   * Gives money of a received Pix back to its payer (devolução). {@link PaymentOutcome.Settled}
   * means that the payer has it.
   *
   * @throws Exception if it is not known whether the request was taken
   */
  PaymentOutcome requestRefund(PixRefundRequest request) throws Exception;

  /**
   * Looks up what {@link #requestRefund} was called for.
   *
   * @param e2eId the Pix that was received
   * @param reference ours, of the devolução
   * @throws Exception if it cannot be looked up
   */
  PaymentOutcome findRefund(String e2eId, String reference) throws Exception;

  /**
   * Finds a Pix that was received, or was sent by other means than this server, if {@code caller}
   * may see it and give it back. Nobody may, unless the host decides otherwise. Of a Pix that was
   * received, {@link PaymentOutcome.Settled#at()} is when, and {@link PaymentOutcome.Returned} says
   * that all of it was given back.
   *
   * @param e2eId as the caller wrote it; capitals and small letters differ
   */
  default Optional<KnownTransfer> findOther(Caller caller, String e2eId) {
    return Optional.empty();
  }

  /**
   * Returns until when a received Pix can be given back: 90 days (Resolução BCB 103/2021).
   *
   * @param e2eId the Pix
   * @param receivedAt when it was received
   */
  default Instant refundableUntil(String e2eId, Instant receivedAt) {
    return receivedAt.plus(Duration.ofDays(90));
  }

  /** Tells whether no money moves: a live server does not build with it. */
  default boolean isSandbox() {
    return false;
  }

  /** Returns a connector that needs no provider and no network; see {@code docs/sandbox.md}. */
  static PixConnector sandbox() {
    return sandbox(Clock.systemUTC());
  }

  /** Returns a sandbox connector with a clock of its own. */
  static PixConnector sandbox(Clock clock) {
    return new SandboxConnector(clock);
  }
}
