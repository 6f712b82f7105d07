package io.mcp2p.pix;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.tck.RailConversation;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A server over the Pix rail in this process, spoken to through its public API. */
final class PixConversation extends RailConversation {
  static final Map<String, Object> LUNCH = Map.of("pixKey", "12345678909", "amount", 150_00);

  final RecordingBank bank;

  PixConversation() {
    this(PaymentPolicy.allowAll());
  }

  PixConversation(PaymentPolicy policy) {
    this("ana", policy, PaymentLedger.inMemory(), new RecordingBank());
  }

  PixConversation(String caller, PaymentLedger ledger, RecordingBank bank) {
    this(caller, PaymentPolicy.allowAll(), ledger, bank);
  }

  private PixConversation(
      String caller, PaymentPolicy policy, PaymentLedger ledger, RecordingBank bank) {
    super(
        Mcp2pServer.builder()
            .rails(PixRail.of(bank))
            .policy(policy)
            .ledger(ledger)
            .stdioCaller(new Caller(caller, Set.of(Scope.ALL), Locale.ENGLISH)),
        "+5511912345678",
        "2026-03-02T15:00:00Z"); // a Monday, 12:00 in Brasília
    this.bank = bank;
  }

  Map<String, Object> pay(Map<String, ?> payment) {
    return member(approved("pix_send_payment", payment), "data");
  }
}
