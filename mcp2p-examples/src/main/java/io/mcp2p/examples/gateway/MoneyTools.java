package io.mcp2p.examples.gateway;

import io.mcp2p.examples.gateway.Access.ByIdApproved;
import io.mcp2p.examples.gateway.Access.OfMerchant;
import io.mcp2p.examples.gateway.MerchantTools.Merchant;
import io.mcp2p.examples.gateway.PaymentTools.Payment;
import io.mcp2p.examples.gateway.WriteTool.Write;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.Text;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.MinorUnits;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.tool.VerificationCode;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tools that move money. Each checks what may be done when it is planned, so that nobody is
 * asked in vain, and again in the statement that does it, so that of several at once only so many
 * succeed as there is money for.
 */
record MoneyTools(Access access, GatewayDatabase database) {
  private static final String WRITE = "mcp:payments:write";

  /** Below a name of its own: the answer of a write has an amount and a status already. */
  record PaymentData(@Nullable Payment payment) {}

  record CreateInput(
      @Described(value = Access.MERCHANT, examples = "123")
          @NotNull
          @Pattern(regexp = Access.MERCHANT_FORM)
          String merchantId,
      @Described(
              value = "The customer's saved instrument; see gateway_get_customer.",
              examples = "ins_123001")
          @NotNull
          @Pattern(regexp = Access.ID_FORM)
          String instrumentId,
      @Described(value = "Amount in centavos.", examples = "20000")
          @NotNull
          @MinorUnits(currency = "MXN", max = PaymentTools.MAX)
          Long amount,
      @Described(value = "What the customer pays for.", examples = "Order 1187")
          @NotBlank
          @Size(min = 1, max = 60)
          @Pattern(regexp = Access.PLAIN_FORM)
          @NoCardNumber
          String description,
      @Described(
              value = "Capture at once; if omitted, as the merchant is set up.",
              examples = "false")
          @Nullable Boolean capture,
      @VerificationCode @Nullable String verificationCode)
      implements OfMerchant, Approvable {}

  record CaptureInput(
      @Described(value = Access.MERCHANT, examples = "123")
          @NotNull
          @Pattern(regexp = Access.MERCHANT_FORM)
          String merchantId,
      @Described(value = "The authorised payment.", examples = "pmt_123001")
          @NotNull
          @Pattern(regexp = Access.ID_FORM)
          String id,
      @Described(value = "How much of it, in centavos; all if omitted.", examples = "20000")
          @MinorUnits(currency = "MXN", max = PaymentTools.MAX)
          @Nullable Long amount,
      @VerificationCode @Nullable String verificationCode)
      implements OfMerchant, Approvable {}

  record RefundInput(
      @Described(value = Access.MERCHANT, examples = "123")
          @NotNull
          @Pattern(regexp = Access.MERCHANT_FORM)
          String merchantId,
      @Described(value = "The captured payment.", examples = "pmt_123001")
          @NotNull
          @Pattern(regexp = Access.ID_FORM)
          String id,
      @Described(
              value = "How much of it, in centavos; all that is left if omitted.",
              examples = "20000")
          @MinorUnits(currency = "MXN", max = PaymentTools.MAX)
          @Nullable Long amount,
      @Described(value = "Why.", examples = "Damaged in transit")
          @NotBlank
          @Size(min = 1, max = 60)
          @Pattern(regexp = Access.PLAIN_FORM)
          @NoCardNumber
          String reason,
      @VerificationCode @Nullable String verificationCode)
      implements OfMerchant, Approvable {}

  List<Tool<?, ?>> all() {
    return List.of(
        writing(
            "gateway_create_payment",
            CreateInput.class,
            "Charge a saved card",
            "Charges a customer's saved instrument; captures at once or only authorises. Two"
                + " turns: a person approves it with a code.",
            this::create),
        writing(
            "gateway_capture_payment",
            CaptureInput.class,
            "Capture a payment",
            "Takes the money of an authorised payment, all or part; the rest is released. Two"
                + " turns: a person approves it with a code.",
            this::capture),
        writing(
            "gateway_cancel_payment",
            ByIdApproved.class,
            "Cancel a payment",
            "Releases the money of an authorised payment. Two turns: a person approves it with a"
                + " code.",
            this::cancel),
        writing(
            "gateway_refund_payment",
            RefundInput.class,
            "Refund a payment",
            "Gives a captured payment back, all or part; never more than was captured. Two turns:"
                + " a person approves it with a code.",
            this::refund));
  }

