package io.mcp2p.rail;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.PaymentOutcome;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {

  @ParameterizedTest
  @CsvSource({
    "SETTLED, SETTLED",
    "RETURNED, RETURNED",
    "REJECTED, REJECTED",
    "FAILED, REJECTED",
    "PENDING, PENDING",
  })
  void whatTheLedgerKnows(PaymentState state, Standing standing) {
    assertThat(Standing.of(state)).isEqualTo(standing);
  }

  @Test
  void whatTheRailSays() {
    assertThat(Standing.of(PaymentOutcome.Settled.at(Instant.EPOCH))).isEqualTo(Standing.SETTLED);
    assertThat(Standing.of(new PaymentOutcome.Returned(Instant.EPOCH, Map.of())))
        .isEqualTo(Standing.RETURNED);
    assertThat(Standing.of(PaymentOutcome.Pending.unknown())).isEqualTo(Standing.PENDING);
    assertThat(Standing.of(new PaymentOutcome.Rejected("1"))).isEqualTo(Standing.REJECTED);
    assertThat(Standing.of(new PaymentOutcome.NotSent())).isEqualTo(Standing.REJECTED);
  }
}
