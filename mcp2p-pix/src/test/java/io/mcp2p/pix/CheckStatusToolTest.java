package io.mcp2p.pix;

import static io.mcp2p.pix.PixConversation.LUNCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer.Direction;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckStatusToolTest {
  private static final Instant THEN = Instant.parse("2026-03-02T15:00:01Z");

  private final PixConversation pix = new PixConversation();

  @AfterEach
  void close() {
    pix.close();
  }

  private Map<String, Object> status(Object id) {
    return pix.data("pix_check_status", Map.of("e2eId", id));
  }

  static Stream<Arguments> outcomes() {
    return Stream.of(
        Arguments.of(PaymentOutcome.Settled.at(THEN), "settled"),
        Arguments.of(PaymentOutcome.Pending.unknown(), "pending"),
        Arguments.of(new PaymentOutcome.Returned(THEN, Map.of()), "devolved"),
        Arguments.of(new PaymentOutcome.Rejected("AC03"), "failed"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void ownPayment_standsAsTheProviderSays(PaymentOutcome outcome, String status) {
    pix.bank.sends = PaymentOutcome.Pending.unknown();
    var reference = pix.pay(LUNCH).get("reference");
    pix.bank.finds = outcome;

    assertThat(status(reference))
        .contains(
            entry("status", status),
            entry("reference", reference),
            entry("amount", 150_00),
            entry("amountFormatted", "BRL 150.00"),
            entry("currency", "BRL"))
        .containsKey("updatedAt")
        .doesNotContainKey("e2eId");
    assertThat(pix.bank.askedFor).containsExactly((String) reference);
  }

  @Test
  void idThatBecomesKnownLater_isShownAndFindsThePayment() {
    pix.bank.sends = PaymentOutcome.Pending.unknown();
    var reference = pix.pay(LUNCH).get("reference");

    assertThat(status(reference))
        .contains(entry("status", "settled"), entry("e2eId", RecordingBank.E2E_ID));
    assertThat(status(RecordingBank.E2E_ID))
        .contains(entry("status", "settled"), entry("reference", reference));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void pixThatIsNotOfThisServer_standsAsTheProviderSays(PaymentOutcome outcome, String status) {
    for (var direction : Direction.values()) {
      pix.bank.knows("ELSEWHERE1", direction, outcome);

      assertThat(status("ELSEWHERE1"))
          .contains(
              entry("status", status),
              entry("e2eId", "ELSEWHERE1"),
              entry("amount", 150_00),
              entry("updatedAt", "2026-03-02T15:00:01Z"))
          .doesNotContainKey("reference");
    }
  }

  @Test
  void failedLater_saysWhy() {
    pix.bank.sends = PaymentOutcome.Pending.unknown();
    var reference = pix.pay(LUNCH).get("reference");
    pix.bank.finds = new PaymentOutcome.Rejected("AC07");

    assertThat(status(reference)).contains(entry("status", "failed"), entry("railCode", "AC07"));
  }

  @Test
  void idOfARefund_isNoPix() {
    pix.bank.knows("E1", Direction.RECEIVED, PaymentOutcome.Settled.at(THEN));
    var refund = Map.of("e2eId", "E1", "reason", "CUSTOMER_REQUEST");
    pix.approved("pix_request_refund", refund);

    var error = pix.error("pix_check_status", Map.of("e2eId", RecordingBank.REFUND_ID));
    assertThat(error).containsEntry("code", "PIX_TRANSACTION_NOT_FOUND");
    assertThat(PixConversation.details(error))
        .contains(entry("field", "e2eId"), entry("nextTool", "payments_list"));
  }
}
