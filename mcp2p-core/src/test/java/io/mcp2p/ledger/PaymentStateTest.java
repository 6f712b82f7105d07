package io.mcp2p.ledger;

import static io.mcp2p.ledger.PaymentState.AWAITING_CALL;
import static io.mcp2p.ledger.PaymentState.AWAITING_CODE;
import static io.mcp2p.ledger.PaymentState.BLOCKED;
import static io.mcp2p.ledger.PaymentState.CANCELLED;
import static io.mcp2p.ledger.PaymentState.DECLINED;
import static io.mcp2p.ledger.PaymentState.EXPIRED;
import static io.mcp2p.ledger.PaymentState.FAILED;
import static io.mcp2p.ledger.PaymentState.PENDING;
import static io.mcp2p.ledger.PaymentState.REJECTED;
import static io.mcp2p.ledger.PaymentState.RETURNED;
import static io.mcp2p.ledger.PaymentState.SETTLED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaymentStateTest {
  private static final Map<PaymentState, Set<PaymentState>> NEXT =
      Map.of(
          AWAITING_CODE, Set.of(AWAITING_CALL, PENDING, CANCELLED, EXPIRED, DECLINED, BLOCKED),
          AWAITING_CALL, Set.of(PENDING, CANCELLED, EXPIRED, BLOCKED),
          PENDING, Set.of(SETTLED, RETURNED, REJECTED, FAILED),
          SETTLED, Set.of(RETURNED));

  @ParameterizedTest
  @EnumSource
  void canBecome_isTheTableAndNothingElse(PaymentState state) {
    assertThat(Stream.of(PaymentState.values()).filter(state::canBecome))
        .containsExactlyInAnyOrderElementsOf(NEXT.getOrDefault(state, Set.of()));
  }

  @Test
  void approved_isWhatMayHaveReachedTheRail() {
    assertThat(Stream.of(PaymentState.values()).filter(PaymentState::approved))
        .containsExactlyInAnyOrder(PENDING, SETTLED, RETURNED, REJECTED, FAILED);
  }

  @Test
  void countsForLimits_isWhatMayHaveMovedMoney() {
    assertThat(Stream.of(PaymentState.values()).filter(PaymentState::countsForLimits))
        .containsExactlyInAnyOrder(PENDING, SETTLED, RETURNED);
  }

  @Test
  void onTheWire_statesAreLowerCase() {
    assertThat(Stream.of(PaymentState.values()).map(PaymentState::wire))
        .containsExactly(
            "awaiting_code",
            "awaiting_call",
            "pending",
            "settled",
            "returned",
            "rejected",
            "failed",
            "cancelled",
            "expired",
            "declined",
            "blocked");
  }
}