  private <I extends Record & OfMerchant & Approvable> Tool<I, PaymentData> writing(
      String name, Class<I> input, String title, String text, WriteTool.Planning<I> planning) {
    return access.writing(
        ToolSpec.writing(name, input, PaymentData.class, WRITE, title, text),
        planning,
        (merchantId, id) ->
            new PaymentData(PaymentTools.find(database, merchantId, id).orElse(null)));
  }

  private Answer<Write> create(CreateInput input, Merchant merchant, ToolCall call) {
    return GatewayText.found(
            CustomerTools.Saved.find(database, merchant.id(), input.instrumentId()), "instrumentId")
        .then(
            saved ->
                processor(merchant.id(), saved.method())
                    .map(it -> Answer.of(charge(input, saved, it, merchant, call)))
                    .orElseGet(
                        () ->
                            GatewayText.refused(
                                "GATEWAY_METHOD_DISABLED",
                                "instrumentId",
                                Map.of("method", saved.method()))));
  }

  record Processing(String processor) {}

  private Optional<String> processor(String merchantId, String method) {
    var sql =
        "select processor from merchant_method where merchant_id = ? and method = ? and enabled";
    return database.list(Processing.class, sql, merchantId, method).stream()
        .findFirst()
        .map(Processing::processor);
  }

  private static Write charge(
      CreateInput input,
      CustomerTools.Saved saved,
      String processor,
      Merchant merchant,
      ToolCall call) {
    boolean capture =
        input.capture() == null ? merchant.captureMode().equals("automatic") : input.capture();
    var amount = Money.mxn(input.amount());
    var summary =
        GatewayText.of(
            capture ? "summary.charge" : "summary.authorise",
            Map.of(
                "amount", amount.formatted(),
                "instrument", saved.masked(),
                "customer", saved.customerName(),
                "what", input.description(),
                "merchant", merchant.name()));
    var payee =
        new Payee(merchant.id(), merchant.name(), merchant.id() + " by " + input.instrumentId());
    var id = "pmt_" + call.ids().next();
    var declined = declined(input.amount());
    var status = declined != null ? "failed" : capture ? "captured" : "authorised";
    return new Write(
        PaymentOperation.payment(WriteTool.RAIL, amount, payee, summary),
        id,
        changes -> {
          var gone =
              changes.makeOr(
                  "instrument_removed",
                  "insert into payment (id, merchant_id, status, amount, captured, method,"
                      + " processor, customer_id, instrument_id, description, error_code,"
                      + " created_at, updated_at) select ?, merchant_id, ?, ?, ?, method, ?,"
                      + " customer_id, id, ?, ?, ?, ? from instrument"
                      + " where id = ? and removed_at is null",
                  id,
                  status,
                  input.amount(),
                  status.equals("captured") ? input.amount() : 0L,
                  processor,
                  input.description(),
                  declined,
                  call.now(),
                  call.now(),
                  input.instrumentId());
          return gone == null ? declined : gone;
        });
  }

  /** The processor of this example declines what ends in one centavo, as mcp2p's sandboxes do. */
  private static @Nullable String declined(long amount) {
    return amount % 100 == 1 ? "insufficient_funds" : null;
  }

  private Answer<Write> capture(CaptureInput input, Merchant merchant, ToolCall call) {
    return payment(merchant, input.id(), "GATEWAY_NOT_CAPTURABLE", Payment::isAuthorised)
        .then(
            payment ->
                within(input.amount(), payment.amount(), "GATEWAY_CAPTURE_EXCEEDS_AUTHORISED")
                    .then(amount -> Answer.of(captured(payment, amount, merchant, call))));
  }

