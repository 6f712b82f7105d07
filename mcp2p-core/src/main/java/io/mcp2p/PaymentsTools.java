package io.mcp2p;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.ledger.PaymentQuery;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.PaymentId;
import io.mcp2p.payment.Refusal;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tools over all rails: list, look at, cancel payments, and have a code sent again. */
final class PaymentsTools {
  private static final String ID = "^pay_(test|live)_[0-9A-Za-z]{8,40}$";
  private static final String REFERENCE = "^[A-Za-z0-9-]{1,64}$";
  private static final int DEFAULT_LIMIT = 20;

  private final PaymentLedger ledger;
  private final PaymentFlow flow;
  private final @Nullable ApprovalLinks links;

  PaymentsTools(PaymentLedger ledger, PaymentFlow flow, @Nullable ApprovalLinks links) {
    this.ledger = ledger;
    this.flow = flow;
    this.links = links;
  }

  List<Tool<?, ?>> all() {
    return List.of(list(), get(), cancel(), resend());
  }

  record ListInput(
      @Described(value = "Only this rail.", examples = "spei") @Pattern(regexp = "^[a-z]{2,12}$")
          @Nullable String rail,
      @Described(value = "Only payments in this state.", examples = "pending")
          @Pattern(
              regexp =
                  "^(awaiting_code|awaiting_call|pending|settled|returned|rejected|failed|cancelled|expired"
                      + "|declined|blocked)$")
          @Nullable String status,
      @Described(value = "Opened at or after.", examples = "2026-01-01T00:00:00Z")
          @Nullable Instant from,
      @Described(value = "Opened before.", examples = "2026-02-01T00:00:00Z") @Nullable Instant to,
      @Described(value = "Only this reference on the rail.", examples = "MCP2P0123456789")
          @Pattern(regexp = REFERENCE)
          @Nullable String reference,
      @Described(value = "nextCursor of the page before.", examples = "MjAyNi0wMS0")
          @Pattern(regexp = "^[A-Za-z0-9_-]{1,200}$")
          @Nullable String cursor,
      @Described(value = "Page size; 20 if omitted.", examples = "20") @Min(1) @Max(100)
          @Nullable Integer limit) {}

  record ListData(List<PaymentItem> items, @Nullable String nextCursor) {}

  private Tool<ListInput, ListData> list() {
    return Tool.of(
        ToolSpec.reading(
            "payments_list",
            ListInput.class,
            ListData.class,
            Scope.PAYMENTS_READ,
            "List payments",
            "Lists your payments and refunds, newest first, as last known."),
        this::list);
  }

  private Answer<ListData> list(ListInput input, ToolCall call) {
    var missing = Access.missing(Scope.PAYMENTS_READ, call.caller(), input.rail());
    if (missing != null) {
      return Answer.refused(missing.field("rail"));
    }
    Optional<PaymentQuery.Position> after = Optional.empty();
    if (input.cursor() != null) {
      after = Cursor.decode(input.cursor());
      if (after.isEmpty()) {
        return Answer.refused(
            Refusal.of(ErrorCode.INVALID_ARGUMENT, CoreText.of("cursor")).field("cursor"));
      }
    }
    int limit = input.limit() == null ? DEFAULT_LIMIT : input.limit();
    var status =
        input.status() == null
            ? null
            : PaymentState.valueOf(input.status().toUpperCase(Locale.ROOT));
    var found =
        ledger.list(
            new PaymentQuery(
                call.owner(),
                input.rail(),
                status,
                input.from(),
                input.to(),
                input.reference(),
                after.orElse(null),
                limit + 1,
                call.now()));
    return Answer.of(page(found, limit, call.now()));
  }

  /** Fewer than asked for where the answer would become too long. */
  private static ListData page(List<Payment> found, int limit, Instant now) {
    var items = found.stream().limit(limit).map(it -> PaymentItem.of(it, now)).toList();
    int room = Envelope.MAX_CHARACTERS - 500;
    int fitting = 0;
    while (fitting < items.size()
        && (room -= Json.ANSWERS.writeValueAsString(items.get(fitting)).length() + 1) > 0) {
      fitting++;
    }
    boolean more = found.size() > fitting;
    return new ListData(
        items.subList(0, fitting),
        more ? Cursor.encode(PaymentQuery.Position.of(found.get(fitting - 1))) : null);
  }

