package io.mcp2p.spei;

import static io.mcp2p.spei.SpeiConversation.LUNCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
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

  private final SpeiConversation spei = new SpeiConversation();

  @AfterEach
  void close() {
    spei.close();
  }

  private Map<String, Object> status(Object trackingKey) {
    return spei.data("spei_check_status", Map.of("trackingKey", trackingKey));
  }

  static Stream<Arguments> outcomes() {
    return Stream.of(
        Arguments.of(PaymentOutcome.Settled.at(THEN), "settled"),
        Arguments.of(PaymentOutcome.Pending.unknown(), "pending"),
        Arguments.of(new PaymentOutcome.Returned(THEN, Map.of()), "returned"),
        Arguments.of(new PaymentOutcome.Rejected("1"), "rejected"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void ownTransfer_standsAsTheBankSays(PaymentOutcome outcome, String status) {
    spei.bank.sends = PaymentOutcome.Pending.unknown();
    var key = spei.pay(LUNCH).get("trackingKey");
    spei.bank.finds = outcome;

    assertThat(status(key))
        .contains(
            entry("status", status),
            entry("trackingKey", key),
            entry("amount", 150_00),
            entry("amountFormatted", "MXN 150.00"),
            entry("currency", "MXN"))
        .containsKey("updatedAt");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void transferMadeElsewhere_standsAsTheBankSays(PaymentOutcome outcome, String status) {
    spei.bank.others.put(
        "ELSEWHERE1", new KnownTransfer(Money.mxn(7_00), "B*** · BBVA", outcome, THEN));

    assertThat(status("ELSEWHERE1"))
        .contains(
            entry("status", status),
            entry("amount", 7_00),
            entry("updatedAt", "2026-02-27T18:00:00Z"));
  }

  @Test
  void rejectedLater_saysWhy() {
    spei.bank.sends = PaymentOutcome.Pending.unknown();
    var key = spei.pay(LUNCH).get("trackingKey");
    spei.bank.finds = new PaymentOutcome.Rejected("3");

    assertThat(status(key)).contains(entry("status", "rejected"), entry("railCode", "3"));
  }

  @Test
  void trackingKeyOfARefund_isNoTransfer() {
    var paid = spei.pay(LUNCH);
    var refund = Map.of("trackingKey", paid.get("trackingKey"), "reason", "Mistake");
    var asked = SpeiConversation.member(spei.approved("spei_request_refund", refund), "data");

    assertThat(
            spei.error("spei_check_status", Map.of("trackingKey", asked.get("refundTrackingKey"))))
        .containsEntry("code", "SPEI_TRANSACTION_NOT_FOUND");
  }
}
