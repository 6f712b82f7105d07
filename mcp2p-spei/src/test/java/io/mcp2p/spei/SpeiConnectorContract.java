package io.mcp2p.spei;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.Money;
import io.mcp2p.tck.Conduct;
import io.mcp2p.tck.ConnectorContract;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * What every {@link SpeiConnector} must do. Extend it, supply the connector and a bank that does as
 * it is told, inherit the tests.
 *
 * <p>Transfers are sent with the operating date of 2 March 2026. A connector that looks them up
 * with today's, or leaves the date to the bank, does not find them.
 *
 * @since 0.1
 */
public abstract class SpeiConnectorContract extends ConnectorContract {
  private static final LocalDate OPERATING_DATE = LocalDate.of(2026, 3, 2);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Returns the connector, at any time the same or one like it. */
  protected abstract SpeiConnector connector() throws Exception;

  /**
   * Returns the transfer that the bank will meet so: {@code sample}, unless the bank takes only
   * other accounts, amounts or dates, or is told by them what to do.
   *
   * @param sample MXN 500.00 under a new clave de rastreo, which must stay
   */
  protected SpeiTransfer transfer(SpeiTransfer sample, Conduct conduct) {
    return sample;
  }

  /**
   * Returns the request that the bank will meet so: {@code sample}, unless that will not do.
   *
   * @param sample for a transfer that was sent before, under a new key, which must stay
   */
  protected SpeiRefundRequest refundRequest(SpeiRefundRequest sample, Conduct conduct) {
    return sample;
  }

  @Override
  protected final Operation payment(Conduct conduct) throws Exception {
    return payment(transfer(sample(), conduct));
  }

  @Override
  protected final Operation refund(Conduct conduct) throws Exception {
    var connector = connector();
    assumeTrue(connector.takesRefundRequests(), "there is nobody to ask for a refund");
    var transfer = transfer(sample(), Conduct.ANSWERS);
    var payment = payment(transfer);
    payment.start().call();
    var sent = new SpeiRefundRequest(newKey(), transfer.trackingKey(), transfer.amount(), "Error");
    var request = refundRequest(sent, conduct);
    return new Operation(
        request.refundTrackingKey(),
        () -> connector.requestRefund(request),
        () -> connector.findRefund(withoutReason(request)),
        payment.personal(),
        List.of(payment));
  }

  @Override
  protected final Set<String> reservedKeys() {
    return Set.of(Payment.CLIENT, Payment.RAIL_CODE, "operatingDate");
  }

  private Operation payment(SpeiTransfer transfer) throws Exception {
    var connector = connector();
    return new Operation(
        transfer.trackingKey(),
        () -> connector.send(transfer),
        () -> connector.find(transfer.trackingKey(), transfer.operatingDate()),
        List.of(transfer.clabe().value(), transfer.recipientName()),
        List.of());
  }

  private static SpeiTransfer sample() {
    var clabe = Clabe.of("014027000005555558");
    return new SpeiTransfer(
        newKey(),
        OPERATING_DATE,
        clabe,
        SpeiBanks.bundled().ofClabe(clabe).orElseThrow(),
        Money.mxn(500_00),
        "Comida",
        "Ana Ramirez");
  }

  private static String newKey() {
    return TrackingKey.mint(RANDOM);
  }

  /** The ledger does not keep it. */
  private static SpeiRefundRequest withoutReason(SpeiRefundRequest request) {
    return new SpeiRefundRequest(
        request.refundTrackingKey(), request.trackingKey(), request.amount(), "");
  }
}
