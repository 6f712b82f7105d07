package io.mcp2p.tck;

import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.PaymentOperation.Kind;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import io.mcp2p.rail.Rail;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.MinorUnits;
import io.mcp2p.tool.Order;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.Plan;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.tool.VerificationCode;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fourth rail, as small as one can be: Mexican pesos between accounts of ten digits, over a
 * {@link RecordingConnector}. Its tools are {@code tiny_send_payment}, {@code tiny_check_status}
 * and {@code tiny_request_refund}. Thread-safe.
 *
 * @since 0.1
 */
public final class TinyRail implements Rail {
  /** The rail's name. */
  public static final String NAME = "tiny";

  /** The most that one payment moves, in centavos. */
  public static final long MAX_CENTAVOS = 1_000_000_00;

  static final String BUNDLE = "io.mcp2p.tck.tiny";
  private static final String REFERENCE = "^[A-Za-z0-9-]{1,64}$";

  private final RecordingConnector connector;

  private TinyRail(RecordingConnector connector) {
    this.connector = connector;
  }

  /** Returns the rail over {@code connector}. */
  public static TinyRail of(RecordingConnector connector) {
    return new TinyRail(Objects.requireNonNull(connector, "connector"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Currency currency() {
    return Currency.getInstance("MXN");
  }

  @Override
  public List<Tool<?, ?>> tools() {
    return List.of(new SendPayment(connector), checkStatus(), new RequestRefund(connector));
  }

  @Override
  public boolean isSandbox() {
    return connector.isSandbox();
  }

  record SendInput(
      @Described(value = "The payee's account, ten digits.", examples = "1234567890")
          @NotNull
          @Pattern(regexp = "^[0-9]{10}$")
          String payee,
      @Described(value = "Amount in centavos: 50000 is MXN 500.00.", examples = "50000")
          @NotNull
          @MinorUnits(currency = "MXN", max = MAX_CENTAVOS)
          Long amount,
      @Described(value = "What the payee reads.", examples = "Lunch") @NotBlank @Size(max = 40)
          String note,
      @VerificationCode @Nullable String verificationCode)
      implements Approvable {}

  record SendData(@Nullable String reference, @Nullable String settledAt) {}

  record StatusInput(
      @Described(value = "Reference of the payment.", examples = "TINY-ID00000001")
          @NotNull
          @Pattern(regexp = REFERENCE)
          String reference) {}

  record StatusData(
      String status,
      String reference,
      long amount,
      String amountFormatted,
      String currency,
      String updatedAt) {}

  record RefundInput(
      @Described(value = "Reference of the payment.", examples = "TINY-ID00000001")
          @NotNull
          @Pattern(regexp = REFERENCE)
          String reference,
      @Described(value = "Why.", examples = "Paid twice") @NotBlank @Size(max = 40) String reason,
      @VerificationCode @Nullable String verificationCode)
      implements Approvable {}

  record RefundData(@Nullable String reference, @Nullable String refundReference) {}

  private record SendPayment(RecordingConnector connector)
      implements PaymentTool<SendInput, SendData> {

    @Override
    public ToolSpec<SendInput, SendData> spec() {
      return ToolSpec.writing(
          "tiny_send_payment",
          SendInput.class,
          SendData.class,
          Scope.PAYMENTS_WRITE,
          "Send a tiny payment",
          "Sends pesos to an account, in two turns. On pending, call tiny_check_status.");
    }

    @Override
    public Answer<Plan> prepare(SendInput input, ToolCall call) {
      var amount = Money.mxn(input.amount());
      var masked = "****" + input.payee().substring(6);
      var transfer =
          new TinyTransfer("TINY-" + call.ids().next(), input.payee(), amount, input.note());
      var summary =
          text(
              "summary.payment",
              Map.of("amount", amount.formatted(), "payee", masked, "note", input.note()));
      return Answer.of(
          new Order(
              PaymentOperation.payment(NAME, amount, new Payee(input.payee(), masked), summary),
              transfer.reference(),
              Map.of(),
              List.of(),
              () -> connector.send(transfer)));
    }

    @Override
    public PaymentOutcome find(Payment payment) throws Exception {
      return connector.find(payment.claimedReference());
    }

    @Override
    public SendData data(Payment payment) {
      var settledAt = payment.settledAt();
      return new SendData(payment.reference(), settledAt == null ? null : settledAt.toString());
    }

    @Override
    public String statusTool() {
      return "tiny_check_status";
    }
  }

  private record RequestRefund(RecordingConnector connector)
      implements PaymentTool<RefundInput, RefundData> {

    @Override
    public ToolSpec<RefundInput, RefundData> spec() {
      return ToolSpec.writing(
          "tiny_request_refund",
          RefundInput.class,
          RefundData.class,
          Scope.PAYMENTS_WRITE,
          "Ask for a tiny payment back",
          "Asks for a settled payment back, in two turns.");
    }

    @Override
    public Answer<Plan> prepare(RefundInput input, ToolCall call) {
      var original =
          call.payments()
              .find(NAME, input.reference())
              .filter(it -> it.kind() == Kind.PAYMENT)
              .orElse(null);
      if (original == null) {
        return Answer.refused(notFound());
      }
      if (original.state() != PaymentState.SETTLED) {
        return Answer.refused(
            Refusal.of(ErrorCode.ofRail(NAME, "NOT_REFUNDABLE"), text("notRefundable", Map.of())));
      }
      var amount = original.amount();
      var transfer = new TinyTransfer("TINY-" + call.ids().next(), "", amount, input.reason());
      var summary =
          text(
              "summary.refund",
              Map.of("amount", amount.formatted(), "reference", input.reference()));
      var once =
          new Limit(
              "refund",
              String.join(":", "refund", NAME, input.reference(), call.caller().id()),
              amount.minorUnits(),
              amount.minorUnits(),
              Instant.EPOCH,
              true);
      return Answer.of(
          new Order(
              PaymentOperation.refund(
                  NAME,
                  input.reference(),
                  amount,
                  new Payee(input.reference(), original.payee()),
                  summary),
              transfer.reference(),
              Map.of(),
              List.of(once),
              () -> connector.send(transfer)));
    }

    @Override
    public PaymentOutcome find(Payment payment) throws Exception {
      return connector.find(payment.claimedReference());
    }

    @Override
    public RefundData data(Payment payment) {
      return new RefundData(payment.refundOf(), payment.reference());
    }

    @Override
    public String status(PaymentState state) {
      return state == PaymentState.SETTLED ? "refund_requested" : state.wire();
    }

    @Override
    public String statusTool() {
      return "payments_get";
    }
  }

  private static Tool<StatusInput, StatusData> checkStatus() {
    return Tool.of(
        ToolSpec.reading(
                "tiny_check_status",
                StatusInput.class,
                StatusData.class,
                Scope.PAYMENTS_READ,
                "Check a tiny payment",
                "Asks how a payment stands.")
            .reachingOut(),
        (input, call) ->
            call.payments()
                .find(NAME, input.reference())
                .map(it -> Answer.of(status(call.payments().refreshed(it))))
                .orElseGet(() -> Answer.refused(notFound())));
  }

  private static StatusData status(Payment payment) {
    return new StatusData(
        payment.state().wire(),
        payment.claimedReference(),
        payment.amount().minorUnits(),
        payment.amount().formatted(),
        payment.amount().currency().getCurrencyCode(),
        payment.updatedAt().toString());
  }

  private static Refusal notFound() {
    return Refusal.of(ErrorCode.ofRail(NAME, "TRANSACTION_NOT_FOUND"), text("notFound", Map.of()));
  }

  private static Text text(String key, Map<String, ?> arguments) {
    return Text.of(BUNDLE, TinyRail.class, key, arguments);
  }
}
