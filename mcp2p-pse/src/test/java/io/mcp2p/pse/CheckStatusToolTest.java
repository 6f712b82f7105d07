package io.mcp2p.pse;

import static io.mcp2p.pse.PseConversation.SCREWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckStatusToolTest {
  private static final Instant THEN = Instant.parse("2026-02-27T18:00:00Z");

  private final PseConversation pse = new PseConversation();

  @AfterEach
  void close() {
    pse.close();
  }

  private Map<String, Object> status(Object reference) {
    return pse.data("pse_check_status", Map.of("referenceNumber", reference));
  }

  static Stream<Arguments> outcomes() {
    return Stream.of(
        Arguments.of(PaymentOutcome.Settled.at(THEN), "approved"),
        Arguments.of(PaymentOutcome.Pending.unknown(), "pending"),
        Arguments.of(new PaymentOutcome.Returned(THEN, Map.of()), "reversed"),
        Arguments.of(new PaymentOutcome.Rejected("D07"), "rejected"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void ownPayout_standsAsTheBankSays(PaymentOutcome outcome, String status) {
    pse.bank.sends = PaymentOutcome.Pending.unknown();
    var key = pse.pay(SCREWS).get("referenceNumber");
    pse.bank.finds = outcome;

    assertThat(status(key))
        .contains(
            entry("status", status),
            entry("referenceNumber", key),
            entry("amount", 150_000_00),
            entry("amountFormatted", "COP 150,000.00"),
            entry("currency", "COP"))
        .containsKey("updatedAt");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void payoutMadeElsewhere_standsAsTheBankSays(PaymentOutcome outcome, String status) {
    pse.bank.others.put(
        "ELSEWHERE1", new KnownTransfer(Money.cop(7_00), "B*** · BBVA", outcome, THEN));

    assertThat(status("ELSEWHERE1"))
        .contains(
            entry("status", status),
            entry("amount", 7_00),
            entry("updatedAt", "2026-02-27T18:00:00Z"));
  }

  @Test
  void pendingPayout_saysByWhenToExpectMore() {
    pse.bank.sends = PaymentOutcome.Pending.unknown();
    pse.bank.finds = PaymentOutcome.Pending.unknown();
    var key = pse.pay(SCREWS).get("referenceNumber");
    pse.clock.advance(Duration.ofDays(5));

    // counted from when it was handed over, however late one asks
    assertThat(status(key)).contains(entry("status", "pending"), entry("expectedBy", "2026-03-03"));
    pse.bank.finds = PaymentOutcome.Settled.at(THEN);
    assertThat(status(key)).containsEntry("status", "approved").doesNotContainKey("expectedBy");
    assertThat(pse.bank.askedFor).containsOnly((String) key);
  }

  @Test
  void rejectedLater_saysWhy() {
    pse.bank.sends = PaymentOutcome.Pending.unknown();
    var key = pse.pay(SCREWS).get("referenceNumber");
    pse.bank.finds = new PaymentOutcome.Rejected("D11");

    assertThat(status(key)).contains(entry("status", "rejected"), entry("railCode", "D11"));
  }

  @Test
  void referenceOfARefund_isNoPayout() {
    var paid = pse.pay(SCREWS);
    var refund = Map.of("referenceNumber", paid.get("referenceNumber"), "reason", "Mistake");
    var asked = PseConversation.member(pse.approved("pse_request_refund", refund), "data");

    assertThat(
            pse.error(
                "pse_check_status", Map.of("referenceNumber", asked.get("refundReferenceNumber"))))
        .containsEntry("code", "PSE_TRANSACTION_NOT_FOUND");
  }
}
