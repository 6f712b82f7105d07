package io.mcp2p.tck;

import io.mcp2p.rail.Rail;
import java.util.Map;
import java.util.Set;

class TinyRailTest extends RailContract {

  @Override
  protected Rail newRail() {
    return TinyRail.of(new RecordingConnector(clock));
  }

  @Override
  protected String sendTool() {
    return "tiny_send_payment";
  }

  @Override
  protected Map<String, Object> validArguments(String tool, String reference) {
    return switch (tool) {
      case "tiny_send_payment" -> Map.of("payee", "1234567890", "amount", 150_00, "note", "Lunch");
      case "tiny_check_status" -> Map.of("reference", reference);
      case "tiny_request_refund" -> Map.of("reference", reference, "reason", "Paid twice");
      default -> throw new IllegalArgumentException(tool);
    };
  }

  @Override
  protected Set<String> accountNumbers() {
    return Set.of("1234567890");
  }
}
