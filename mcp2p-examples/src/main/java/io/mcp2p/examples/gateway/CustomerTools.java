package io.mcp2p.examples.gateway;

import io.mcp2p.examples.gateway.Access.ById;
import io.mcp2p.examples.gateway.Access.ByIdApproved;
import io.mcp2p.examples.gateway.Access.OfMerchant;
import io.mcp2p.examples.gateway.Listing.Listed;
import io.mcp2p.examples.gateway.Listing.Paged;
import io.mcp2p.examples.gateway.MerchantTools.Merchant;
import io.mcp2p.examples.gateway.WriteTool.Write;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.tool.VerificationCode;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Customers and the instruments that they have saved, of which only the last four digits exist. */
record CustomerTools(Access access, GatewayDatabase database) {
  private static final String READ = "mcp:customers:read";
  private static final String WRITE = "mcp:customers:write";

  record Customer(String id, String name, String email, Instant createdAt) implements Listed {}

  record Instrument(String id, String method, String last4, String expires) {}

  record Customers(List<Customer> items, @Nullable String nextCursor) {}

  record CustomerData(@Nullable Customer customer, List<Instrument> instruments) {}

  record CustomersInput(
      @Described(value = Access.MERCHANT, examples = "123")
          @NotNull
          @Pattern(regexp = Access.MERCHANT_FORM)
          String merchantId,
      @Described(value = "Only customers with this email.", examples = "ana.romero@example.com")
          @Size(min = 3, max = 80)
          @Nullable String email,
      @Described(value = "Created at or after.", examples = "2026-11-09T00:00:00Z")
          @Nullable Instant from,
      @Described(value = "Created before.", examples = "2026-11-16T00:00:00Z") @Nullable Instant to,
      @Described(value = Access.CURSOR, examples = "MTc2") @Pattern(regexp = Access.CURSOR_FORM)
          @Nullable String cursor,
      @Described(value = Access.LIMIT, examples = "20") @Min(1) @Max(Listing.MAX)
          @Nullable Integer limit)
      implements OfMerchant, Paged {}

  record CreateInput(
      @Described(value = Access.MERCHANT, examples = "123")
          @NotNull
          @Pattern(regexp = Access.MERCHANT_FORM)
          String merchantId,
      @Described(value = "Full name.", examples = "Ana Romero")
          @NotBlank
          @Size(min = 1, max = 60)
          @Pattern(regexp = Access.PLAIN_FORM)
          @NoCardNumber
          String name,
      @Described(value = "Email address.", examples = "ana.romero@example.com")
          @NotNull
          @Size(min = 3, max = 80)
          @Pattern(regexp = "^[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+$")
          @NoCardNumber
          String email,
      @VerificationCode @Nullable String verificationCode)
      implements OfMerchant, Approvable {}

  List<Tool<?, ?>> all() {
    return List.of(
        access.reading(
            ToolSpec.reading(
                "gateway_list_customers",
                CustomersInput.class,
                Customers.class,
                READ,
                "List customers",
                "Lists a merchant's customers, newest first."),
            (input, merchant, call) ->
                Listing.of("customer", merchant.id())
                    .where("email = ? collate nocase", input.email())
                    .between(input.from(), input.to())
                    .page(database, Customer.class, input, Customers::new)),
        access.showing(
            ToolSpec.reading(
                "gateway_get_customer",
                ById.class,
                CustomerData.class,
                READ,
                "Look at a customer",
                "Shows a customer and the saved payment instruments, masked."),
            this::show),
        access.writing(
            ToolSpec.writing(
                "gateway_create_customer",
                CreateInput.class,
                CustomerData.class,
                WRITE,
                "Create a customer",
                "Adds a customer. Cards are saved by the customer at checkout, never here. Two"
                    + " turns: a person approves it with a code."),
            this::create,
            this::written),
        access.writing(
            ToolSpec.writing(
                "gateway_remove_instrument",
                ByIdApproved.class,
                CustomerData.class,
                WRITE,
                "Remove a saved instrument",
                "Removes a saved card, by its id ins_…, for good. Two turns: a person approves it"
                    + " with a code."),
            this::remove,
            this::written));
  }

  private Optional<CustomerData> show(String merchantId, String id) {
    var sql = "select * from instrument where customer_id = ? and removed_at is null order by id";
    return database
        .find(Customer.class, "customer", merchantId, id)
        .map(it -> new CustomerData(it, database.list(Instrument.class, sql, it.id())));
  }

  private CustomerData written(String merchantId, String id) {
    return show(merchantId, id).orElseGet(() -> new CustomerData(null, List.of()));
  }

  private Answer<Write> create(CreateInput input, Merchant merchant, ToolCall call) {
    var id = "cus_" + call.ids().next();
    var summary =
        GatewayText.of(
            "summary.createCustomer",
            Map.of("name", input.name(), "email", input.email(), "merchant", merchant.name()));
    return Answer.of(
        new Write(
            PaymentOperation.action(WriteTool.RAIL, merchant.payee(), summary),
            id,
            changes ->
                changes.makeOr(
                    "",
                    "insert into customer (id, merchant_id, name, email, created_at)"
                        + " values (?, ?, ?, ?, ?)",
                    id,
                    merchant.id(),
                    input.name(),
                    input.email(),
                    call.now())));
  }

  private Answer<Write> remove(ByIdApproved input, Merchant merchant, ToolCall call) {
    return GatewayText.found(Saved.find(database, merchant.id(), input.id()), "id")
        .then(saved -> Answer.of(removal(input.id(), saved, merchant, call)));
  }

  private static Write removal(String id, Saved saved, Merchant merchant, ToolCall call) {
    var summary =
        GatewayText.of(
            "summary.removeInstrument",
            Map.of(
                "instrument", saved.masked(),
                "customer", saved.customerName(),
                "merchant", merchant.name()));
    return new Write(
        PaymentOperation.action(WriteTool.RAIL, new Payee(id, saved.masked()), summary),
        saved.customerId(),
        changes ->
            changes.makeOr(
                "instrument_removed",
                "update instrument set removed_at = ? where id = ? and removed_at is null",
                call.now(),
                id));
  }

  /** An instrument that can be used, with whose it is. */
  record Saved(String customerId, String customerName, String method, String last4) {

    static Optional<Saved> find(GatewayDatabase database, String merchantId, String id) {
      return database
          .list(
              Saved.class,
              "select customer_id, customer.name as customer_name, method, last4 from instrument"
                  + " join customer on customer.id = customer_id where instrument.merchant_id = ?"
                  + " and instrument.id = ? and removed_at is null",
              merchantId,
              id)
          .stream()
          .findFirst();
    }

    String masked() {
      return method + " **** " + last4;
    }
  }
}
