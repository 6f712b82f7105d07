package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.REFUND;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.SEND;
import static io.mcp2p.TinyServer.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.tck.CapturingVerifier;
import io.mcp2p.tck.RecordingConnector;
import io.mcp2p.tck.SettableClock;
import io.mcp2p.tck.TinyRail;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ToolSchemasShapeTest {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final ToolSchemas SCHEMAS = new ToolSchemas(Mode.TEST, List.of("tiny"));
  private static final Tool<LunchInput, LunchData> LUNCH_TOOL =
      Tool.of(
          ToolSpec.reading(
              "lunch", LunchInput.class, LunchData.class, "lunch", "Lunch", "Orders a lunch."),
          (input, call) -> Answer.of(new LunchData(List.of())));

  record LunchData(List<String> bills) {}

  private static Stream<Named> tools() {
    var rail =
        TinyRail.of(new RecordingConnector(SettableClock.at("2026-03-02T15:00:00Z"))).tools();
    var common = new PaymentsTools(PaymentLedger.inMemory(), null, null).all();
    return Stream.of(rail, common, List.of(LUNCH_TOOL)).flatMap(List::stream).map(Named::new);
  }

  /** A tool that prints its name. */
  private record Named(Tool<?, ?> tool) {
    @Override
    public String toString() {
      return tool.spec().name();
    }
  }

  // Arguments

  @ParameterizedTest
  @MethodSource("tools")
  void arguments_areAClosedObject(Named named) {
    var schema = input(named.tool());

    assertThat(schema.get("type").asString()).isEqualTo("object");
    assertThat(schema.get("additionalProperties").isBoolean()).isTrue();
    assertThat(schema.get("additionalProperties").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void arguments_areThoseOfTheRecordInItsOrder(Named named) {
    var components =
        Arrays.stream(named.tool().spec().input().getRecordComponents()).map(it -> it.getName());

    assertThat(properties(input(named.tool())).propertyNames())
        .containsExactly(components.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void everyArgument_isDescribedWithExamplesThatFit(Named named) {
    properties(input(named.tool()))
        .forEachEntry(
            (name, property) -> {
              assertThat(property.get("description").asString()).as(name).isNotBlank();
              assertThat(property.get("examples").isArray()).as(name).isTrue();
              assertThat(property.get("examples").values()).as(name).isNotEmpty();
              for (JsonNode example : property.get("examples").values()) {
                assertThat(errors((ObjectNode) property, example))
                    .as("%s: %s", name, example)
                    .isEmpty();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("tools")
  void schemas_areValidAndCompleteInThemselves(Named named) {
    for (ObjectNode schema : List.of(input(named.tool()), output(named.tool()))) {
      assertThat(
              REGISTRY
                  .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
                  .validate(schema))
          .isEmpty();
      assertThat(schema.toString())
          .doesNotContain("\"$id\"", "\"$schema\"", "\"$ref\"", "\"$defs\"", "\"$anchor\"");
    }
  }

  @Test
  void requiredArguments_areThoseThatMustNotBeNull() {
    assertThat(texts(input(LUNCH_TOOL).get("required")))
        .containsExactlyInAnyOrder("dish", "amount");
  }

  @Test
  void amounts_haveTheirBounds() {
    var amount = properties(input(LUNCH_TOOL)).get("amount");

    assertThat(amount.get("type").asString()).isEqualTo("integer");
    assertThat(amount.get("minimum").longValue()).isEqualTo(1);
    assertThat(amount.get("maximum").longValue()).isEqualTo(1_000_000_00);
    assertThat(amount.get("examples").get(0).isIntegralNumber()).isTrue();
  }

  @Test
  void constraints_standInTheSchema() {
    var properties = properties(input(LUNCH_TOOL));

    assertThat(properties.get("dish").get("maxLength").intValue()).isEqualTo(10);
    assertThat(properties.get("dish").get("pattern").asString()).isEqualTo("^[a-z ]*$");
    assertThat(properties.get("guests").get("minimum").intValue()).isEqualTo(1);
    assertThat(properties.get("guests").get("maximum").intValue()).isEqualTo(20);
    assertThat(texts(properties.get("drink").get("enum"))).containsExactly("WATER", "TEA");
    assertThat(properties.get("extras").get("items").get("type").asString()).isEqualTo("string");
    assertThat(properties.get("spicy").get("type").asString()).isEqualTo("boolean");
    assertThat(properties.get("at").get("type").asString()).isEqualTo("string");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'dish': 'soup', 'amount': 15000}",
        "{'dish': 'soup', 'amount': 1, 'guests': 20, 'spicy': false, 'drink': 'TEA'}",
        "{'dish': 'soup', 'amount': 1, 'extras': [], 'table': '4', 'verificationCode': '1234'}",
        "{'dish': 'soup', 'amount': 1, 'at': '2026-03-02T15:00:00Z', 'bill': -1}",
        "{}",
        "[]",
        "{'amount': 1}",
        "{'dish': 'soup'}",
        "{'dish': '', 'amount': 1}",
        "{'dish': 'SOUP', 'amount': 1}",
        "{'dish': 'soup of the day', 'amount': 1}",
        "{'dish': 1, 'amount': 1}",
        "{'dish': 'soup', 'amount': 0}",
        "{'dish': 'soup', 'amount': 100000001}",
        "{'dish': 'soup', 'amount': '1'}",
        "{'dish': 'soup', 'amount': 1.5}",
        "{'dish': 'soup', 'amount': 1, 'more': 1}",
        "{'dish': 'soup', 'amount': 1, 'guests': 0}",
        "{'dish': 'soup', 'amount': 1, 'guests': 21}",
        "{'dish': 'soup', 'amount': 1, 'spicy': 'true'}",
        "{'dish': 'soup', 'amount': 1, 'drink': 'tea'}",
        "{'dish': 'soup', 'amount': 1, 'drink': 'TEA '}",
        "{'dish': 'soup', 'amount': 1, 'at': 1772463600}",
        "{'dish': 'soup', 'amount': 1, 'extras': 'bread'}",
        "{'dish': 'soup', 'amount': 1, 'extras': [1]}",
        "{'dish': 'soup', 'amount': 1, 'extras': [null]}",
        "{'dish': 'soup', 'amount': 1, 'verificationCode': '123'}",
        "{'dish': 'soup', 'amount': 1, 'verificationCode': 123456}"
      })
  void whatTheSchemaSays_isWhatIsChecked(String quoted) {
    var json = quoted.replace('\'', '"');
    var read = new ToolInputs().read(json, LunchInput.class);

    assertThat(errors(input(LUNCH_TOOL), Json.STRICT.readTree(json)).isEmpty())
        .isEqualTo(read instanceof Answer.Ok);
  }

  // Answers

  @Test
  void answers_ofPaymentsFitTheirSchema() {
    try (var server = TinyServer.open()) {
      var asked = server.first(LUNCH);
      var paid = server.second(LUNCH, server.codeOf(asked));
      var reference = TinyServer.text(paid, "reference");
      var refund = Map.of("reference", reference, "reason", "Paid twice");
      server.advanceSeconds(60);
      var replies = new ArrayList<Reply>();
      replies.add(asked);
      replies.add(paid);
      replies.add(server.second(LUNCH, server.codeOf(asked)));
      replies.add(server.first(LUNCH));
      replies.add(server.second(LUNCH, CapturingVerifier.WRONG_CODE));
      replies.add(server.first(RENT));
      replies.add(server.second(LUNCH, "123456"));
      replies.add(server.first(TinyServer.with(LUNCH, "amount", 500.5)));
      replies.add(server.first(TinyServer.with(LUNCH, "more", 1)));
      assertFit(SEND, replies);
      assertThat(replies.stream().filter(Reply::isError)).hasSizeBetween(3, 6);

      var refundAsked = server.call(REFUND, refund, ANA);
      assertFit(
          REFUND,
          List.of(
              refundAsked,
              server.call(
                  REFUND,
                  TinyServer.with(refund, "verificationCode", server.codeOf(refundAsked)),
                  ANA),
              server.call(REFUND, Map.of("reference", "none", "reason", "why"), ANA)));
      assertFit(
          STATUS,
          List.of(
              server.call(STATUS, Map.of("reference", reference), ANA),
              server.call(STATUS, Map.of("reference", "none"), ANA)));
    }
  }

  @Test
  void answers_ofTheCommonToolsFitTheirSchema() {
    try (var server = TinyServer.open()) {
      server.pay(LUNCH);
      var open = TinyServer.paymentId(server.first(RENT));
      assertFit(
          "payments_list",
          List.of(
              server.call("payments_list", Map.of(), ANA),
              server.call("payments_list", Map.of("limit", 1), ANA),
              server.call("payments_list", Map.of("cursor", "x"), ANA)));
      assertFit(
          "payments_get",
          List.of(
              server.byId("payments_get", open), server.byId("payments_get", "pay_test_unknown1")));
      assertFit("payments_resend_code", List.of(server.byId("payments_resend_code", open)));
      assertFit(
          "payments_cancel",
          List.of(server.byId("payments_cancel", open), server.byId("payments_cancel", open)));
    }
  }

  @Test
  void answers_ofAnotherModeDoNotFit() {
    try (var server = TinyServer.open()) {
      var reply = server.call("payments_list", Map.of(), ANA);
      var live = json(new ToolSchemas(Mode.LIVE, List.of("tiny")).output(tool("payments_list")));

      assertThat(errors(output(tool("payments_list")), TinyServer.json(reply))).isEmpty();
      assertThat(errors(live, TinyServer.json(reply))).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'data': null}",
        "{'error': null}",
        "[]",
        "{'data': 1, 'error': null}",
        "{'data': null, 'error': {}}",
        "{'data': null, 'error': {'code': 'X'}}",
        "{'data': {'bills': 1}, 'error': null}"
      })
  void whatIsNoEnvelope_doesNotFit(String quoted) {
    var json = Json.STRICT.readTree(quoted.replace('\'', '"'));

    assertThat(errors(output(LUNCH_TOOL), json)).isNotEmpty();
  }

  @Test
  void schemas_areTheSameEachTime() {
    for (Named named : tools().toList()) {
      assertThat(json(new ToolSchemas(Mode.TEST, List.of("tiny")).input(named.tool())).toString())
          .isEqualTo(input(named.tool()).toString());
      assertThat(json(new ToolSchemas(Mode.TEST, List.of("tiny")).output(named.tool())).toString())
          .isEqualTo(output(named.tool()).toString());
    }
  }

  /** Each answer fits, and holds nothing that the schema does not name. */
  private static void assertFit(String tool, List<Reply> replies) {
    var schema = output(tool(tool));
    var described = schema.get("properties").get("data").get("properties").propertyNames();
    for (Reply reply : replies) {
      assertThat(errors(schema, TinyServer.json(reply))).as(reply.text()).isEmpty();
      if (!reply.isError()) {
        assertThat(described).containsAll(TinyServer.json(reply).get("data").propertyNames());
      }
    }
  }

  private static Tool<?, ?> tool(String name) {
    return tools().map(Named::tool).filter(it -> it.spec().name().equals(name)).findFirst().get();
  }

  private static ObjectNode input(Tool<?, ?> tool) {
    return json(SCHEMAS.input(tool));
  }

  private static ObjectNode output(Tool<?, ?> tool) {
    return json(SCHEMAS.output(tool));
  }

  private static ObjectNode json(Map<String, Object> schema) {
    return Json.ANSWERS.valueToTree(schema);
  }

  private static ObjectNode properties(ObjectNode schema) {
    return (ObjectNode) schema.get("properties");
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static List<String> errors(ObjectNode schema, JsonNode json) {
    return REGISTRY.getSchema(schema).validate(json).stream().map(Object::toString).toList();
  }
}
