package io.mcp2p.examples.gateway;

import io.mcp2p.examples.gateway.Access.ById;
import io.mcp2p.examples.gateway.Access.OfMerchant;
import io.mcp2p.examples.gateway.Listing.Listed;
import io.mcp2p.examples.gateway.Listing.Paged;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolSpec;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Payments: read here, moved in {@link MoneyTools}. */
record PaymentTools(Access access, GatewayDatabase database) {
  static final String READ = "mcp:payments:read";
  static final long MAX = 10_000_000_00L;

  private static final String STATUS_FORM =
      "^(authorised|captured|partially_refunded|refunded|cancelled|failed)$";

  record Payment(
      String id,
      String status,
      long amount,
      String amountFormatted,
      long captured,
      long refunded,
      String method,
      String processor,
      String customerId,
      String instrumentId,
      String description,
      @Nullable String errorCode,
      Instant createdAt,
      Instant updatedAt)
      implements Listed {

    boolean isAuthorised() {
      return status.equals("authorised");
    }

    boolean isCaptured() {
      return status.equals("captured") || status.equals("partially_refunded");
    }

    long refundable() {
      return captured - refunded;
    }
  }

  record Refund(
      String id,
      String paymentId,
      long amount,
      String amountFormatted,
      String reason,
      Instant createdAt)
      implements Listed {}

  record Payments(List<Payment> items, @Nullable String nextCursor) {}

  record Refunds(List<Refund> items, @Nullable String nextCursor) {}

  record PaymentsInput(
      @Described(value = Access.MERCHANT, examples = "123")
          @NotNull
          @Pattern(regexp = Access.MERCHANT_FORM)
          String merchantId,
      @Described(
              value = "authorised, captured, partially_refunded, refunded, cancelled or failed.",
              examples = "failed")
          @Pattern(regexp = STATUS_FORM)
          @Nullable String status,
      @Described(value = "Only this payment method.", examples = "visa")
          @Pattern(regexp = ReferenceTools.METHOD_FORM)
          @Nullable String method,
      @Described(value = "Only this customer's.", examples = "cus_123001")
          @Pattern(regexp = Access.ID_FORM)
          @Nullable String customerId,
      @Described(value = "Created at or after.", examples = "2026-11-09T00:00:00Z")
          @Nullable Instant from,
      @Described(value = "Created before.", examples = "2026-11-16T00:00:00Z") @Nullable Instant to,
      @Described(value = Access.CURSOR, examples = "MTc2") @Pattern(regexp = Access.CURSOR_FORM)
          @Nullable String cursor,
      @Described(value = Access.LIMIT, examples = "20") @Min(1) @Max(Listing.MAX)
          @Nullable Integer limit)
      implements OfMerchant, Paged {}

  record RefundsInput(
      @Described(value = Access.MERCHANT, examples = "123")
          @NotNull
          @Pattern(regexp = Access.MERCHANT_FORM)
          String merchantId,
      @Described(value = "Only refunds of this payment.", examples = "pmt_123001")
          @Pattern(regexp = Access.ID_FORM)
          @Nullable String paymentId,
      @Described(value = "Created at or after.", examples = "2026-11-09T00:00:00Z")
          @Nullable Instant from,
      @Described(value = "Created before.", examples = "2026-11-16T00:00:00Z") @Nullable Instant to,
      @Described(value = Access.CURSOR, examples = "MTc2") @Pattern(regexp = Access.CURSOR_FORM)
          @Nullable String cursor,
      @Described(value = Access.LIMIT, examples = "20") @Min(1) @Max(Listing.MAX)
          @Nullable Integer limit)
      implements OfMerchant, Paged {}

  List<Tool<?, ?>> all() {
    return List.of(
        access.reading(
            ToolSpec.reading(
                "gateway_list_payments",
                PaymentsInput.class,
                Payments.class,
                READ,
                "List a merchant's payments",
                "Lists what customers have paid, or failed to pay, newest first. A failed payment"
                    + " has an errorCode: see gateway_list_error_codes."),
            (input, merchant, call) ->
                Listing.of("payment", merchant.id())
                    .where("status = ?", input.status())
                    .where("method = ?", input.method())
                    .where("customer_id = ?", input.customerId())
                    .between(input.from(), input.to())
                    .page(database, Payment.class, input, Payments::new)),
        access.showing(
            ToolSpec.reading(
                "gateway_get_payment",
                ById.class,
                Payment.class,
                READ,
                "Look at a payment",
                "Shows a payment: what was authorised, captured and refunded of it."),
            (merchantId, id) -> find(database, merchantId, id)),
        access.reading(
            ToolSpec.reading(
                "gateway_list_refunds",
                RefundsInput.class,
                Refunds.class,
                READ,
                "List refunds",
                "Lists a merchant's refunds, newest first."),
            (input, merchant, call) ->
                Listing.of("refund", merchant.id())
                    .where("payment_id = ?", input.paymentId())
                    .between(input.from(), input.to())
                    .page(database, Refund.class, input, Refunds::new)));
  }

  static Optional<Payment> find(GatewayDatabase database, String merchantId, String id) {
    return database.find(Payment.class, "payment", merchantId, id);
  }
}
