package io.mcp2p.pse;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mcp2p.payment.Money;
import io.mcp2p.tck.BankCall;
import io.mcp2p.tck.Conduct;
import io.mcp2p.tck.ConnectorContract;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link PseConnector} must do. Extend it, supply the connector and a provider that does
 * as it is told, inherit the tests.
 *
 * <p>A provider that has paid by the time it is asked proves more than one that leaves payouts
 * pending: then what was found differs from what was not.
 *
 * @since 0.1
 */
public abstract class PseConnectorContract extends ConnectorContract {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Returns the connector, at any time the same or one like it. */
  protected abstract PseConnector connector() throws Exception;

  /**
   * Returns the payout that the provider will meet so: {@code sample}, unless it takes only other
   * accounts or amounts, or is told by them what to do.
   *
   * @param sample COP 100,000.00 under a new reference, which must stay
   */
  protected PseTransfer transfer(PseTransfer sample, Conduct conduct) {
    return sample;
  }

  /**
   * Returns the request that the provider will meet so: {@code sample}, unless that will not do.
   *
   * @param sample for a payout that was sent before, under a new reference, which must stay
   */
  protected PseRefundRequest refundRequest(PseRefundRequest sample, Conduct conduct) {
    return sample;
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ANSWERS", "REFUSES"},
      mode = EnumSource.Mode.EXCLUDE)
  void banks_areAskedForWithoutAnException(Conduct conduct) throws Exception {
    bank().meet(BankCall.LOOK_UP, conduct);
    var connector = connector();

    assertThatCode(connector::banks).doesNotThrowAnyException();
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
    var sent = new PseRefundRequest(newKey(), transfer.reference(), transfer.amount(), "Error");
    var request = refundRequest(sent, conduct);
    return new Operation(
        request.refundReference(),
        () -> connector.requestRefund(request),
        () -> connector.findRefund(withoutReason(request)),
        payment.personal(),
        List.of(payment));
  }

  private Operation payment(PseTransfer transfer) throws Exception {
    var connector = connector();
    var beneficiary = transfer.beneficiary();
    return new Operation(
        transfer.reference(),
        () -> connector.send(transfer),
        () -> connector.find(transfer.reference()),
        Stream.of(
                transfer.recipient().number(),
                beneficiary.accountNumber(),
                beneficiary.name(),
                beneficiary.email())
            .filter(Objects::nonNull)
            .toList(),
        List.of());
  }

  private static PseTransfer sample() {
    return new PseTransfer(
        newKey(),
        Nit.of("900123456-8"),
        PseBanks.bundled().find("001").orElseThrow(),
        new PseBeneficiary(
            "Ferreteria El Tornillo SAS",
            PseBeneficiary.AccountType.CORRIENTE,
            "04512345678",
            "pagos@tornillo.example"),
        Money.cop(100_000_00),
        "Tornillos");
  }

  private static String newKey() {
    return PseReference.mint(RANDOM, PseReference.DEFAULT_PREFIX, Instant.now());
  }

  /** The ledger does not keep it. */
  private static PseRefundRequest withoutReason(PseRefundRequest request) {
    return new PseRefundRequest(
        request.refundReference(), request.reference(), request.amount(), "");
  }
}
