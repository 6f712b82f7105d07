package io.mcp2p.pix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.mcp2p.auth.Caller;
import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import io.mcp2p.tck.SandboxOutcomesContract;
import io.mcp2p.tck.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SandboxConnectorTest extends SandboxOutcomesContract {
  private final SettableClock clock = SettableClock.at("2026-03-02T23:59:59Z");
  private final PixConnector connector = PixConnector.sandbox(clock);

  @Override
  protected Bank newBank() {
    var sandbox = PixConnector.sandbox(Clock.systemUTC());
    return new Bank() {
      @Override
      public PaymentOutcome send(int number, long minorUnits) throws Exception {
        return sandbox.send(transfer("REF" + number, minorUnits));
      }

      @Override
      public PaymentOutcome find(int number, long minorUnits) throws Exception {
        return sandbox.find("REF" + number);
      }
    };
  }

  @Override
  protected boolean isRailCode(String code) {
    return RejectCode.isKnown(code);
  }

  private static PixTransfer transfer(String reference, long centavos) {
    return new PixTransfer(reference, PixKey.of("12345678909"), Money.brl(centavos), null);
  }

  @Test
  void payment_hasOneIdThatTheRailCouldHaveMinted() throws Exception {
    var pending = (PaymentOutcome.Pending) connector.send(transfer("REF1", 150_02));
    var id = pending.facts().get(Payment.RAIL_ID);

    assertThat(EndToEndId.parse(id))
        .contains(new EndToEndId('E', "99999999", Instant.parse("2026-03-02T23:59:00Z")));
    clock.set(Instant.parse("2026-03-03T10:00:00Z"));
    assertThat(connector.find("REF1")).isEqualTo(pending);
    assertThat(((PaymentOutcome.Settled) connector.find("REF1")).facts())
        .containsEntry(Payment.RAIL_ID, id);
    assertThat(((PaymentOutcome.Settled) connector.send(transfer("REF2", 150_00))).facts())
        .doesNotContainEntry(Payment.RAIL_ID, id);
  }

  @Test
  void refund_hasOneIdThatTheRailCouldHaveMinted() throws Exception {
    var request =
        new PixRefundRequest("REF1", "E1", Money.brl(50_00), RefundReason.CUSTOMER_REQUEST);
    var done = (PaymentOutcome.Settled) connector.requestRefund(request);

    assertThat(EndToEndId.parse(done.facts().get(Payment.RAIL_ID)))
        .contains(new EndToEndId('D', "99999999", Instant.parse("2026-03-02T23:59:00Z")));
    assertThat(connector.findRefund("E1", "REF1")).isEqualTo(done);
  }

  @Test
  void publishedExample_wasReceivedAndCanBeGivenBackAtAnyTime() {
    var caller = Caller.local(Locale.ENGLISH);
    var id = "E90400888202401261458300000000001";
    var example = connector.findOther(caller, id).orElseThrow();

    assertThat(example.direction()).isEqualTo(KnownTransfer.Direction.RECEIVED);
    assertThat(example.amount()).isEqualTo(Money.brl(150_00));
    assertThat(example.updatedAt()).isEqualTo("2024-01-26T14:58:08Z");
    assertThat(connector.refundableUntil(id, example.updatedAt())).isEqualTo(Instant.MAX);
    assertThat(connector.findOther(caller, id.substring(1))).isEmpty();
  }

  @Test
  void seedThatIsTooOld_isOneThatTheRailCouldHaveMinted() {
    var id = "E99999999202401261458TooOld00001";

    assertThat(connector.findOther(Caller.local(Locale.ENGLISH), id)).isPresent();
    assertThat(EndToEndId.parse(id)).isPresent();
    assertThat(connector.refundableUntil(id, clock.instant()))
        .isEqualTo(clock.instant().plus(Duration.ofDays(90)));
  }

  @Test
  void rail_isASandboxIfItsConnectorIs() {
    assertThat(PixRail.sandbox().isSandbox()).isTrue();
    assertThat(PixRail.of(new RecordingBank()).isSandbox()).isFalse();
    assertThatNullPointerException().isThrownBy(() -> PixRail.of(null)).withMessage("connector");
  }
}
