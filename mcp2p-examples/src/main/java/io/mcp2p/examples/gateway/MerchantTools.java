package io.mcp2p.examples.gateway;

import io.mcp2p.examples.gateway.Access.OfMerchant;
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
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Merchants and how they are set up. */
record MerchantTools(Access access, GatewayDatabase database) {
  private static final String READ = "mcp:merchants:read";
  private static final String WRITE = "mcp:merchant-config:write";

  record Merchant(String id, String name, String captureMode, String descriptor, Instant createdAt)
      implements Listing.Listed {

    Payee payee() {
      return new Payee(id, name);
    }
  }

  record Method(String method, String processor, boolean enabled) {}

  record Configuration(Merchant merchant, List<Method> methods) {}

  record Merchants(List<Merchant> items, @Nullable String nextCursor) {}

  record MerchantsInput(
      @Described(value = Access.CURSOR, examples = "MTc2") @Pattern(regexp = Access.CURSOR_FORM)
          @Nullable String cursor,
      @Described(value = Access.LIMIT, examples = "20") @Min(1) @Max(Listing.MAX)
          @Nullable Integer limit)
      implements Listing.Paged {}

  record MerchantInput(
      @Described(value = Access.MERCHANT, examples = "123")
          @NotNull
          @Pattern(regexp = Access.MERCHANT_FORM)
          String merchantId)
      implements OfMerchant {}

  record ConfigureInput(
      @Described(value = Access.MERCHANT, examples = "123")
          @NotNull
          @Pattern(regexp = Access.MERCHANT_FORM)
          String merchantId,
      @Described(value = "Capture payments automatic or manual.", examples = "manual")
          @Pattern(regexp = "^(automatic|manual)$")
          @Nullable String captureMode,
      @Described(value = "What customers read on their statement.", examples = "ROMERO LIBROS")
          @Pattern(regexp = "^[A-Z0-9 .*-]{3,22}$")
          @NoCardNumber
          @Nullable String descriptor,
      @Described(value = "A payment method to enable or disable.", examples = "amex")
          @Pattern(regexp = ReferenceTools.METHOD_FORM)
          @Nullable String method,
      @Described(value = "Whether that method is enabled.", examples = "true")
          @Nullable Boolean enabled,
      @VerificationCode @Nullable String verificationCode)
      implements OfMerchant, Approvable {}

  List<Tool<?, ?>> all() {
    return List.of(
        Tool.of(
            ToolSpec.reading(
                "gateway_list_merchants",
                MerchantsInput.class,
                Merchants.class,
                READ,
                "List merchants",
                "Lists the merchants that you may work for. Every other tool names one of them."),
            this::list),
        access.reading(
            ToolSpec.reading(
                "gateway_get_merchant",
                MerchantInput.class,
                Configuration.class,
                READ,
                "Look at a merchant",
                "Shows how a merchant is set up: capture, statement text, payment methods."),
            (input, merchant, call) -> Answer.of(configuration(merchant))),
        access.writing(
            ToolSpec.writing(
                "gateway_configure_merchant",
                ConfigureInput.class,
                Configuration.class,
                WRITE,
                "Configure a merchant",
                "Changes how a merchant is set up; what is omitted stays. Two turns: a person"
                    + " approves it with a code."),
            this::configure,
            (merchantId, id) -> configuration(access.find(merchantId).orElseThrow())));
  }

  private Answer<Merchants> list(MerchantsInput input, ToolCall call) {
    var listing =
        Access.merchants(call.caller())
            .map(ids -> Listing.of("merchant", ids))
            .orElseGet(() -> Listing.all("merchant"));
    return listing.page(database, Merchant.class, input, Merchants::new);
  }

  private Configuration configuration(Merchant merchant) {
    var sql = "select * from merchant_method where merchant_id = ? order by method";
    return new Configuration(merchant, database.list(Method.class, sql, merchant.id()));
  }

  private Answer<Write> configure(ConfigureInput input, Merchant merchant, ToolCall call) {
    if ((input.method() == null) != (input.enabled() == null)
        || (input.captureMode() == null && input.descriptor() == null && input.method() == null)) {
      return GatewayText.refused("GATEWAY_NOTHING_TO_CHANGE", "merchantId", Map.of());
    }
    var method = input.method();
    if (method != null
        && configuration(merchant).methods().stream().noneMatch(it -> it.method().equals(method))) {
      return GatewayText.notFound("method");
    }
    var summary =
        GatewayText.of(
            "summary.configure",
            Map.of(
                "merchant",
                merchant.name(),
                "captureMode",
                shown(input.captureMode()),
                "descriptor",
                shown(input.descriptor()),
                "method",
                shown(method == null ? null : method + "=" + input.enabled())));
    return Answer.of(
        new Write(
            PaymentOperation.action(WriteTool.RAIL, merchant.payee(), summary),
            merchant.id(),
            changes -> {
              changes.make(
                  "update merchant set capture_mode = coalesce(?, capture_mode),"
                      + " descriptor = coalesce(?, descriptor) where id = ?",
                  input.captureMode(),
                  input.descriptor(),
                  merchant.id());
              changes.make(
                  "update merchant_method set enabled = ? where merchant_id = ? and method = ?",
                  input.enabled(),
                  merchant.id(),
                  method);
              return null;
            }));
  }

  private static Object shown(@Nullable String value) {
    return value == null ? GatewayText.of("unchanged") : value;
  }
}
