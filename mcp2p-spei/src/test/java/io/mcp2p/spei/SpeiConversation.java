package io.mcp2p.spei;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.tck.RailConversation;
import io.mcp2p.tck.SequentialIds;
import java.util.Map;

/** A server over the SPEI rail in this process. */
final class SpeiConversation extends RailConversation {
  static final Map<String, Object> LUNCH =
      Map.of(
          "clabe", "014027000005555558",
          "amount", 150_00,
          "concept", "Comida",
          "recipientName", "Ana Ruiz");

  final RecordingBank bank;

  SpeiConversation() {
    this(new RecordingBank());
  }

  private SpeiConversation(RecordingBank bank) {
    this(SpeiRail.of(bank), bank);
  }

  SpeiConversation(SpeiRail rail) {
    this(rail, new RecordingBank());
  }

  private SpeiConversation(SpeiRail rail, RecordingBank bank) {
    super(
        Mcp2pServer.builder().rails(rail).ids(new SequentialIds()),
        "+525512345678",
        "2026-03-02T15:00:00Z"); // a Monday, 09:00 in Mexico City
    this.bank = bank;
  }

  Map<String, Object> pay(Map<String, ?> payment) {
    return member(approved("spei_send_payment", payment), "data");
  }
}
