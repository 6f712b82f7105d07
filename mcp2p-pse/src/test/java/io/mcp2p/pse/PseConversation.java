package io.mcp2p.pse;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.tck.RailConversation;
import io.mcp2p.tck.SequentialIds;
import java.util.Map;

/** A server over the PSE rail in this process. */
final class PseConversation extends RailConversation {
  static final Map<String, Object> SCREWS =
      Map.of(
          "recipientId", "NIT:900123456",
          "bankCode", "001",
          "amount", 150_000_00,
          "description", "Tornillos");

  final RecordingBank bank;
  final Directory directory;

  PseConversation() {
    this(new RecordingBank(), new Directory());
  }

  private PseConversation(RecordingBank bank, Directory directory) {
    this(PseRail.of(bank, directory), bank, directory);
  }

  PseConversation(PseRail rail) {
    this(rail, new RecordingBank(), new Directory());
  }

  private PseConversation(PseRail rail, RecordingBank bank, Directory directory) {
    super(
        Mcp2pServer.builder().rails(rail).ids(new SequentialIds()),
        "+573001234567",
        "2026-03-02T15:00:00Z"); // a Monday, 10:00 in Bogotá
    this.bank = bank;
    this.directory = directory;
  }

  Map<String, Object> pay(Map<String, ?> payment) {
    return member(approved("pse_send_payment", payment), "data");
  }
}
