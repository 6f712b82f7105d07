package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.data;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static io.mcp2p.TinyServer.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcp2p.auth.Mode;
import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.Backlog;
import io.mcp2p.ledger.Opening;
import io.mcp2p.ledger.Owner;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.ledger.PaymentQuery;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentId;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.payment.Text;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.rail.Rail;
import io.mcp2p.tck.CapturingVerifier;
import io.mcp2p.tck.RecordingConnector;
import io.mcp2p.tck.TinyRail;
import io.mcp2p.tool.Advice;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.MinorUnits;
import io.mcp2p.tool.Order;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.Plan;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.tool.VerificationCode;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.UsedSteps;
import io.mcp2p.verification.Verifier;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What does not build and why, and what a host adds. */
class Mcp2pServerTest {
  private static final byte[] SECRET = new byte[32];

  private final RecordingConnector connector = new RecordingConnector(Clock.systemUTC());

  private Mcp2pServer.Builder complete() {
    return Mcp2pServer.builder()
        .rails(TinyRail.of(connector))
        .verifier(Verifier.sandbox())
        .phoneNumbers(caller -> new PhoneNumber(TinyServer.ANAS_PHONE));
  }

  private Mcp2pServer.Builder live() {
    connector.presentAsReal();
    return complete()
        .mode(Mode.LIVE)
        .verifier(new CapturingVerifier())
        .ledger(new DurableLedger(PaymentLedger.inMemory()))
        .secret(SECRET)
        .policy(PaymentPolicy.perPayment(Money.mxn(1_000_00)));
  }

