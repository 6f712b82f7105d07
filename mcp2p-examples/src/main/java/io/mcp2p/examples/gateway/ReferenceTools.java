package io.mcp2p.examples.gateway;

import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolSpec;
import java.util.List;

/** What the same is for all merchants: payment methods, processors, and why payments fail. */
final class ReferenceTools {
  static final String METHOD_FORM = "^(visa|mastercard|amex|carnet)$";
  static final List<String> METHODS = List.of("amex", "carnet", "mastercard", "visa");
  static final List<String> PROCESSORS = List.of("banorte", "prosa");

  /** Of declined payments; and of operations that came too late. */
  static final List<String> ERRORS =
      List.of(
          "card_expired",
          "do_not_honour",
          "insufficient_funds",
          "processor_unavailable",
          "suspected_fraud",
          "instrument_removed",
          "link_inactive",
          "not_authorised",
          "refund_exceeds_captured",
          "session_closed");

  record None() {}

  record Item(String code, String meaning) {}

  record Items(List<Item> items) {}

  static List<Tool<?, ?>> all() {
    return List.of(
        listing("methods", "payment methods", "Lists the payment methods.", METHODS, "method."),
        listing("processors", "processors", "Lists the processors.", PROCESSORS, "processor."),
        listing(
            "error_codes",
            "error codes",
            "Lists why payments fail and operations are rejected.",
            ERRORS,
            "reason."));
  }

  private static Tool<None, Items> listing(
      String name, String title, String text, List<String> codes, String texts) {
    return Tool.of(
        ToolSpec.reading(
            "gateway_list_" + name,
            None.class,
            Items.class,
            "mcp:reference:read",
            "List " + title,
            text),
        (input, call) ->
            Answer.of(
                new Items(
                    codes.stream()
                        .map(
                            it ->
                                new Item(it, GatewayText.of(texts + it).in(call.caller().locale())))
                        .toList())));
  }

  private ReferenceTools() {}
}
