package io.mcp2p.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Scope;
import io.mcp2p.rail.Rail;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.Tool;
import io.mcp2p.verification.PhoneNumber;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What every rail does, seen as an agent sees it. Extend it, supply the rail over a sandbox whose
 * outcomes follow the amounts, and arguments that are valid; inherit the tests.
 *
 * @since 0.1
 */
public abstract class RailContract {
  private static final String PHONE = "+525512345678";

  /** The clock of the server under test. Of the rail too, if it takes one. */
  protected final SettableClock clock = SettableClock.at("2026-03-02T15:00:00Z");

  private final CapturingVerifier verifier = new CapturingVerifier();
  private final CapturingAuditLog audit = new CapturingAuditLog();
  private Rail rail;
  private Mcp2pServer server;
  private Agent agent;

  /** Returns the rail, over a sandbox in which nothing was sent; asked once for each test. */
  protected abstract Rail newRail();

  /** Returns the name of the tool that sends money. */
  protected abstract String sendTool();

  /** Returns the name of its argument that holds the amount. */
  protected String amount() {
    return "amount";
  }

  /**
   * Returns arguments with which {@code tool} succeeds, without a code.
   *
   * @param reference of a payment that has settled, for a tool that wants one
   */
  protected abstract Map<String, Object> validArguments(String tool, String reference);

  /** Returns what identifies the payee of {@link #validArguments} and must never be shown whole. */
  protected abstract Set<String> accountNumbers();

  /** Returns the tools whose very purpose is to show what they were given; none if not set. */
  protected Set<String> toolsThatShowAccounts() {
    return Set.of();
  }

  @BeforeEach
  void connect() {
    rail = newRail();
    server = server(Caller.local(Locale.ENGLISH));
    agent = Agent.of(server);
  }

  @AfterEach
  void disconnect() {
    agent.close();
    server.close();
  }

  private Mcp2pServer server(Caller caller) {
    return Mcp2pServer.builder()
        .rails(rail)
        .verifier(verifier)
        .phoneNumbers(it -> new PhoneNumber(PHONE))
        .audit(audit)
        .clock(clock)
        .stdioCaller(caller)
        .build();
  }

  private List<String> toolNames() {
    return rail.tools().stream().map(it -> it.spec().name()).toList();
  }

  private Map<String, Object> send() {
    return validArguments(sendTool(), "none");
  }

  private Map<String, Object> sendEndingIn(int cents) {
    var arguments = send();
    long amount = ((Number) arguments.get(amount())).longValue();
    return with(arguments, amount(), amount - amount % 100 + cents);
  }

  private static Map<String, Object> with(
      Map<String, Object> arguments, String name, Object value) {
    var more = new LinkedHashMap<>(arguments);
    more.put(name, value);
    return more;
  }

  private Agent.Answer second(String tool, Map<String, Object> arguments) {
    return agent.call(tool, with(arguments, "verificationCode", verifier.lastCode()));
  }

  private Agent.Answer pay(String tool, Map<String, Object> arguments) {
    var asked = agent.call(tool, arguments);
    assertThat(asked.data("status")).as("%s: %s", tool, asked).isEqualTo("2fa_required");
    return second(tool, arguments);
  }

  private String settledReference() {
    var paid = pay(sendTool(), send());
    assertThat(paid.data("status")).as(paid.text()).isEqualTo("success");
    return payment(paid).data("reference");
  }

  private Agent.Answer payment(Agent.Answer answer) {
    return agent.call("payments_get", Map.of("paymentId", answer.data("paymentId")));
  }

  /** Every tool once, with valid arguments; both turns where there are two. */
  private Map<String, Agent.Answer> callEveryTool() {
    var answers = new TreeMap<String, Agent.Answer>();
    for (Tool<?, ?> tool : rail.tools()) {
      var name = tool.spec().name();
      var arguments = validArguments(name, settledReference());
      answers.put(
          name,
          tool instanceof PaymentTool<?, ?> ? pay(name, arguments) : agent.call(name, arguments));
    }
    return answers;
  }

  // How the rail presents itself.

  @Test
  void rail_hasANameFromWhichItsToolsAreNamed() {
    assertThat(rail.name()).matches("[a-z]{2,12}");
    assertThat(toolNames()).isNotEmpty().allMatch(it -> it.startsWith(rail.name() + "_"));
    assertThat(toolNames()).contains(sendTool());
    assertThat(rail.tools())
        .extracting(it -> it.spec().name())
        .isEqualTo(rail.tools().stream().map(it -> it.spec().name()).toList());
  }

  @Test
  void toolsList_isSortedAndHoldsTheRailsTools() {
    var listed = agent.tools().stream().map(it -> it.get("name").asString()).toList();

    assertThat(listed).isSorted().containsAll(toolNames()).doesNotHaveDuplicates();
  }

