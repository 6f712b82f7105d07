package io.mcp2p.pix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.Conduct;
import io.mcp2p.tck.ConnectorContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link PixConnector} must do. Extend it, supply the connector and a provider that does
 * as it is told, inherit the tests.
 *
 * @since 0.1
 */
public abstract class PixConnectorContract extends ConnectorContract {

  /** Returns the connector, at any time the same or one like it. */
  protected abstract PixConnector connector() throws Exception;

  /**
   * Returns the payment that the provider will meet so: {@code sample}, unless it takes only other
   * keys or amounts, or is told by them what to do.
   *
   * @param sample BRL 150.00 under a new reference, which must stay
   */
  protected PixTransfer transfer(PixTransfer sample, Conduct conduct) {
    return sample;
  }

  /**
   * Returns the devolução that the provider will meet so: {@code sample}, unless the Pix has to be
   * one that was received.
   *
   * @param sample BRL 50.00 of a Pix that nobody received, under a new reference, which must stay
   */
  protected PixRefundRequest refundRequest(PixRefundRequest sample, Conduct conduct)
      throws Exception {
    return sample;
  }

  @Test
  void idOfAPayment_isTheRails() throws Exception {
    var first = payment(Conduct.ANSWERS);
    var second = payment(Conduct.ANSWERS);

    assertThat(idOnceSettled(first))
        .isNotEqualTo(first.reference())
        .isNotEqualTo(idOnceSettled(second));
  }

  @Test
  void idOfADevolucao_isTheRails() throws Exception {
    var request = refundRequest(sampleRefund(), Conduct.ANSWERS);

    assertThat(idOnceSettled(refund(request)))
        .isNotEqualTo(request.reference())
        .isNotEqualTo(request.e2eId());
  }

  @Override
  protected final Operation payment(Conduct conduct) throws Exception {
    var connector = connector();
    var transfer = transfer(samplePayment(), conduct);
    return new Operation(
        transfer.reference(),
        () -> connector.send(transfer),
        () -> connector.find(transfer.reference()),
        List.of(transfer.key().value()),
        List.of());
  }

  @Override
  protected final Operation refund(Conduct conduct) throws Exception {
    return refund(refundRequest(sampleRefund(), conduct));
  }

  private Operation refund(PixRefundRequest request) throws Exception {
    var connector = connector();
    return new Operation(
        request.reference(),
        () -> connector.requestRefund(request),
        () -> connector.findRefund(request.e2eId(), request.reference()),
        List.of(),
        List.of());
  }

  private static PixTransfer samplePayment() {
    return new PixTransfer(newReference(), PixKey.of("12345678909"), Money.brl(150_00), null);
  }

  private static PixRefundRequest sampleRefund() {
    return new PixRefundRequest(
        newReference(),
        "E12345678202603021500abcdefghijk",
        Money.brl(50_00),
        RefundReason.CUSTOMER_REQUEST);
  }

  private static String idOnceSettled(Operation operation) throws Exception {
    operation.start().call();
    var outcome = operation.find().call();
    assumeTrue(outcome instanceof PaymentOutcome.Settled, "it has not settled when looked up");
    var id = ((PaymentOutcome.Settled) outcome).facts().get(Payment.RAIL_ID);
    assertThat(id).as("the fact %s", Payment.RAIL_ID).matches("[A-Za-z0-9-]{1,64}");
    return id;
  }
}
