package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.SEND;
import static io.mcp2p.TinyServer.STATUS;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.data;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.message;
import static io.mcp2p.TinyServer.paymentId;
import static io.mcp2p.TinyServer.text;
import static io.mcp2p.TinyServer.with;
import static io.mcp2p.tck.CapturingVerifier.WRONG_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.audit.AuditEntry;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.auth.Scope;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call of one tool, around what the tool itself does. */
class ToolDispatcherTest {

  record Nothing() {}

  /** A tool of the host's whose work is {@code work}. */
  private static Tool<Nothing, Nothing> tool(Runnable work) {
    return Tool.of(
        ToolSpec.reading(
            "host_work", Nothing.class, Nothing.class, "host:work", "Work", "Does some work."),
        (input, call) -> {
          work.run();
          return Answer.of(new Nothing());
        });
  }

  private static Caller holding(String... scopes) {
    return new Caller("ana", Set.of(scopes), Locale.ENGLISH);
  }

  // Scopes.

  @ParameterizedTest
  @CsvSource({
    "tiny_send_payment, mcp:payments:write",
    "tiny_request_refund, mcp:payments:write",
    "payments_cancel, mcp:payments:write",
    "payments_resend_code, mcp:payments:write",
    "tiny_check_status, mcp:payments:read",
    "payments_list, mcp:payments:read",
    "payments_get, mcp:payments:read"
  })
  void scopeMissing_isForbiddenWhateverTheArguments(String tool, String scope) {
    var others =
        Set.of(Scope.PAYMENTS_READ, Scope.PAYMENTS_WRITE, Scope.REFERENCE_READ).stream()
            .filter(it -> !it.equals(scope))
            .toArray(String[]::new);
    try (var server = TinyServer.open()) {
      var refused = server.call(tool, Map.of("unknown", 1), holding(others));

      assertThat(code(refused)).isEqualTo("FORBIDDEN");
      assertThat(detail(refused, "scope")).isEqualTo(scope);
      assertThat(message(refused)).contains(scope);
      assertThat(server.call(tool, Map.of("unknown", 1), holding(scope)).text())
          .contains("INVALID_ARGUMENT");
    }
  }

  // What breaks.

  @Test
  void toolThatThrows_isAnInternalErrorWithACorrelationIdAndNothingElse() {
    var broken =
        tool(
            () -> {
              throw new IllegalStateException("jdbc:postgresql://secret");
            });
    try (var server = TinyServer.with(it -> it.tools(broken))) {
      var reply = server.call("host_work", Map.of(), ANA);

      assertThat(code(reply)).isEqualTo("INTERNAL_ERROR");
      assertThat(detail(reply, "correlationId")).isEqualTo(server.audit.last().correlationId());
      assertThat(detail(reply, "retryable")).isEqualTo("false");
      assertThat(TinyServer.json(reply).get("error").get("details").size()).isEqualTo(2);
      assertThat(reply.text()).doesNotContain("secret").doesNotContain("IllegalState");
      assertThat(server.audit.last().outcome()).isEqualTo("INTERNAL_ERROR");
    }
  }

  @Test
  void toolThatOverflowsTheStack_isAnInternalErrorToo() {
    var broken =
        tool(
            () -> {
              throw new StackOverflowError();
            });
    try (var server = TinyServer.with(it -> it.tools(broken))) {
      assertThat(code(server.call("host_work", Map.of(), ANA))).isEqualTo("INTERNAL_ERROR");
    }
  }

  @Test
  void directoryThatThrows_isAnInternalErrorAndPaysNothing() {
    try (var server =
        TinyServer.with(
            it ->
                it.phoneNumbers(
                    caller -> {
                      throw new IllegalStateException("ldap secret");
                    }))) {
      var reply = server.first(LUNCH);

      assertThat(code(reply)).isEqualTo("INTERNAL_ERROR");
      assertThat(reply.text()).doesNotContain("secret");
    }
  }

  @Test
  void strangersWithoutNumber_fillNoAuditLog() {
    try (var server = TinyServer.open()) {
      var endpoint = server.wiring.endpoint();
      for (int i = 0; i < 1000; i++) {
        endpoint.refused("UNAUTHENTICATED", "2001:db8::" + i);
      }
      assertThat(server.audit.entries()).hasSize(100);
      server.first(TinyServer.LUNCH);
      assertThat(server.audit.entries()).hasSize(101);

      server.advanceSeconds(60);
      endpoint.refused("UNAUTHENTICATED", "2001:db8::1");

      assertThat(server.audit.entries()).hasSize(102);
    }
  }

  @Test
  void auditLogThatThrows_doesNotChangeTheAnswer() {
    try (var server =
        TinyServer.with(
            it ->
                it.audit(
                    entry -> {
                      throw new IllegalStateException("disk full");
                    }))) {
      assertThat(TinyServer.status(server.pay(LUNCH))).isEqualTo("success");
    }
  }