  record GetInput(
      @Described(value = "The payment's id.", examples = "pay_test_0123456789AB")
          @Pattern(regexp = ID)
          @Nullable String paymentId,
      @Described(value = "Or its reference on the rail.", examples = "MCP2P0123456789")
          @Pattern(regexp = REFERENCE)
          @Nullable String reference) {}

  record Event(String at, String status, String event) {}

  record GetData(@JsonUnwrapped PaymentItem payment, List<Event> history) {

    static GetData of(Payment payment, Instant now) {
      return new GetData(
          PaymentItem.of(payment, now),
          payment.history().stream()
              .map(it -> new Event(it.at().toString(), it.state().wire(), it.what()))
              .toList());
    }
  }

  private Tool<GetInput, GetData> get() {
    return Tool.of(
        ToolSpec.reading(
            "payments_get",
            GetInput.class,
            GetData.class,
            Scope.PAYMENTS_READ,
            "Look at a payment",
            "Returns one of your payments or refunds with its history; asks anew if pending."),
        this::get);
  }

  private Answer<GetData> get(GetInput input, ToolCall call) {
    if ((input.paymentId() == null) == (input.reference() == null)) {
      return Answer.refused(
          Refusal.of(ErrorCode.INVALID_ARGUMENT, CoreText.of("payment.idOrReference"))
              .field("paymentId"));
    }
    var found =
        input.paymentId() != null
            ? own(input.paymentId(), Scope.PAYMENTS_READ, call)
            : byReference(input, call);
    return found.then(it -> Answer.of(GetData.of(upToDate(it, call), call.now())));
  }

  /** What is pending may have ended meanwhile; a refund has no other tool to ask with. */
  private static Payment upToDate(Payment payment, ToolCall call) {
    return payment.state() == PaymentState.PENDING ? call.payments().refreshed(payment) : payment;
  }

  private Answer<Payment> byReference(GetInput input, ToolCall call) {
    return ledger
        .list(
            new PaymentQuery(
                call.owner(), null, null, null, null, input.reference(), null, 1, call.now()))
        .stream()
        .findFirst()
        .map(it -> permitted(it, Scope.PAYMENTS_READ, call))
        .orElseGet(PaymentsTools::notFound);
  }

  record IdInput(
      @Described(value = "The payment's id.", examples = "pay_test_0123456789AB")
          @NotNull
          @Pattern(regexp = ID)
          String paymentId) {}

  private Tool<IdInput, PaymentItem> cancel() {
    return Tool.of(
        ToolSpec.writing(
            "payments_cancel",
            IdInput.class,
            PaymentItem.class,
            Scope.PAYMENTS_WRITE,
            "Cancel a payment",
            "Gives up a payment or refund that was not sent yet; its code becomes void."),
        (input, call) ->
            own(input.paymentId(), Scope.PAYMENTS_WRITE, call)
                .then(
                    it -> {
                      var closed = flow.cancel(it, call);
                      return closed.state() == PaymentState.CANCELLED
                          ? Answer.of(PaymentItem.of(closed, call.now()))
                          : Answer.refused(Turn.notAwaitingRefusal(closed, call.now()));
                    }));
  }

  private Tool<IdInput, PaymentData> resend() {
    return Tool.of(
        ToolSpec.writing(
            "payments_resend_code",
            IdInput.class,
            PaymentData.class,
            Scope.PAYMENTS_WRITE,
            "Send the code again",
            "Sends another code, at most every 30 seconds. Then repeat the payment's own call with"
                + " it."),
        (input, call) ->
            own(input.paymentId(), Scope.PAYMENTS_WRITE, call)
                .then(
                    it -> {
                      var turn = flow.resend(it, call);
                      return turn instanceof Turn.CodeRequired asked
                          ? Answer.of(Envelope.codeRequired(asked.payment(), call.caller(), links))
                          : Answer.refused(((Turn.Refused) turn).refusal());
                    }));
  }

  private Answer<Payment> own(String id, String scope, ToolCall call) {
    return ledger
        .find(new PaymentId(id))
        .filter(it -> it.owner().equals(call.owner()))
        .map(it -> permitted(it, scope, call))
        .orElseGet(PaymentsTools::notFound);
  }

  private static Answer<Payment> permitted(Payment payment, String scope, ToolCall call) {
    var missing = Access.missing(scope, call.caller(), payment.rail());
    return missing == null ? Answer.of(payment) : Answer.refused(missing);
  }

  private static Answer<Payment> notFound() {
    return Answer.refused(
        Refusal.of(ErrorCode.PAYMENT_NOT_FOUND, CoreText.of("payment.notFound"))
            .nextTool("payments_list"));
  }
}
