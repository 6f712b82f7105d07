package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.data;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static io.mcp2p.TinyServer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.payment.Text;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.Order;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.Plan;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.tool.VerificationCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is approved like a payment and moves no money. */
class ActionFlowTest {
  private static final String RENAME = "shop_rename";
  private static final Map<String, Object> BAKERY = Map.of("name", "Bakery");

  record Rename(
      @Described(value = "The new name.", examples = "Bakery") String name,
      @VerificationCode @Nullable String verificationCode)
      implements Approvable {}

  record Renamed(String name) {}

  private final class RenameTool implements PaymentTool<Rename, Renamed> {
    @Override
    public ToolSpec<Rename, Renamed> spec() {
      return ToolSpec.writing(
          RENAME, Rename.class, Renamed.class, "mcp:shop:write", "Rename", "Renames the shop.");
    }

    @Override
    public Answer<Plan> prepare(Rename input, ToolCall call) {
      var operation =
          PaymentOperation.action(
              "shop", new Payee("shop 1", "Shop 1"), Text.of("Call the shop " + input.name()));
      return Answer.of(
          new Order(
              operation,
              call.ids().next(),
              Map.of("name", input.name()),
              List.of(),
              () -> {
                names.add(input.name());
                return PaymentOutcome.Settled.at(call.now());
              }));
    }

    @Override
    public PaymentOutcome find(Payment payment) {
      return PaymentOutcome.Settled.at(payment.updatedAt());
    }

    @Override
    public Renamed data(Payment payment) {
      return new Renamed(payment.facts().getOrDefault("name", ""));
    }

    @Override
    public String statusTool() {
      return "payments_get";
    }
  }

  private final List<String> names = new ArrayList<>();
  private final AtomicBoolean suspended = new AtomicBoolean();
  private final TinyServer server =
      TinyServer.with(
          builder ->
              builder
                  .tools(new RenameTool())
                  .policy(
                      PaymentPolicy.perDayCount(0)
                          .and(PaymentPolicy.onlyPayees(List.of()))
                          .and(PaymentPolicy.suspendedWhile(suspended::get))));

  @AfterEach
  void close() {
    server.close();
  }

  private Reply rename(Map<String, ?> arguments) {
    return server.call(RENAME, arguments, ANA);
  }

  @Test
  void action_takesTwoTurnsAndHasNoAmount() {
    var asked = rename(BAKERY);
    assertThat(status(asked)).isEqualTo("2fa_required");
    assertThat(text(asked, "summary")).isEqualTo("Call the shop Bakery");
    assertThat(names).isEmpty();

    var approved = with(BAKERY, "verificationCode", server.codeOf(asked));
    var done = rename(approved);
    var again = rename(approved);

    assertThat(status(done)).isEqualTo("success");
    assertThat(text(done, "name")).isEqualTo("Bakery");
    assertThat(again.text()).isEqualTo(done.text());
    assertThat(names).containsExactly("Bakery");
    var listed = server.call("payments_list", Map.of(), ANA);
    assertThat(listed.text()).contains("\"operation\":\"action\"").doesNotContain("XXX");
    for (Reply reply : List.of(asked, done)) {
      assertThat(data(reply).propertyNames())
          .doesNotContain("amount", "amountFormatted", "currency");
    }
    assertThat(server.audit.entries()).allSatisfy(it -> assertThat(it.amount()).isNull());
  }

  @Test
  void codeForOneAction_authorisesNoOther() {
    var code = server.codeOf(rename(BAKERY));

    assertThat(code(rename(Map.of("name", "Bank", "verificationCode", code))))
        .isEqualTo("2FA_MISMATCH");
    assertThat(names).isEmpty();
  }

  @Test
  void killSwitch_stopsActionsToo() {
    suspended.set(true);

    assertThat(code(rename(BAKERY))).isEqualTo("PAYMENTS_SUSPENDED");
  }

  @Test
  void amount_isWhatAnActionAloneLacks() {
    var someone = new Payee("1", "One");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PaymentOperation.payment("shop", Money.none(), someone, Text.of("nothing")));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new PaymentOperation(
                    "shop",
                    PaymentOperation.Kind.ACTION,
                    Money.mxn(1),
                    someone,
                    Text.of("something"),
                    null));
  }
}
