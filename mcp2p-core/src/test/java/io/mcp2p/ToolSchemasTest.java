package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.BRUNO;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.REFUND;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.SEND;
import static io.mcp2p.TinyServer.STATUS;
import static io.mcp2p.TinyServer.paymentId;
import static io.mcp2p.TinyServer.text;
import static io.mcp2p.TinyServer.with;
import static io.mcp2p.tck.CapturingVerifier.WRONG_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.auth.Mode;
import io.mcp2p.tool.Tool;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients are told of arguments and answers, held against real ones. */
class ToolSchemasTest {
  private final ToolSchemas schemas = new ToolSchemas(Mode.TEST, List.of("tiny"));
  private final JsonSchemaValidator validator = McpJsonDefaults.getSchemaValidator();
  private final TinyServer server = TinyServer.open();

  @AfterEach
  void close() {
    server.close();
  }

  private Tool<?, ?> tool(String name) {
    return server.wiring.tools().stream()
        .filter(it -> it.spec().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void fits(String tool, Reply reply) {
    var answer = validator.validate(schemas.output(tool(tool)), reply.text());
    assertThat(answer.valid()).as("%s: %s", answer.errorMessage(), reply.text()).isTrue();
  }

  private boolean accepts(String tool, Map<String, ?> arguments) {
    return validator
        .validate(schemas.input(tool(tool)), Json.ANSWERS.writeValueAsString(arguments))
        .valid();
  }

  @Test
  void everyAnswer_fitsItsOutputSchema() {
    var asked = server.first(LUNCH);
    fits(SEND, asked);
    fits(SEND, server.second(LUNCH, WRONG_CODE));
    var paid = server.second(LUNCH, server.codeOf(asked));
    fits(SEND, paid);
    fits(SEND, server.first(LUNCH));
    fits(SEND, server.first(Map.of()));
    var reference = Map.of("reference", text(paid, "reference"));
    fits(STATUS, server.call(STATUS, reference, ANA));
    fits(STATUS, server.call(STATUS, reference, BRUNO));
    var refund = with(reference, "reason", "Twice");
    var refundAsked = server.call(REFUND, refund, ANA);
    fits(REFUND, refundAsked);
    fits(
        REFUND,
        server.call(REFUND, with(refund, "verificationCode", server.codeOf(refundAsked)), ANA));
    server.connector.reject("T01");
    fits(SEND, server.pay(RENT));
    server.connector.pending();
    fits(SEND, server.pay(RENT));
    fits("payments_list", server.call("payments_list", Map.of("limit", 2), ANA));
    fits("payments_list", server.call("payments_list", Map.of("limit", 0), ANA));
    fits("payments_get", server.byId("payments_get", paymentId(paid)));
    fits("payments_get", server.byId("payments_get", "pay_test_00000000"));
    var open = paymentId(server.first(LUNCH));
    fits("payments_resend_code", server.byId("payments_resend_code", open));
    fits("payments_cancel", server.byId("payments_cancel", open));
    fits("payments_cancel", server.byId("payments_cancel", paymentId(paid)));
  }

  @Test
  void outputSchema_refusesWhatIsNoEnvelope() {
    var schema = schemas.output(tool(SEND));

    assertThat(validator.validate(schema, "{}").valid()).isFalse();
    assertThat(validator.validate(schema, "{\"data\":{\"status\":1},\"error\":null}").valid())
        .isFalse();
    assertThat(validator.validate(schema, "{\"data\":null,\"error\":{}}").valid()).isFalse();
  }

  @Test
  void inputSchema_agreesWithWhatIsChecked() {
    for (Map<String, Object> payment :
        List.of(
            LUNCH,
            with(LUNCH, "verificationCode", "123456"),
            with(LUNCH, "verificationCode", "12"),
            with(LUNCH, "amount", 0),
            with(LUNCH, "amount", 1),
            with(LUNCH, "amount", 1_000_000_00),
            with(LUNCH, "amount", 1_000_000_01),
            with(LUNCH, "amount", 1.5),
            with(LUNCH, "amount", "100"),
            with(LUNCH, "payee", "12"),
            with(LUNCH, "payee", 12),
            with(LUNCH, "note", ""),
            with(LUNCH, "note", "x".repeat(40)),
            with(LUNCH, "note", "x".repeat(41)),
            with(LUNCH, "amout", 1),
            Map.<String, Object>of("payee", "1234567890"))) {
      var outcome = server.first(payment).outcome();
      boolean refused = outcome.startsWith("INVALID_");

      assertThat(accepts(SEND, payment)).as("%s: %s", payment, outcome).isEqualTo(!refused);
    }
  }
}
