package io.mcp2p.spei;

import io.mcp2p.auth.Caller;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The host's bank, or its SPEI provider: the one interface to implement. Every method may be called
 * from many threads, bounds its own time, and may throw: what it throws means that nothing is
 * known.
 *
 * <p>The one thing to get right: {@link PaymentOutcome.NotSent} only with proof. A timeout, a
 * broken connection after the request went out, an answer that cannot be read, or "not found"
 * shortly after sending prove nothing; they are {@link PaymentOutcome.Pending}. The test kit's
 * {@code SpeiConnectorContract} tests all of this.
 *
 * @since 0.1
 */
public interface SpeiConnector {

  /**
   * The key of the outcome's fact that {@code spei_check_status} shows as {@code cepUrl}: where
   * Banxico's proof of the credit (Comprobante Electrónico de Pago) can be seen.
   */
  String CEP_URL = "cepUrl";

  /**
   * Sends a transfer under our clave de rastreo. The rail refuses a clave de rastreo that was used
   * before by the same issuer on the same operating date; a connector answers such a refusal by
   * looking the transfer up.
   *
   * @throws Exception if it is not known whether the transfer was taken
   */
  PaymentOutcome send(SpeiTransfer transfer) throws Exception;

  /**
   * Looks up a transfer that {@link #send} was called for. What was not found is {@link
   * PaymentOutcome.NotSent} only if the bank will never take it, not even late; otherwise, and
   * where the look-up itself fails, nothing is known.
   *
   * @param operatingDate the operating date that it was sent with; a look-up with another date
   *     finds nothing, which proves nothing
   * @throws Exception if it cannot be looked up
   */
  PaymentOutcome find(String trackingKey, LocalDate operatingDate) throws Exception;

  /**
   * Asks the bank to ask the receiver for the money. A settled transfer cannot be pulled back, so
   * {@link PaymentOutcome.Settled} means here that the request was recorded, never that money
   * moved.
   *
   * @throws Exception if it is not known whether the request was taken
   */
  PaymentOutcome requestRefund(SpeiRefundRequest request) throws Exception;

  /**
   * Looks up a request that {@link #requestRefund} was called for.
   *
   * @throws Exception if it cannot be looked up
   */
  PaymentOutcome findRefund(SpeiRefundRequest request) throws Exception;

  /** Tells whether there is anybody to ask for a refund; if not, the tool says so at once. */
  default boolean takesRefundRequests() {
    return true;
  }

  /**
   * Finds a transfer that was not made through this server, if {@code caller} may see it. Nobody
   * may, unless the host decides otherwise.
   */
  default Optional<KnownTransfer> findOther(Caller caller, String trackingKey) {
    return Optional.empty();
  }

  /** Tells whether no money moves: a live server does not build with it. */
  default boolean isSandbox() {
    return false;
  }

  /** Returns a connector that needs no bank and no network; see {@code docs/sandbox.md}. */
  static SpeiConnector sandbox() {
    return sandbox(Clock.systemUTC());
  }

  /** Returns a sandbox connector with a clock of its own. */
  static SpeiConnector sandbox(Clock clock) {
    return new SandboxConnector(clock);
  }
}
