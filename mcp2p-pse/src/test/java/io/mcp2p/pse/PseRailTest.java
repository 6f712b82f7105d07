package io.mcp2p.pse;

import io.mcp2p.rail.Rail;
import io.mcp2p.tck.RailContract;
import java.util.Map;
import java.util.Set;

class PseRailTest extends RailContract {

  @Override
  protected Rail newRail() {
    return PseRail.of(PseConnector.sandbox(clock), PseBeneficiaries.sandbox());
  }

  @Override
  protected String sendTool() {
    return "pse_send_payment";
  }

  @Override
  protected Map<String, Object> validArguments(String tool, String reference) {
    return switch (tool) {
      case "pse_send_payment" ->
          Map.of(
              "recipientId",
              "NIT:900123456",
              "bankCode",
              "001",
              "amount",
              150_000_00,
              "description",
              "Tornillos");
      case "pse_check_status" -> Map.of("referenceNumber", reference);
      case "pse_request_refund" ->
          Map.of("referenceNumber", reference, "reason", "Pagado dos veces");
      case "pse_validate_recipient" -> Map.of("recipientId", "NIT:900123456");
      case "pse_list_banks" -> Map.of();
      default -> throw new IllegalArgumentException(tool);
    };
  }

  /** The account of the sandbox's directory, and the number of the recipient. */
  @Override
  protected Set<String> accountNumbers() {
    return Set.of("900199876543", "900123456");
  }

  @Override
  protected Set<String> toolsThatShowAccounts() {
    return Set.of("pse_validate_recipient");
  }
}
