package io.mcp2p.pix;

import io.mcp2p.rail.Rail;
import io.mcp2p.tck.RailContract;
import java.util.Map;
import java.util.Set;

class PixRailTest extends RailContract {
  private static final String RECEIVED = "E90400888202401261458300000000001";

  @Override
  protected Rail newRail() {
    return PixRail.of(PixConnector.sandbox(clock));
  }

  @Override
  protected String sendTool() {
    return "pix_send_payment";
  }

  @Override
  protected Map<String, Object> validArguments(String tool, String reference) {
    return switch (tool) {
      case "pix_send_payment" -> Map.of("pixKey", "12345678909", "amount", 150_00);
      case "pix_check_status" -> Map.of("e2eId", reference);
      // Only what was received can be given back.
      case "pix_request_refund" -> Map.of("e2eId", RECEIVED, "reason", "CUSTOMER_REQUEST");
      case "pix_validate_key" -> Map.of("pixKey", "12345678909");
      case "pix_decode_brcode" -> Map.of("brcode", CPF_CODE);
      default -> throw new IllegalArgumentException(tool);
    };
  }

  private static final String CPF_CODE =
      BrCodeTest.code(
          BrCodeTest.field("26", BrCodeTest.GUI + BrCodeTest.field("01", "12345678909")), "", "");

  @Override
  protected Set<String> accountNumbers() {
    return Set.of("12345678909");
  }

  @Override
  protected Set<String> toolsThatShowAccounts() {
    return Set.of("pix_validate_key", "pix_decode_brcode");
  }
}