  @Test
  void everyTool_hasTitleDescriptionSchemasAndAllAnnotations() {
    for (JsonNode tool : agent.tools()) {
      var name = tool.get("name").asString();
      assertThat(tool.path("title").asString("")).as(name).isNotBlank();
      assertThat(tool.path("description").asString("")).as(name).hasSizeGreaterThan(10);
      assertThat(tool.path("inputSchema").path("type").asString("")).as(name).isEqualTo("object");
      assertThat(tool.path("inputSchema").path("additionalProperties").asBoolean(true))
          .as("%s takes unknown arguments", name)
          .isFalse();
      assertThat(tool.path("outputSchema").path("type").asString("")).as(name).isEqualTo("object");
      assertThat(tool.path("outputSchema").path("properties").propertyNames())
          .as(name)
          .contains("data", "error");
      for (String hint :
          List.of("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint")) {
        assertThat(tool.path("annotations").path(hint).isBoolean())
            .as("%s of %s", hint, name)
            .isTrue();
      }
    }
  }

  @Test
  void toolsThatMoveMoney_saySoInTheirAnnotations() {
    for (Tool<?, ?> tool : rail.tools()) {
      var name = tool.spec().name();
      boolean moves = tool instanceof PaymentTool<?, ?>;
      var annotations = listed(name).path("annotations");
      assertThat(annotations.path("readOnlyHint").asBoolean()).as(name).isEqualTo(!moves);
      assertThat(annotations.path("destructiveHint").asBoolean()).as(name).isEqualTo(moves);
      assertThat(tool.spec().scope())
          .as(name)
          .isIn(
              moves
                  ? Set.of(Scope.PAYMENTS_WRITE)
                  : Set.of(Scope.PAYMENTS_READ, Scope.REFERENCE_READ));
    }
  }

  @Test
  void everyArgument_isDescribedWithAnExample() {
    for (String name : toolNames()) {
      listed(name)
          .path("inputSchema")
          .path("properties")
          .forEachEntry(
              (argument, schema) -> {
                assertThat(schema.path("description").asString(""))
                    .as("%s of %s", argument, name)
                    .isNotBlank();
                assertThat(schema.path("examples").size())
                    .as("examples of %s of %s", argument, name)
                    .isPositive();
              });
    }
  }

  @Test
  void examplesOfTheSchemas_areValidArguments() {
    for (String name : toolNames()) {
      var arguments = new LinkedHashMap<String, Object>();
      listed(name)
          .path("inputSchema")
          .path("properties")
          .forEachEntry((argument, schema) -> arguments.put(argument, schema.at("/examples/0")));
      arguments.remove("verificationCode");
      arguments.remove("cursor");

      var answer = agent.call(name, arguments);

      assertThat(answer.code()).as("%s: %s", name, answer).doesNotContain("INVALID");
    }
  }

