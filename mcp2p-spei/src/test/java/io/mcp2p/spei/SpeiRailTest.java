package io.mcp2p.spei;

import io.mcp2p.rail.Rail;
import io.mcp2p.tck.RailContract;
import java.util.Map;
import java.util.Set;

class SpeiRailTest extends RailContract {

  @Override
  protected Rail newRail() {
    return SpeiRail.of(SpeiConnector.sandbox(clock));
  }

  @Override
  protected String sendTool() {
    return "spei_send_payment";
  }

  @Override
  protected Map<String, Object> validArguments(String tool, String reference) {
    return switch (tool) {
      case "spei_send_payment" ->
          Map.of(
              "clabe",
              "014027000005555558",
              "amount",
              150_00,
              "concept",
              "Comida",
              "recipientName",
              "Ana Ramirez");
      case "spei_check_status" -> Map.of("trackingKey", reference);
      case "spei_request_refund" -> Map.of("trackingKey", reference, "reason", "Pagado dos veces");
      case "spei_validate_clabe" -> Map.of("clabe", "014027000005555558");
      case "spei_list_banks" -> Map.of();
      default -> throw new IllegalArgumentException(tool);
    };
  }

  @Override
  protected Set<String> accountNumbers() {
    return Set.of("014027000005555558");
  }
}
