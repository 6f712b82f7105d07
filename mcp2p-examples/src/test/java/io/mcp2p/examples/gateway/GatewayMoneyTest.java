package io.mcp2p.examples.gateway;

import static io.mcp2p.examples.gateway.GatewayServer.ALL;
import static io.mcp2p.examples.gateway.GatewayServer.GatewayClient.map;
import static io.mcp2p.examples.gateway.GatewayServer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.examples.gateway.GatewayServer.GatewayClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charging, capturing, cancelling and refunding: two turns, states, amounts, once. */
class GatewayMoneyTest {
  private static final Map<String, Object> ORDER =
      Map.of(
          "merchantId", "123",
          "instrumentId", "ins_123001",
          "amount", 100_00,
          "description", "Order 1187");

  @TempDir private Path folder;
  private GatewayServer server;
  private GatewayClient shop;

  @BeforeEach
  void start() throws Exception {
    server = new GatewayServer(folder);
    shop = server.client(ALL, "123");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Map<String, Object> of(String payment) {
    return Map.of("merchantId", "123", "id", payment);
  }

  private static Map<String, Object> refund(String payment, long amount) {
    return Map.of("merchantId", "123", "id", payment, "amount", amount, "reason", "Damaged");
  }

  private String charge(Map<String, Object> order) {
    return (String) map(shop.approved("gateway_create_payment", order).get("payment")).get("id");
  }

  private Map<String, Object> payment(String id) {
    return shop.data("gateway_get_payment", of(id));
  }

  private List<Map<String, Object>> refundsOf(String id) {
    return shop.items("gateway_list_refunds", Map.of("merchantId", "123", "paymentId", id));
  }

  @Test
  void charge_isAskedForThenMadeOnce() {
    int before = count();
    var asked = shop.data("gateway_create_payment", ORDER);

    assertThat(asked)
        .containsEntry("amountFormatted", "MXN 100.00")
        .containsEntry("status", "2fa_required");
    assertThat((String) asked.get("summary"))
        .startsWith("Charge MXN 100.00 to mastercard **** ")
        .endsWith("for Romero Libros: “Order 1187”.");
    assertThat(count()).isEqualTo(before);

    var code = server.verifier.codeOf((String) asked.get("challengeId"));
    var approved = with(ORDER, "verificationCode", code);
    var paid = shop.data("gateway_create_payment", approved);
    var again = shop.data("gateway_create_payment", approved);

    assertThat(paid).containsEntry("status", "success");
    assertThat(map(paid.get("payment")))
        .containsEntry("status", "captured")
        .containsEntry("captured", 100_00)
        .containsEntry("method", "mastercard");
    assertThat(again).isEqualTo(paid);
    assertThat(count()).isEqualTo(before + 1);
  }

  private int count() {
    var today = Map.of("merchantId", "123", "from", "2026-11-20T12:00:00Z");
    return shop.items("gateway_list_payments", today).size();
  }

  @Test
  void declinedCharge_isRejectedAndListedAsFailed() {
    var declined = with(ORDER, "amount", 100_01);
    var error = shop.rejected("gateway_create_payment", declined);

    assertThat(error).containsEntry("code", "GATEWAY_REJECTED");
    assertThat((String) error.get("message")).contains("not enough money");
    assertThat(map(error.get("details"))).containsEntry("railCode", "insufficient_funds");
    assertThat(shop.items("gateway_list_payments", Map.of("merchantId", "123", "status", "failed")))
        .first()
        .satisfies(it -> assertThat(it).containsEntry("errorCode", "insufficient_funds"));
  }

  @Test
  void authorisedPayment_isCapturedInPartAndNotAgain() {
    var id = charge(with(ORDER, "capture", false));
    assertThat(payment(id)).containsEntry("status", "authorised").containsEntry("captured", 0);
    assertThat(shop.code("gateway_refund_payment", refund(id, 1)))
        .isEqualTo("GATEWAY_NOT_REFUNDABLE");
    assertThat(shop.code("gateway_capture_payment", with(of(id), "amount", 100_02)))
        .isEqualTo("GATEWAY_CAPTURE_EXCEEDS_AUTHORISED");

    var capture = shop.asked("gateway_capture_payment", with(of(id), "amount", 60_00));
    var captured = shop.data("gateway_capture_payment", capture);

    assertThat(captured).containsEntry("status", "success").containsEntry("amount", 60_00);
    assertThat(shop.data("gateway_capture_payment", capture)).isEqualTo(captured);
    assertThat(payment(id)).containsEntry("status", "captured").containsEntry("captured", 60_00);
    assertThat(shop.code("gateway_capture_payment", of(id))).isEqualTo("GATEWAY_NOT_CAPTURABLE");
    assertThat(shop.code("gateway_cancel_payment", of(id))).isEqualTo("GATEWAY_NOT_CANCELLABLE");
    assertThat(shop.code("gateway_refund_payment", refund(id, 60_01)))
        .isEqualTo("GATEWAY_REFUND_EXCEEDS_CAPTURED");
  }

  @Test
  void authorisedPayment_isCancelledWithoutAnAmount() {
    var id = charge(with(ORDER, "capture", false));
    var done = shop.approved("gateway_cancel_payment", of(id));

    assertThat(done).containsEntry("status", "success").doesNotContainKey("amount");
    assertThat(payment(id)).containsEntry("status", "cancelled");
    assertThat(shop.code("gateway_capture_payment", of(id))).isEqualTo("GATEWAY_NOT_CAPTURABLE");
  }

  @Test
  void refund_isPartialUntilNothingIsLeft() {
    var id = charge(ORDER);
    var first = shop.asked("gateway_refund_payment", refund(id, 20_00));
    var done = shop.data("gateway_refund_payment", first);

    assertThat(done).containsEntry("status", "success").containsEntry("amount", 20_00);
    assertThat(shop.data("gateway_refund_payment", first)).isEqualTo(done);
    assertThat(payment(id))
        .containsEntry("status", "partially_refunded")
        .containsEntry("refunded", 20_00);

    shop.approved("gateway_refund_payment", without(refund(id, 1), "amount"));

    assertThat(payment(id)).containsEntry("status", "refunded").containsEntry("refunded", 100_00);
    assertThat(refundsOf(id)).extracting(it -> it.get("amount")).contains(80_00, 20_00).hasSize(2);
    assertThat(shop.code("gateway_refund_payment", refund(id, 1)))
        .isEqualTo("GATEWAY_NOT_REFUNDABLE");
  }

  private static Map<String, Object> without(Map<String, Object> arguments, String name) {
    var fewer = new HashMap<>(arguments);
    fewer.remove(name);
    return fewer;
  }

  @Test
  void codeForARefund_isOfNoUseForALargerOne() {
    var id = charge(ORDER);
    var approved = shop.asked("gateway_refund_payment", refund(id, 20_00));

    assertThat(shop.code("gateway_refund_payment", with(approved, "amount", 90_00)))
        .isEqualTo("2FA_MISMATCH");
    assertThat(payment(id)).containsEntry("refunded", 0);
  }

  @Test
  void refundsAtTheSameMoment_neverExceedWhatWasCaptured() throws Exception {
    var id = charge(ORDER);
    var refunds = new ArrayList<Callable<String>>();
    for (int i = 0; i < 8; i++) {
      // Each a caller with a code of his own, of which five fit; and each calls twice.
      var colleague = server.client(ALL, "123");
      var approved = colleague.asked("gateway_refund_payment", refund(id, 20_00));
      Callable<String> call =
          () ->
              Boolean.TRUE.equals(colleague.result("gateway_refund_payment", approved).isError())
                  ? "refused"
                  : "refunded";
      refunds.add(call);
      refunds.add(call);
    }
    var threads = Executors.newFixedThreadPool(refunds.size());
    try {
      for (var done : threads.invokeAll(refunds)) {
        assertThat(done.get()).isIn("refused", "refunded");
      }
    } finally {
      threads.shutdown();
    }

    assertThat(payment(id)).containsEntry("refunded", 100_00).containsEntry("status", "refunded");
    assertThat(refundsOf(id)).hasSize(5).extracting(it -> it.get("amount")).containsOnly(20_00);
  }

  @Test
  void captureAndCancelAtTheSameMoment_areNotBothMade() throws Exception {
    var id = charge(with(ORDER, "capture", false));
    var colleague = server.client(ALL, "123");
    var capture = shop.asked("gateway_capture_payment", of(id));
    var cancel = colleague.asked("gateway_cancel_payment", of(id));
    var threads = Executors.newFixedThreadPool(2);
    try {
      var calls =
          List.<Callable<Boolean>>of(
              () -> shop.result("gateway_capture_payment", capture).isError(),
              () -> colleague.result("gateway_cancel_payment", cancel).isError());
      var refused = new ArrayList<Boolean>();
      for (var done : threads.invokeAll(calls)) {
        refused.add(done.get());
      }
      assertThat(refused).containsExactlyInAnyOrder(true, false);
      assertThat(payment(id))
          .containsEntry("status", refused.get(0) ? "cancelled" : "captured")
          .containsEntry("captured", refused.get(0) ? 0 : 100_00);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void refundThatCameTooLate_isRefusedBeforeItIsTried() {
    var id = charge(ORDER);
    var colleague = server.client(ALL, "123");
    var approved =
        IntStream.range(0, 2)
            .mapToObj(it -> it == 0 ? shop : colleague)
            .map(it -> it.asked("gateway_refund_payment", refund(id, 60_00)))
            .toList();
    shop.data("gateway_refund_payment", approved.get(0));

    assertThat(colleague.code("gateway_refund_payment", approved.get(1)))
        .isEqualTo("GATEWAY_REFUND_EXCEEDS_CAPTURED");
    assertThat(payment(id)).containsEntry("refunded", 60_00);
  }

  @Test
  void chargeWithAMethodThatTheMerchantDoesNotTake_isRefused() {
    var amex =
        shop.items("gateway_list_payments", Map.of("merchantId", "123", "method", "amex")).get(0);
    var order = with(ORDER, "instrumentId", amex.get("instrumentId"));
    shop.approved(
        "gateway_configure_merchant",
        Map.of("merchantId", "123", "method", "amex", "enabled", false));

    assertThat(shop.code("gateway_create_payment", order)).isEqualTo("GATEWAY_METHOD_DISABLED");
  }

  @Test
  void removedInstrument_cannotBeCharged() {
    shop.approved("gateway_remove_instrument", of("ins_123001"));

    assertThat(shop.code("gateway_create_payment", ORDER)).isEqualTo("GATEWAY_NOT_FOUND");
    assertThat(shop.code("gateway_remove_instrument", of("ins_123001")))
        .isEqualTo("GATEWAY_NOT_FOUND");
  }
}
