package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Codes, phones and accounts are nobody's business: not the model's, not the log's. */
class SecrecyIT {
  private static final String CODE = "739184";
  private static final String PHONE = "+525587654321";
  // Not the one that the tools give as an example.
  private static final String CLABE = "002010077777777771";

  @Test
  void nothingSecret_isInAnAnswerOrInTheLog() {
    var payment =
        Map.<String, Object>of(
            "clabe", CLABE, "amount", 123400, "concept", "Renta", "recipientName", "Ana Ruiz");
    try (var server = ServerProcess.jar("--sandbox-code", CODE, "--phone", PHONE).initialize()) {
      server.call("spei_validate_clabe", Map.of("clabe", CLABE));
      server.call("spei_validate_clabe", Map.of("clabe", CLABE + "0"));
      server.call("spei_send_payment", payment);
      server.call("spei_send_payment", with(payment, "verificationCode", "000000"));
      server.call("spei_send_payment", with(payment, "concept", "x|y"));
      var paid = server.call("spei_send_payment", with(payment, "verificationCode", CODE));
      assertThat(paid.data("status")).isEqualTo("success");
      server.call("spei_send_payment", with(payment, "verificationCode", CODE));
      server.call("payments_list", Map.of());
      server.call("payments_get", Map.of("paymentId", paid.data("paymentId")));
      var refund =
          Map.<String, Object>of("trackingKey", paid.data("trackingKey"), "reason", "Mistake");
      server.call("spei_request_refund", refund);
      server.call("spei_request_refund", with(refund, "verificationCode", CODE));
      for (int script = 1; script <= 5; script++) {
        var scripted = with(payment, "amount", 900_00 + script);
        server.call("spei_send_payment", scripted);
        server.call("spei_send_payment", with(scripted, "verificationCode", CODE));
      }
      server.send("{\"jsonrpc\":\"2.0\",\"id\":9,\"clabe\":\"" + CLABE + "\"");
      server.reply(null);
      server.endInput();
      assertThat(server.exitStatus()).isZero();

      assertThat(server.out()).noneMatch(it -> it.contains(CODE));
      assertThat(server.out()).noneMatch(it -> it.contains(PHONE.substring(1)));
      assertThat(server.out()).noneMatch(it -> it.contains(CLABE));
      assertThat(server.err()).noneMatch(it -> it.contains(PHONE.substring(1)));
      assertThat(server.err()).noneMatch(it -> it.contains(CLABE));
      assertThat(server.err()).noneMatch(it -> it.contains("Ana Ruiz") && !isSandboxLine(it));
      assertThat(server.err())
          .filteredOn(it -> it.contains(CODE))
          .allMatch(SecrecyIT::isSandboxLine);
      assertThat(server.err()).filteredOn(SecrecyIT::isSandboxLine).hasSize(7);
    }
  }

  private static boolean isSandboxLine(String line) {
    return line.contains("mcp2p.sandbox") && line.contains("code " + CODE + " for ");
  }

  private static Map<String, Object> with(Map<String, ?> arguments, String name, Object value) {
    var more = new HashMap<String, Object>(arguments);
    more.put(name, value);
    return more;
  }
}