  private JsonNode listed(String name) {
    return agent.tools().stream()
        .filter(it -> it.get("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  // Arguments.

  @Test
  void validArguments_areAnswered() {
    callEveryTool()
        .forEach(
            (name, answer) -> assertThat(answer.isError()).as("%s: %s", name, answer).isFalse());
  }

  @Test
  void unknownArgument_isRefusedByName() {
    for (String name : toolNames()) {
      var refused = agent.call(name, with(validArguments(name, "none"), "amout", 1));

      assertThat(refused.isError()).as(name).isTrue();
      assertThat(refused.code()).as(name).isEqualTo("INVALID_ARGUMENT");
      assertThat(refused.detail("field")).as(name).isEqualTo("amout");
    }
  }

  @Test
  void requiredArgumentThatIsMissing_isRefusedByName() {
    for (String name : toolNames()) {
      for (JsonNode required : listed(name).path("inputSchema").path("required")) {
        var field = required.asString();
        var arguments = new LinkedHashMap<>(validArguments(name, "none"));
        arguments.remove(field);

        var refused = agent.call(name, arguments);

        assertThat(refused.code())
            .as("%s without %s", name, field)
            .isIn("INVALID_ARGUMENT", "INVALID_AMOUNT");
        assertThat(refused.detail("field")).as("%s without %s", name, field).isEqualTo(field);
        assertThat(refused.message()).as("%s without %s", name, field).contains(field);
      }
    }
  }

  @Test
  void argumentOfAnotherType_isRefusedByName() {
    for (String name : toolNames()) {
      for (String field : validArguments(name, "none").keySet()) {
        var refused = agent.call(name, with(validArguments(name, "none"), field, Map.of("a", "b")));

        assertThat(refused.isError()).as("%s with an odd %s", name, field).isTrue();
        assertThat(refused.code()).as("%s with an odd %s", name, field).startsWith("INVALID_");
        assertThat(refused.detail("field")).isEqualTo(field);
      }
    }
  }

  @Test
  void refusals_areReadableInEveryLanguage() {
    var english = refusals(Locale.ENGLISH);
    var spanish = refusals(Locale.forLanguageTag("es"));
    var portuguese = refusals(Locale.forLanguageTag("pt"));

    assertThat(spanish.keySet()).isEqualTo(english.keySet()).isEqualTo(portuguese.keySet());
    english.forEach(
        (what, message) ->
            assertThat(List.of(message, spanish.get(what), portuguese.get(what)))
                .as(what)
                .doesNotHaveDuplicates()
                .allSatisfy(
                    it ->
                        assertThat(it)
                            .isNotBlank()
                            .doesNotContainPattern("\\{[A-Za-z]")
                            .doesNotContain("Exception")));
  }

  private Map<String, String> refusals(Locale locale) {
    var messages = new TreeMap<String, String>();
    try (var other = server(Caller.local(locale));
        var speaker = Agent.of(other)) {
      for (String name : toolNames()) {
        for (String field : validArguments(name, "none").keySet()) {
          var arguments = validArguments(name, "none");
          messages.put(
              name + " without " + field,
              speaker.call(name, with(arguments, field, false)).message());
        }
      }
      messages.put("a summary", speaker.call(sendTool(), send()).data("summary"));
    }
    return messages;
  }

  // Two turns.

  @Test
  void firstTurn_asksAndSecondTurn_pays() {
    var asked = agent.call(sendTool(), send());

    assertThat(asked.data("status")).isEqualTo("2fa_required");
    assertThat(asked.data("summary")).contains(asked.data("amountFormatted"));
    assertThat(asked.data("currency")).isEqualTo(rail.currency().getCurrencyCode());
    assertThat(payment(asked).data("status")).isEqualTo("awaiting_code");
    var paid = second(sendTool(), send());
    assertThat(paid.data("status")).as(paid.text()).isEqualTo("success");
    assertThat(paid.data("paymentId")).isEqualTo(asked.data("paymentId"));
    assertThat(payment(paid).data("status")).isEqualTo("settled");
  }

  @Test
  void secondTurnRepeated_paysOnce() {
    var paid = pay(sendTool(), send());

    var again = second(sendTool(), send());

    assertThat(again.text()).isEqualTo(paid.text());
    var listed = agent.call("payments_list", Map.of()).envelope().path("data").path("items");
    assertThat(listed.size()).isOne();
  }

  @Test
  void otherAmountWithTheCode_isAMismatch() {
    agent.call(sendTool(), send());

    var refused = second(sendTool(), sendEndingIn(77));

    assertThat(refused.code()).isEqualTo("2FA_MISMATCH");
    assertThat(second(sendTool(), send()).code()).isEqualTo("2FA_MISMATCH");
  }

  @Test
  void rejection_isInTheRailsNameWithItsCode() {
    var refused = pay(sendTool(), sendEndingIn(1));

    assertThat(refused.code()).isEqualTo(rail.name().toUpperCase(Locale.ROOT) + "_REJECTED");
    assertThat(refused.detail("railCode")).isNotBlank();
    assertThat(refused.message()).isNotBlank();
  }

  @Test
  void connectorThatThrows_isPendingAndReconciled() {
    var pending = pay(sendTool(), sendEndingIn(3));

    assertThat(pending.data("status")).as(pending.text()).isEqualTo("pending");
    assertThat(toolNames()).anyMatch(it -> pending.data("message").contains(it));
    clock.advance(Duration.ofMinutes(2));
    assertThat(server.reconcile()).isOne();
    assertThat(payment(pending).data("status")).isEqualTo("settled");
  }

  @Test
  void connectorThatIsNotReached_isUnavailable() {
    var refused = pay(sendTool(), sendEndingIn(4));

    assertThat(refused.code()).isEqualTo("CONNECTOR_UNAVAILABLE");
    assertThat(refused.detail("retryable")).isEqualTo("true");
  }

  @Test
  void moneyThatComesBack_isFoundReturned() {
    var paid = pay(sendTool(), sendEndingIn(5));
    assertThat(paid.data("status")).isEqualTo("success");
    var reference = payment(paid).data("reference");
    var statusTool = rail.name() + "_check_status";

    agent.call(statusTool, validArguments(statusTool, reference));
    agent.call(statusTool, validArguments(statusTool, reference));

    assertThat(payment(paid).data("status")).isEqualTo("returned");
  }

  // Masking.

  @Test
  void noAnswerAndNoAuditEntry_showsAnAccountACodeOrAPhone() {
    callEveryTool()
        .forEach(
            (name, answer) -> {
              if (!toolsThatShowAccounts().contains(name)) {
                assertThat(answer.text()).as(name).doesNotContain(accountNumbers());
              }
            });
    for (int outcome : List.of(1, 2, 3, 4, 5)) {
      var answer = pay(sendTool(), sendEndingIn(outcome));
      assertThat(answer.text()).doesNotContain(accountNumbers());
      assertThat(answer.text()).doesNotContain(verifier.lastCode(), PHONE.substring(3));
    }
    assertThat(agent.call("payments_list", Map.of("limit", 100)).text())
        .doesNotContain(accountNumbers());
    assertThat(audit.entries().toString())
        .doesNotContain(accountNumbers())
        .doesNotContain(PHONE.substring(3));
    verifier.sent().forEach(it -> assertThat(it.summary()).doesNotContain(accountNumbers()));
  }
}