  @Test
  void answerAboveTheCap_isAnInternalErrorInsteadOfATruncation() {
    record Much(String text) {}
    var spec =
        ToolSpec.reading(
            "host_much", Nothing.class, Much.class, "host:much", "Much", "Says too much.");
    Tool<Nothing, Much> much =
        Tool.of(spec, (input, call) -> Answer.of(new Much("x".repeat(25_000))));
    try (var server = TinyServer.with(it -> it.tools(much))) {
      assertThat(code(server.call("host_much", Map.of(), ANA))).isEqualTo("INTERNAL_ERROR");
    }
  }

  // Arguments.

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "1", "{", "{\"payee\":", "{}{}", "\"x\"", "{'a':1}"})
  void argumentsThatAreNoObject_areRefused(String json) {
    try (var server = TinyServer.open()) {
      assertThat(code(server.wiring.call(SEND, json, ANA))).isEqualTo("INVALID_ARGUMENT");
    }
  }

  @Test
  void unknownArgument_isRefusedByName() {
    try (var server = TinyServer.open()) {
      var refused = server.first(with(LUNCH, "amout", 1));

      assertThat(code(refused)).isEqualTo("INVALID_ARGUMENT");
      assertThat(detail(refused, "field")).isEqualTo("amout");
      assertThat(message(refused)).contains("amount");
    }
  }

  @Test
  void argumentGivenTwice_isRefused() {
    try (var server = TinyServer.open()) {
      var refused =
          server.wiring.call(
              SEND,
              "{\"payee\":\"1234567890\",\"amount\":100,\"amount\":100000,\"note\":\"Lunch\"}",
              ANA);

      assertThat(code(refused)).isEqualTo("INVALID_ARGUMENT");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500.5|MXN 500.50|50050",
        "\"50000\"|MXN 500.00|50000",
        "50000.0|MXN 500.00|50000",
        "0|MXN 0.01|1",
        "-5|MXN 0.01|1",
        "1e23|MXN 1,000,000.00|MXN",
        "100000001|MXN 1,000,000.00|MXN",
        "9223372036854775808|MXN 1,000,000.00|MXN",
        "true|MXN 500.00|50000",
        "\"a lot\"|MXN 500.00|50000"
      })
  void amountOfAnotherForm_isRefusedWithWhatWasProbablyMeant(
      String amount, String meant, String alsoSaid) {
    try (var server = TinyServer.open()) {
      var refused =
          server.wiring.call(
              SEND, "{\"payee\":\"1234567890\",\"amount\":" + amount + ",\"note\":\"L\"}", ANA);

      assertThat(code(refused)).isEqualTo("INVALID_AMOUNT");
      assertThat(detail(refused, "field")).isEqualTo("amount");
      assertThat(message(refused)).contains(meant).contains(alsoSaid);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"123", "12345678901", "12345a", "12 34", "\u0661\u0662\u0663\u0664"})
  void codeOfAnotherForm_isRefusedAndBurnsNothing(String code) {
    try (var server = TinyServer.open()) {
      var asked = server.first(LUNCH);

      var refused = server.second(LUNCH, code);

      assertThat(code(refused)).isEqualTo("INVALID_ARGUMENT");
      assertThat(detail(refused, "field")).isEqualTo("verificationCode");
      assertThat(refused.text()).doesNotContain('"' + code + '"');
      assertThat(TinyServer.status(server.second(LUNCH, server.codeOf(asked))))
          .isEqualTo("success");
    }
  }

  // The envelope.

  @Test
  void envelope_isTheSameAsTextAndAsJson() {
    try (var server = TinyServer.open()) {
      for (Reply reply : List.of(server.first(LUNCH), server.second(LUNCH, WRONG_CODE))) {
        assertThat(Json.STRICT.readTree(reply.text()).toString())
            .isEqualTo(TinyServer.json(reply).toString());
        assertThat(TinyServer.json(reply).propertyNames()).containsExactly("data", "error");
        assertThat(TinyServer.json(reply).get("data").isNull()).isEqualTo(reply.isError());
        assertThat(TinyServer.json(reply).get("error").isNull()).isNotEqualTo(reply.isError());
      }
    }
  }

  @Test
  void modeOfTheServer_isInEveryAnswerAndInIds() {
    try (var server = TinyServer.open()) {
      var paid = server.pay(LUNCH);

      assertThat(text(paid, "mode")).isEqualTo(Mode.TEST.wire());
      assertThat(text(server.call("payments_list", Map.of(), ANA), "mode")).isEqualTo("test");
      assertThat(paymentId(paid)).startsWith("pay_test_");
    }
  }

  // Audit.

  @Test
  void everyCall_hasExactlyOneMaskedAuditEntry() {
    try (var server = TinyServer.open()) {
      var asked = server.first(LUNCH);
      var code = server.codeOf(asked);
      server.second(LUNCH, WRONG_CODE);
      var paid = server.second(LUNCH, code);
      server.second(LUNCH, code);
      server.call(STATUS, Map.of("reference", text(paid, "reference")), ANA);
      server.call(STATUS, Map.of("reference", "NOPE"), ANA);
      server.call(SEND, Map.of(), holding());
      server.call(SEND, Map.of("payee", "1234567890"), ANA);

      var entries = server.audit.entries();
      assertThat(entries)
          .extracting(AuditEntry::outcome)
          .containsExactly(
              "2fa_required",
              "2FA_INVALID_CODE",
              "success",
              "success",
              "ok",
              "TINY_TRANSACTION_NOT_FOUND",
              "FORBIDDEN",
              "INVALID_ARGUMENT");
      assertThat(entries).extracting(AuditEntry::caller).containsOnly("ana");
      assertThat(entries).extracting(AuditEntry::mode).containsOnly(Mode.TEST);
      assertThat(entries).extracting(AuditEntry::correlationId).doesNotHaveDuplicates();
      assertThat(entries.subList(0, 4))
          .allSatisfy(
              it -> {
                assertThat(it.tool()).isEqualTo(SEND);
                assertThat(it.paymentId()).isEqualTo(paymentId(asked));
                assertThat(it.amount()).isEqualTo("MXN 150.00");
                assertThat(it.payee()).isEqualTo("****7890");
              });
      assertThat(entries.get(2).reference()).isEqualTo(text(paid, "reference"));
      assertThat(entries.toString()).doesNotContain(code, "5512345678", "1234567890");
    }
  }

  @Test
  void auditEntry_saysWhenAndHowLong() {
    try (var server = TinyServer.open()) {
      server.verifier.whileSending(() -> server.advanceSeconds(2));
      server.first(LUNCH);

      assertThat(server.audit.last().at()).isEqualTo("2026-03-02T15:00:00Z");
      assertThat(server.audit.last().took()).isEqualTo(Duration.ofSeconds(2));
    }
  }

  // Languages.

  private static String inEach(Function<Caller, String> message) {
    var english = message.apply(TinyServer.caller("ana", Locale.ENGLISH));
    var spanish = message.apply(TinyServer.caller("ana", Locale.forLanguageTag("es-MX")));
    var portuguese = message.apply(TinyServer.caller("ana", Locale.forLanguageTag("pt-BR")));
    assertThat(List.of(english, spanish, portuguese))
        .doesNotHaveDuplicates()
        .allSatisfy(it -> assertThat(it).isNotBlank().doesNotContainPattern("\\{[A-Za-z]"));
    return english;
  }

  @Test
  void messagesAndSummaries_areInTheCallersLanguage() {
    try (var server = TinyServer.open()) {
      inEach(it -> text(server.call(SEND, with(LUNCH, "note", it.locale() + ""), it), "summary"));
      inEach(it -> text(server.call(SEND, with(LUNCH, "note", it.locale() + ""), it), "message"));
      inEach(it -> message(server.call(SEND, with(LUNCH, "amount", 0), it)));
      inEach(it -> message(server.call(SEND, with(LUNCH, "payee", "12"), it)));
      inEach(it -> message(server.call(SEND, with(LUNCH, "payee", 12), it)));
      inEach(it -> message(server.call(SEND, with(LUNCH, "note", "x".repeat(41)), it)));
      inEach(it -> message(server.call(SEND, with(LUNCH, "note", null), it)));
      inEach(it -> message(server.call(SEND, with(LUNCH, "what", 1), it)));
      inEach(it -> message(server.call(STATUS, Map.of("reference", "NOPE"), it)));
      inEach(it -> message(server.call("payments_list", Map.of("limit", 101), it)));
      inEach(
          it -> message(server.call("payments_get", Map.of("paymentId", "pay_test_00000000"), it)));
      inEach(it -> message(server.call(SEND, Map.of(), new Caller("eva", Set.of(), it.locale()))));
      server.connector.reject("T01");
      inEach(it -> message(server.pay(with(LUNCH, "amount", 7_00), it)));
      server.connector.notSent();
      inEach(it -> message(server.pay(with(LUNCH, "amount", 8_00), it)));
      server.connector.pending();
      inEach(it -> text(server.pay(with(LUNCH, "amount", 9_00), it), "message"));
    }
  }

  @Test
  void otherLanguages_areAnsweredInEnglish() {
    try (var server = TinyServer.open()) {
      var english = server.call(SEND, Map.of(), ANA);

      assertThat(server.call(SEND, Map.of(), TinyServer.caller("ana", Locale.GERMAN)).text())
          .isEqualTo(english.text());
    }
  }

  @Test
  void machinesOwnLanguage_decidesNothing() {
    var before = Locale.getDefault();
    try (var server = TinyServer.open()) {
      var english = server.call(SEND, with(LUNCH, "note", ""), ANA).text();
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));

      assertThat(server.call(SEND, with(LUNCH, "note", ""), ANA).text()).isEqualTo(english);
      assertThat(text(server.first(LUNCH), "amountFormatted")).isEqualTo("MXN 150.00");
      assertThat(data(server.pay(LUNCH)).get("amount").asLong()).isEqualTo(150_00);
    } finally {
      Locale.setDefault(before);
    }
  }
}
