package io.mcp2p.pse;

import io.mcp2p.auth.Caller;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import java.time.Clock;
import java.util.Optional;

/**
 * The host's bank, or its provider of payouts: the one interface to implement. Every method may be
 * called from many threads, bounds its own time, and may throw: what it throws means that nothing
 * is known.
 *
 * <p>Two things to get right. {@link PaymentOutcome.NotSent} only with proof: a timeout, a broken
 * connection after the request went out, an answer that cannot be read, or "not found" shortly
 * after sending prove nothing; they are {@link PaymentOutcome.Pending}. And {@link
 * PaymentOutcome.Settled} only when the payout itself is final: that a batch was accepted, or is
 * complete, says nothing of the payouts in it, and a status never seen before is {@code Pending}.
 * The test kit's {@code PseConnectorContract} tests most of this.
 *
 * @since 0.1
 */
public interface PseConnector {

  /**
   * Hands a payout over under our reference, which is the provider's idempotency key too. A
   * connector that is told "this key was used before" looks the payout up. The usual answer is
   * {@link PaymentOutcome.Pending}: accepted, settled later.
   *
   * @throws Exception if it is not known whether the payout was taken
   */
  PaymentOutcome send(PseTransfer transfer) throws Exception;

  /**
   * Looks up a payout that {@link #send} was called for. What was not found is {@link
   * PaymentOutcome.NotSent} only if the provider will never take it, not even late; otherwise, and
   * where the look-up itself fails, nothing is known.
   *
   * @throws Exception if it cannot be looked up
   */
  PaymentOutcome find(String reference) throws Exception;

  /**
   * Opens a case at the provider to get the money of a settled payout back. No provider pulls one
   * back, so {@link PaymentOutcome.Settled} means here that the request was recorded, never that
   * money moved.
   *
   * @throws Exception if it is not known whether the request was taken
   */
  PaymentOutcome requestRefund(PseRefundRequest request) throws Exception;

  /**
   * Looks up a request that {@link #requestRefund} was called for.
   *
   * @throws Exception if it cannot be looked up
   */
  PaymentOutcome findRefund(PseRefundRequest request) throws Exception;

  /** Tells whether there is anybody to ask for a refund; if not, the tool says so at once. */
  default boolean takesRefundRequests() {
    return true;
  }

  /**
   * Returns the provider's own list of institutions that it can pay now. It takes the place of the
   * rail's catalogue, for names as for what is refused; nothing, if the provider has none. Asked
   * for on every payment and listing, so keep the list and renew it once a day or so; return
   * nothing rather than throw while there is none yet.
   */
  default Optional<PseBanks> banks() {
    return Optional.empty();
  }

  /**
   * Finds a payout that was not made through this server, if {@code caller} may see it. Nobody may,
   * unless the host decides otherwise.
   */
  default Optional<KnownTransfer> findOther(Caller caller, String reference) {
    return Optional.empty();
  }

  /** Tells whether no money moves: a live server does not build with it. */
  default boolean isSandbox() {
    return false;
  }

  /** Returns a connector that needs no bank and no network; see {@code docs/sandbox.md}. */
  static PseConnector sandbox() {
    return sandbox(Clock.systemUTC());
  }

  /** Returns a sandbox connector with a clock of its own. */
  static PseConnector sandbox(Clock clock) {
    return new SandboxConnector(clock);
  }
}