  private static void refuses(Mcp2pServer.Builder builder, String... words) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .message()
        .contains(words);
  }

  // What is missing.

  @Test
  void complete_builds() {
    assertThatCode(() -> complete().build().close()).doesNotThrowAnyException();
  }

  @Test
  void withoutVerifier_doesNotBuild() {
    refuses(
        Mcp2pServer.builder()
            .rails(TinyRail.of(connector))
            .phoneNumbers(caller -> new PhoneNumber(TinyServer.ANAS_PHONE)),
        "no verifier",
        "call verifier(...)");
  }

  @Test
  void withoutPhoneNumbers_doesNotBuild() {
    refuses(
        Mcp2pServer.builder().rails(TinyRail.of(connector)).verifier(Verifier.sandbox()),
        "no phone numbers",
        "call phoneNumbers(");
  }

  @Test
  void withoutRails_doesNotBuild() {
    refuses(
        Mcp2pServer.builder()
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> new PhoneNumber(TinyServer.ANAS_PHONE)),
        "no rails",
        "call rails(...)");
  }

  @Test
  void withToolsOfItsOwnOnly_builds() {
    try (var server =
        Mcp2pServer.builder()
            .tools(new Greet())
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> null)
            .build()) {
      assertThat(server.reconcile()).isZero();
    }
  }

  // What contradicts itself.

  @Test
  void oneRailTwice_doesNotBuild() {
    refuses(complete().rails(TinyRail.of(connector)), "two tools are named tiny_");
  }

  @Test
  void toolNamedAsOneOfOurs_doesNotBuild() {
    refuses(complete().tools(query("payments_list")), "two tools are named payments_list");
    refuses(complete().tools(query("tiny_check_status")), "two tools are named tiny_check_status");
  }

  @Test
  void toolWithoutItsRailsName_doesNotBuild() {
    refuses(
        complete().rails(rail("other", query("pay_somebody"))),
        "tool pay_somebody of rail other",
        "begin with other_");
  }

  @Test
  void toolWithAnotherRailsNameAsItsBeginning_doesNotBuild() {
    refuses(complete().rails(rail("tin", query("tiny_look"))), "tool tiny_look of rail tin");
  }

  @Test
  void durableLedgerWithoutSecret_doesNotBuild() {
    refuses(
        complete().ledger(new DurableLedger(PaymentLedger.inMemory())),
        "durable ledger without a secret",
        "call secret(...)");
  }

  @Test
  void durableLedgerWithAVerifierForOneProcess_doesNotBuild() {
    Supplier<Mcp2pServer.Builder> durable =
        () ->
            complete()
                .ledger(new DurableLedger(PaymentLedger.inMemory()))
                .secret("a secret of thirty-two characters".getBytes(UTF_8));
    assertThatCode(() -> durable.get().build().close()).doesNotThrowAnyException();

    refuses(
        durable.get().verifier(Verifier.sms((challenge, code, text) -> {})),
        "verifier for one process",
        "Verifier.sms(...) a secret");
    refuses(
        durable.get().verifier(Verifier.totp(it -> new byte[20], UsedSteps.inMemory())),
        "Verifier.totp(...) UsedSteps in a database");
  }

  @Test
  void liveWithVerifierNone_doesNotBuild() {
    refuses(
        complete().mode(Mode.LIVE).verifier(Verifier.none()),
        "live mode with a sandbox verifier: give verifier(...) a real one");
  }

  @Test
  void values_areCheckedAtOnce() {
    var builder = complete();
    assertThatThrownBy(() -> builder.secret(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes");
    assertThatThrownBy(() -> builder.answerWithin(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("answerWithin");
    assertThatThrownBy(() -> builder.answerWithin(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.reconcileEvery(Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reconcileEvery");
    assertThatThrownBy(() -> builder.verifier(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder.ledger(null)).isInstanceOf(NullPointerException.class);
  }

  // Live, and closed by default.

  @Test
  void live_buildsWithEverythingReal() {
    assertThatCode(() -> live().build().close()).doesNotThrowAnyException();
  }

  @Test
  void liveWithSandboxVerifier_doesNotBuild() {
    refuses(live().verifier(Verifier.sandbox()), "live mode with a sandbox verifier");
    refuses(live().verifier(Verifier.sandbox("123456")), "live mode with a sandbox verifier");
  }

  @Test
  void liveWithLedgerInMemory_doesNotBuild() {
    refuses(live().ledger(PaymentLedger.inMemory()), "live mode with a ledger in memory");
  }

  @Test
  void liveWithSandboxRail_doesNotBuild() {
    var sandbox = TinyRail.of(new RecordingConnector(Clock.systemUTC()));
    refuses(
        Mcp2pServer.builder()
            .rails(sandbox)
            .mode(Mode.LIVE)
            .verifier(new CapturingVerifier())
            .phoneNumbers(caller -> null)
            .ledger(new DurableLedger(PaymentLedger.inMemory()))
            .secret(SECRET)
            .policy(PaymentPolicy.perPayment(Money.mxn(1))),
        "live mode with the sandbox of tiny");
  }

  @Test
  void liveWithoutLimit_doesNotBuild() {
    for (PaymentPolicy unlimited :
        List.of(
            PaymentPolicy.allowAll(),
            PaymentPolicy.perPayment(Money.cop(1)),
            PaymentPolicy.perDayCount(1),
            PaymentPolicy.onlyPayees(List.of("1234567890")),
            PaymentPolicy.perDay(Money.mxn(1)).observeOnly())) {
      refuses(live().policy(unlimited), "live mode without a limit in MXN for tiny");
    }
  }

  @Test
  void livePaymentByAToolOfTheHosts_inACurrencyWithoutLimit_isRefused() {
    var donate = new Donate();
    try (var server =
        TinyServer.with(
            it ->
                it.mode(Mode.LIVE)
                    .ledger(new DurableLedger(PaymentLedger.inMemory()))
                    .secret(SECRET)
                    .tools(donate)
                    .policy(PaymentPolicy.perPayment(Money.cop(1_000_00)))
                    .rails
                    .clear())) {
      var refused = server.call("host_donate", Map.of("amount", 10_00), ANA);

      assertThat(code(refused)).isEqualTo("LIMIT_EXCEEDED");
      assertThat(detail(refused, "rule")).isEqualTo("noLimit");
      assertThat(refused.text()).contains("MXN");
      assertThat(server.verifier.sent()).isEmpty();
    }
  }

  @Test
  void liveWithALimitAmongOthers_builds() {
    var policy = PaymentPolicy.perPayment(Money.cop(1)).and(PaymentPolicy.perDay(Money.mxn(1)));

    assertThatCode(() -> live().policy(policy).build().close()).doesNotThrowAnyException();
  }

  @Test
  void liveWithoutSecret_doesNotBuild() {
    connector.presentAsReal();
    refuses(
        complete()
            .mode(Mode.LIVE)
            .verifier(new CapturingVerifier())
            .ledger(new DurableLedger(PaymentLedger.inMemory()))
            .policy(PaymentPolicy.perPayment(Money.mxn(1))),
        "secret(...)");
  }

  @Test
  void live_saysSoInIdsAndAnswers() {
    try (var server =
        TinyServer.with(
            it ->
                it.mode(Mode.LIVE)
                    .ledger(new DurableLedger(PaymentLedger.inMemory()))
                    .secret(SECRET)
                    .policy(PaymentPolicy.perPayment(Money.mxn(1_000_00)))
                    .rails
                    .replaceAll(Mcp2pServerTest::real))) {
      var paid = server.pay(LUNCH);

      assertThat(text(paid, "mode")).isEqualTo("live");
      assertThat(text(paid, "paymentId")).startsWith("pay_live_");
    }
  }

  private static Rail real(Rail rail) {
    return new RailOf(rail.name(), rail.tools());
  }

  // A host's own tools.

  @Test
  void tools_areSortedByName() {
    try (var server = TinyServer.with(it -> it.tools(query("a_first"), query("z_last")))) {
      assertThat(server.wiring.tools())
          .extracting(it -> it.spec().name())
          .containsExactly(
              "a_first",
              "payments_cancel",
              "payments_get",
              "payments_list",
              "payments_resend_code",
              "tiny_check_status",
              "tiny_request_refund",
              "tiny_send_payment",
              "z_last");
    }
  }

  @Test
  void exposing_hidesTheOthers() {
    try (var server =
        TinyServer.with(it -> it.exposing(tool -> tool.name().startsWith("tiny_s")))) {
      assertThat(server.wiring.tools())
          .extracting(it -> it.spec().name())
          .containsExactly("tiny_send_payment");
      assertThat(status(server.pay(LUNCH))).isEqualTo("success");
    }
  }

  @Test
  void hiddenPaymentTool_isStillReconciled() {
    var ledger = PaymentLedger.inMemory();
    try (var server = TinyServer.with(it -> it.ledger(ledger))) {
      server.connector.throwAfterRecording();
      server.pay(LUNCH);
      try (var reading =
          TinyServer.with(
              it -> {
                it.ledger(ledger).exposing(tool -> !tool.name().equals("tiny_send_payment"));
                it.rails.clear();
                it.rails(TinyRail.of(server.connector));
              })) {
        reading.advanceSeconds(61);

        assertThat(reading.wiring.reconcile()).isOne();
      }
    }
  }

  @Test
  void hostsQueryTool_answersInTheEnvelope() {
    try (var server = TinyServer.with(it -> it.tools(new Greet()))) {
      var reply = server.call("host_greet", Map.of("name", "Ana"), ANA);

      assertThat(text(reply, "greeting")).isEqualTo("Hello Ana, says ana");
      assertThat(code(server.call("host_greet", Map.of(), ANA))).isEqualTo("INVALID_ARGUMENT");
    }
  }

  @Test
  void hostsPaymentTool_takesTheTwoTurnsOfEveryPayment() {
    var donate = new Donate();
    try (var server = TinyServer.with(it -> it.tools(donate))) {
      Map<String, Object> ten = Map.of("amount", 10_00);
      var asked = server.call("host_donate", ten, ANA);
      assertThat(status(asked)).isEqualTo("2fa_required");
      assertThat(text(asked, "summary")).isEqualTo("Donate MXN 10.00");
      assertThat(donate.sent).isEmpty();

      var withCode = with(ten, "verificationCode", server.codeOf(asked));
      var done = server.call("host_donate", withCode, ANA);
      server.call("host_donate", withCode, ANA);

      assertThat(status(done)).isEqualTo("success");
      assertThat(text(done, "receipt")).isEqualTo(donate.sent.get(0));
      assertThat(donate.sent).hasSize(1);
      assertThat(text(server.byId("payments_get", text(done, "paymentId")), "rail"))
          .isEqualTo("host");
    }
  }

  @Test
  void adviceOfAPaymentTool_asksNobodyAndStoresNothing() {
    var donate = new Donate();
    try (var server = TinyServer.with(it -> it.tools(donate))) {
      Map<String, Object> one = Map.of("amount", 1);

      var told = server.call("host_donate", one, ANA);
      var withCode = server.call("host_donate", with(one, "verificationCode", "123456"), ANA);

      assertThat(status(told)).isEqualTo("too_small");
      assertThat(text(told, "message")).isEqualTo("Bring coins to the office.");
      assertThat(code(withCode)).isEqualTo("2FA_NOT_STARTED");
      assertThat(donate.sent).isEmpty();
      assertThat(server.verifier.sent()).isEmpty();
      assertThat(data(server.call("payments_list", Map.of(), ANA)).path("items")).isEmpty();
    }
  }

  record GreetInput(@Described(value = "Whom to greet.", examples = "Ana") @NotNull String name) {}

  record GreetData(String greeting) {}

  private static final class Greet implements QueryTool<GreetInput, GreetData> {
    @Override
    public ToolSpec<GreetInput, GreetData> spec() {
      return ToolSpec.reading(
          "host_greet", GreetInput.class, GreetData.class, "host:greet", "Greet", "Greets.");
    }

    @Override
    public Answer<GreetData> call(GreetInput input, ToolCall call) {
      return Answer.of(new GreetData("Hello " + input.name() + ", says " + call.caller().id()));
    }
  }

  record DonateInput(
      @Described(value = "Amount in centavos.", examples = "1000")
          @NotNull
          @MinorUnits(currency = "MXN", max = 100_00)
          Long amount,
      @VerificationCode @Nullable String verificationCode)
      implements Approvable {}

  record DonateData(@Nullable String receipt) {}

  private static final class Donate implements PaymentTool<DonateInput, DonateData> {
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Override
    public ToolSpec<DonateInput, DonateData> spec() {
      return ToolSpec.writing(
          "host_donate",
          DonateInput.class,
          DonateData.class,
          Scope.PAYMENTS_WRITE,
          "Donate",
          "Donates.");
    }

    @Override
    public Answer<Plan> prepare(DonateInput input, ToolCall call) {
      if (input.amount() == 1) {
        return Answer.of(
            new Advice("too_small", Text.of("Bring coins to the office."), new DonateData(null)));
      }
      var amount = Money.mxn(input.amount());
      var reference = "HOST-" + call.ids().next();
      return Answer.of(
          new Order(
              PaymentOperation.payment(
                  "host",
                  amount,
                  new Payee("charity", "charity"),
                  Text.of("Donate " + amount.formatted())),
              reference,
              Map.of(),
              List.of(),
              () -> {
                sent.add(reference);
                return PaymentOutcome.Settled.at(call.now());
              }));
    }

    @Override
    public PaymentOutcome find(Payment payment) {
      return PaymentOutcome.Pending.unknown();
    }

    @Override
    public DonateData data(Payment payment) {
      return new DonateData(payment.reference());
    }

    @Override
    public String statusTool() {
      return "payments_get";
    }
  }

  private static Tool<?, ?> query(String name) {
    return Tool.of(
        ToolSpec.reading(name, GreetInput.class, GreetData.class, "host:greet", "Title", "Text."),
        (input, call) -> Answer.of(new GreetData("")));
  }

  private static Rail rail(String name, Tool<?, ?> tool) {
    return new RailOf(name, List.of(tool));
  }

  private record RailOf(String name, List<Tool<?, ?>> tools) implements Rail {
    @Override
    public Currency currency() {
      return Currency.getInstance("MXN");
    }

    @Override
    public boolean isSandbox() {
      return false;
    }
  }

  /** A ledger that says it is durable. */
  private record DurableLedger(PaymentLedger ledger) implements PaymentLedger {
    @Override
    public Opening open(Payment payment, Instant now) {
      return ledger.open(payment, now);
    }

    @Override
    public boolean replace(Payment current, Payment next) {
      return ledger.replace(current, next);
    }

    @Override
    public Optional<Payment> find(PaymentId id) {
      return ledger.find(id);
    }

    @Override
    public Optional<Payment> findByReference(Owner owner, String rail, String reference) {
      return ledger.findByReference(owner, rail, reference);
    }

    @Override
    public Optional<Payment> findByPhone(Owner owner, String phoneHash) {
      return ledger.findByPhone(owner, phoneHash);
    }

    @Override
    public Optional<Payment> findApproved(Owner owner, String digest) {
      return ledger.findApproved(owner, digest);
    }

    @Override
    public List<Payment> refundsOf(Owner owner, String rail, String reference) {
      return ledger.refundsOf(owner, rail, reference);
    }

    @Override
    public List<Payment> list(PaymentQuery query) {
      return ledger.list(query);
    }

    @Override
    public List<Payment> due(Mode mode, Instant now, int limit) {
      return ledger.due(mode, now, limit);
    }

    @Override
    public Backlog backlog(Mode mode) {
      return ledger.backlog(mode);
    }

    @Override
    public boolean durable() {
      return true;
    }
  }
}