  private static Write captured(Payment payment, Money amount, Merchant merchant, ToolCall call) {
    var payee = new Payee(merchant.id(), merchant.name(), merchant.id() + " of " + payment.id());
    var summary = summary("summary.capture", amount, payment, merchant);
    return new Write(
        PaymentOperation.payment(WriteTool.RAIL, amount, payee, summary),
        payment.id(),
        changes ->
            changes.makeOr(
                "not_authorised",
                "update payment set status = 'captured', captured = ?, updated_at = ?"
                    + " where id = ? and status = 'authorised'",
                amount.minorUnits(),
                call.now(),
                payment.id()));
  }

  private Answer<Write> cancel(ByIdApproved input, Merchant merchant, ToolCall call) {
    return payment(merchant, input.id(), "GATEWAY_NOT_CANCELLABLE", Payment::isAuthorised)
        .then(payment -> Answer.of(cancelled(payment, merchant, call)));
  }

  private static Write cancelled(Payment payment, Merchant merchant, ToolCall call) {
    var summary = summary("summary.cancel", Money.mxn(payment.amount()), payment, merchant);
    var subject = new Payee(payment.id(), merchant.name());
    return new Write(
        PaymentOperation.action(WriteTool.RAIL, subject, summary),
        payment.id(),
        changes ->
            changes.makeOr(
                "not_authorised",
                "update payment set status = 'cancelled', updated_at = ?"
                    + " where id = ? and status = 'authorised'",
                call.now(),
                payment.id()));
  }

  private Answer<Write> refund(RefundInput input, Merchant merchant, ToolCall call) {
    return payment(merchant, input.id(), "GATEWAY_NOT_REFUNDABLE", Payment::isCaptured)
        .then(
            payment ->
                within(input.amount(), payment.refundable(), "GATEWAY_REFUND_EXCEEDS_CAPTURED")
                    .then(
                        amount ->
                            Answer.of(refunded(payment, amount, input.reason(), merchant, call))));
  }

  private static Write refunded(
      Payment payment, Money amount, String reason, Merchant merchant, ToolCall call) {
    var customer = new Payee(payment.customerId(), payment.customerId(), payment.instrumentId());
    var summary = summary("summary.refund", amount, payment, merchant);
    var id = "ref_" + call.ids().next();
    return new Write(
        PaymentOperation.refund(WriteTool.RAIL, payment.id(), amount, customer, summary),
        payment.id(),
        changes -> {
          // One statement looks and takes, so refunds at the same moment cannot both see the rest.
          var tooMuch =
              changes.makeOr(
                  "refund_exceeds_captured",
                  "update payment set refunded = refunded + ?1, updated_at = ?2, status ="
                      + " case when refunded + ?1 = captured then 'refunded'"
                      + " else 'partially_refunded' end where id = ?3 and refunded + ?1 <= captured"
                      + " and status in ('captured', 'partially_refunded')",
                  amount.minorUnits(),
                  call.now(),
                  payment.id());
          return tooMuch != null
              ? tooMuch
              : changes.makeOr(
                  "",
                  "insert into refund (id, merchant_id, payment_id, amount, reason, created_at)"
                      + " values (?, ?, ?, ?, ?, ?)",
                  id,
                  merchant.id(),
                  payment.id(),
                  amount.minorUnits(),
                  reason,
                  call.now());
        });
  }

  /** A payment of the merchant's that is in the right state, or the refusal {@code code}. */
  private Answer<Payment> payment(
      Merchant merchant, String id, String code, Predicate<Payment> isRight) {
    return GatewayText.found(PaymentTools.find(database, merchant.id(), id), "id")
        .then(
            it ->
                isRight.test(it)
                    ? Answer.of(it)
                    : GatewayText.refused(code, "id", Map.of("status", it.status())));
  }

  /** The amount that was asked for, all if none was, or the refusal {@code code}. */
  private static Answer<Money> within(@Nullable Long asked, long max, String code) {
    return asked == null || asked <= max
        ? Answer.of(Money.mxn(asked == null ? max : asked))
        : GatewayText.refused(code, "amount", Map.of("max", Money.mxn(max).formatted()));
  }

  private static Text summary(String key, Money amount, Payment payment, Merchant merchant) {
    return GatewayText.of(
        key,
        Map.of(
            "amount", amount.formatted(),
            "id", payment.id(),
            "what", payment.description(),
            "merchant", merchant.name()));
  }
}
