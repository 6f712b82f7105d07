package io.mcp2p.examples.gateway;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Scope;
import io.mcp2p.examples.gateway.MerchantTools.Merchant;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.tool.VerificationCode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which merchants a caller may work for: those that a scope {@code merchant:123} of his names,
 * beside the scopes that say what he may do. Every tool that names a merchant is made here, so none
 * can forget to ask.
 */
record Access(GatewayDatabase database) {
  private static final String GRANT = "merchant:";

  static final String MERCHANT = "The merchant, as gateway_list_merchants shows it.";
  static final String MERCHANT_FORM = "^[0-9]{1,9}$";
  static final String ID = "The id, as the list shows it.";
  static final String ID_FORM = "^[a-z]{3}_[0-9A-Za-z]{1,40}$";
  static final String CURSOR = "nextCursor of the page before.";
  static final String CURSOR_FORM = "^[A-Za-z0-9_-]{1,120}$";
  static final String LIMIT = "Page size; 20 if omitted.";

  /** One line of text without quotation marks, so that it cannot end its own in a summary. */
  static final String PLAIN_FORM =
      "^[^\\u0000-\\u001F\\u007F-\\u009F\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u2069\\uFEFF\"<>\\\\“”„«»]*$";

  /** Arguments that say for which merchant. */
  interface OfMerchant {
    String merchantId();
  }

  /** What looking at one thing takes. */
  record ById(
      @Described(value = MERCHANT, examples = "123") @NotNull @Pattern(regexp = MERCHANT_FORM)
          String merchantId,
      @Described(value = ID, examples = "pmt_123001") @NotNull @Pattern(regexp = ID_FORM) String id)
      implements OfMerchant {}

  /** What changing one thing takes, where there is nothing more to say. */
  record ByIdApproved(
      @Described(value = MERCHANT, examples = "123") @NotNull @Pattern(regexp = MERCHANT_FORM)
          String merchantId,
      @Described(value = ID, examples = "pmt_123001") @NotNull @Pattern(regexp = ID_FORM) String id,
      @VerificationCode @Nullable String verificationCode)
      implements OfMerchant, Approvable {}

  /** Answers for a merchant that the caller may work for. */
  interface Reading<I, O> {
    Answer<O> answer(I input, Merchant merchant, ToolCall call);
  }

  <I extends Record & OfMerchant, O extends Record> Tool<I, O> reading(
      ToolSpec<I, O> spec, Reading<I, O> reading) {
    return Tool.of(
        spec,
        (input, call) ->
            merchant(input, call).then(merchant -> reading.answer(input, merchant, call)));
  }

  /** A tool that shows one row of a table. */
  <O extends Record> Tool<ById, O> showing(ToolSpec<ById, O> spec, Showing<O> showing) {
    return reading(
        spec,
        (input, merchant, call) ->
            GatewayText.found(showing.show(merchant.id(), input.id()), "id"));
  }

  <I extends Record & OfMerchant & Approvable, O extends Record> Tool<I, O> writing(
      ToolSpec<I, O> spec, WriteTool.Planning<I> planning, BiFunction<String, String, O> showing) {
    return new WriteTool<>(this, spec, planning, showing);
  }

  /** Finds what is to be shown of one thing. */
  interface Showing<O extends Record> {
    Optional<O> show(String merchantId, String id);
  }

  /** The merchant that is named; one that the caller may not work for is not found. */
  Answer<Merchant> merchant(OfMerchant input, ToolCall call) {
    var id = input.merchantId();
    return GatewayText.found(
        call.caller().may(GRANT + id) ? find(id) : Optional.empty(), "merchantId");
  }

  Optional<Merchant> find(String merchantId) {
    var sql = "select * from merchant where id = ?";
    return database.list(Merchant.class, sql, merchantId).stream().findFirst();
  }

  /** The ids of the merchants that the caller may work for; empty if he may for all. */
  static Optional<List<String>> merchants(Caller caller) {
    return caller.may(Scope.ALL)
        ? Optional.empty()
        : Optional.of(
            caller.scopes().stream()
                .filter(it -> it.startsWith(GRANT))
                .map(it -> it.substring(GRANT.length()))
                .toList());
  }
}
