package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.text;
import static io.mcp2p.TinyServer.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.tck.CapturingVerifier;
import io.mcp2p.tck.RecordingConnector;
import io.mcp2p.verification.Verifier.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds whatever is paid, and in whatever order calls come. */
class PaymentFlowProperties {

  @Provide
  Arbitrary<Map<String, Object>> payments() {
    return Combinators.combine(payees(), amounts(), notes()).as(TinyServer::payment);
  }

  @Provide
  Arbitrary<String> payees() {
    return Arbitraries.strings().numeric().ofLength(10);
  }

  @Provide
  Arbitrary<Long> amounts() {
    return Arbitraries.longs().between(1, 1_000_000_00);
  }

  /** Anything that JSON can carry, halves of surrogate pairs included. */
  @Provide
  Arbitrary<String> notes() {
    return Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(40),
            Arbitraries.strings().withChars('a', 'á', '\ud800', '\udc00', '?').ofMaxLength(6))
        .filter(it -> !it.isBlank());
  }

  /** Written with escapes, as a client may, so that nothing is lost on the way. */
  private static String json(Map<String, ?> arguments) {
    var ascii = new StringBuilder();
    for (char c : Json.ANSWERS.writeValueAsString(arguments).toCharArray()) {
      if (c < 127) {
        ascii.append(c);
      } else {
        ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return ascii.toString();
  }

  private static Reply call(TinyServer server, Map<String, ?> arguments) {
    return server.wiring.call(TinyServer.SEND, json(arguments), ANA);
  }

  private static void isMismatch(Map<String, Object> payment, String argument, Object other) {
    Assume.that(!payment.get(argument).equals(other) && isWholeText(other));
    try (var server = TinyServer.open()) {
      var asked = call(server, payment);
      Assume.that(!asked.isError());
      var code = server.codeOf(asked);
      var changed = with(with(payment, argument, other), "verificationCode", code);

      assertThat(code(call(server, changed))).isEqualTo("2FA_MISMATCH");
      assertThat(code(call(server, with(payment, "verificationCode", code))))
          .isEqualTo("2FA_MISMATCH");
      assertThat(server.sent()).isZero();
    }
  }

  /** Half a character, a lone surrogate, is refused before anything is compared. */
  private static boolean isWholeText(Object argument) {
    return UTF_8.newEncoder().canEncode(argument.toString());
  }

  @Property(tries = 100)
  void anyOtherPayee_isAMismatch(
      @ForAll("payments") Map<String, Object> payment, @ForAll("payees") String other) {
    isMismatch(payment, "payee", other);
  }

  @Property(tries = 100)
  void anyOtherAmount_isAMismatch(
      @ForAll("payments") Map<String, Object> payment, @ForAll("amounts") long other) {
    isMismatch(payment, "amount", other);
  }

  @Property(tries = 300)
  void anyOtherNote_isAMismatch(
      @ForAll("payments") Map<String, Object> payment, @ForAll("notes") String other) {
    isMismatch(payment, "note", other);
  }

  @Property(tries = 100)
  void sameArgumentsWrittenDifferently_areTheSamePayment(
      @ForAll("payments") Map<String, Object> payment) {
    try (var server = TinyServer.open()) {
      var asked = call(server, payment);
      Assume.that(!asked.isError());
      var turned = new TreeMap<String, Object>(Comparator.reverseOrder());
      turned.putAll(payment);
      turned.put("verificationCode", server.codeOf(asked));

      var done = server.wiring.call(TinyServer.SEND, " " + json(turned) + "\n", ANA);

      assertThat(server.sent()).as(done.text()).isOne();
    }
  }

  // The state machine: whatever is called, a rail is reached once for each code a person got, and
  // only for the payment that the person read.

  /** One step, and how it prints when it fails. */
  record Step(String name, Consumer<Run> action) {
    @Override
    public String toString() {
      return name;
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Arbitraries.of(
            new Step("ask for lunch", run -> run.first(LUNCH)),
            new Step("ask for the rent", run -> run.first(RENT)),
            new Step("lunch, its code", run -> run.second(LUNCH, LUNCH)),
            new Step("rent, its code", run -> run.second(RENT, RENT)),
            new Step("lunch, the rent's code", run -> run.second(LUNCH, RENT)),
            new Step("rent, lunch's code", run -> run.second(RENT, LUNCH)),
            new Step("lunch, first code again", Run::oldCode),
            new Step("lunch, wrong code", run -> run.wrong(LUNCH)),
            new Step("more lunch, its code", run -> run.changed()),
            new Step("cancel", run -> run.onLast("payments_cancel")),
            new Step("send again", run -> run.onLast("payments_resend_code")),
            new Step("31 seconds", run -> run.server.advanceSeconds(31)),
            new Step("11 minutes", run -> run.server.advance(Duration.ofMinutes(11))),
            new Step("25 hours", run -> run.server.advance(Duration.ofHours(25))),
            new Step("reconcile", run -> run.server.wiring.reconcile()),
            new Step("bank settles", run -> run.bank(RecordingConnector::settle)),
            new Step("bank throws", run -> run.bank(RecordingConnector::throwAfterRecording)),
            new Step("bank is shut", run -> run.bank(RecordingConnector::notSent)),
            new Step("bank rejects", run -> run.bank(it -> it.reject("T01"))),
            new Step("bank is silent", run -> run.bank(RecordingConnector::pending)),
            new Step("codes get lost", run -> run.server.verifier.cannotSend(true)),
            new Step("codes arrive", run -> run.server.verifier.cannotSend(false)),
            new Step("verifier down", run -> run.server.verifier.answers(Verdict.UNAVAILABLE)),
            new Step("verifier up", run -> run.server.verifier.answers(null)))
        .list()
        .ofMaxSize(60);
  }

  /** One sequence of calls, and what the person has read and typed meanwhile. */
  private static final class Run {
    final TinyServer server = TinyServer.open();
    private final Map<String, String> codes = new HashMap<>();
    private final Map<String, Set<String>> approved = new HashMap<>();
    private String lastPayment = "pay_test_00000000";
    private String firstLunchCode = CapturingVerifier.WRONG_CODE;

    void first(Map<String, Object> payment) {
      var reply = server.first(payment);
      if (!reply.isError()) {
        var challenge = text(reply, "challengeId");
        codes.put(note(payment), challenge);
        lastPayment = text(reply, "paymentId");
        if (payment.equals(LUNCH) && firstLunchCode.equals(CapturingVerifier.WRONG_CODE)) {
          firstLunchCode = server.verifier.codeOf(challenge);
        }
      }
    }

    void second(Map<String, Object> payment, Map<String, Object> whoseCode) {
      var challenge = codes.get(note(whoseCode));
      if (challenge == null) {
        server.second(payment, CapturingVerifier.WRONG_CODE);
        return;
      }
      present(payment, server.verifier.codeOf(challenge));
    }

    void oldCode() {
      present(LUNCH, firstLunchCode);
    }

    void wrong(Map<String, Object> payment) {
      present(payment, CapturingVerifier.WRONG_CODE);
    }

    void changed() {
      var challenge = codes.get(note(LUNCH));
      present(
          with(LUNCH, "amount", 999_00L),
          challenge == null ? "123456" : server.verifier.codeOf(challenge));
    }

    private void present(Map<String, Object> payment, String code) {
      int before = server.sent();
      var reply = server.second(payment, code);
      int now = server.sent();
      assertThat(now - before).as(reply.text()).isBetween(0, 1);
      if (now > before) {
        boolean fresh = approved.computeIfAbsent(note(payment), it -> new HashSet<>()).add(code);
        assertThat(fresh).as("a code that has paid before: " + reply.text()).isTrue();
        assertThat(code).isNotEqualTo(CapturingVerifier.WRONG_CODE);
        var sent = server.connector.sent().get(before);
        assertThat(sent.amount().minorUnits()).isEqualTo(payment.get("amount"));
        assertThat(sent.payee()).isEqualTo(payment.get("payee"));
        assertThat(server.verifier.sent())
            .filteredOn(it -> server.verifier.codeOf(it.id()).equals(code))
            .isNotEmpty()
            .allSatisfy(it -> assertThat(it.summary()).contains(note(payment)));
      }
    }

    void onLast(String tool) {
      server.byId(tool, lastPayment);
    }

    void bank(Consumer<RecordingConnector> mood) {
      mood.accept(server.connector);
    }

    private static String note(Map<String, Object> payment) {
      return (String) payment.get("note");
    }
  }

  @Property(tries = 400)
  void whateverIsCalled_theRailIsReachedOncePerApproval(@ForAll("steps") List<Step> steps) {
    var run = new Run();
    try (var server = run.server) {
      for (Step step : steps) {
        int before = server.sent();
        step.action().accept(run);
        boolean pays = step.name().contains("code");
        assertThat(server.sent() - before).as(step.name()).isBetween(0, pays ? 1 : 0);
      }
      var references = new ArrayList<String>();
      server.connector.sent().forEach(it -> references.add(it.reference()));
      assertThat(references).doesNotHaveDuplicates();
      for (var entry : server.audit.entries()) {
        assertThat(entry.outcome()).isNotEqualTo("INTERNAL_ERROR");
      }
    }
  }
}
