package io.mcp2p.pix;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.tck.Agent;
import io.mcp2p.tck.SettableClock;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A server over the Pix rail in this process, spoken to through its public API. */
final class PixConversation implements AutoCloseable {
  static final String CODE = "123456";
  static final Map<String, Object> LUNCH = Map.of("pixKey", "12345678909", "amount", 150_00);

  private static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() {};

  // A Monday, 12:00 in Brasília.
  final SettableClock clock = SettableClock.at("2026-03-02T15:00:00Z");
  final RecordingBank bank;
  private final Mcp2pServer server;
  private final Agent agent;

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
    this.bank = bank;
    server =
        Mcp2pServer.builder()
            .rails(PixRail.of(bank))
            .policy(policy)
            .ledger(ledger)
            .stdioCaller(new Caller(caller, Set.of(Scope.ALL), Locale.ENGLISH))
            .verifier(Verifier.sandbox(CODE))
            .phoneNumbers(it -> new PhoneNumber("+5511912345678"))
            .clock(clock)
            .build();
    agent = Agent.of(server);
  }

  static Map<String, Object> with(Map<String, ?> arguments, String name, Object value) {
    var more = new HashMap<String, Object>(arguments);
    more.put(name, value);
    return more;
  }

  /** Calls a tool and returns the envelope. */
  Map<String, Object> call(String tool, Map<String, ?> arguments) {
    return object(agent.call(tool, arguments).text());
  }

  private static Map<String, Object> object(String line) {
    try {
      return McpJsonDefaults.getMapper().readValue(line, OBJECT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, Object> data(String tool, Map<String, ?> arguments) {
    return member(call(tool, arguments), "data");
  }

  Map<String, Object> error(String tool, Map<String, ?> arguments) {
    return member(call(tool, arguments), "error");
  }

  static Map<String, Object> details(Map<String, Object> error) {
    return member(error, "details");
  }

  /** Both turns of a tool, with the right code. */
  Map<String, Object> approved(String tool, Map<String, ?> arguments) {
    assertThat(data(tool, arguments)).containsEntry("status", "2fa_required");
    return call(tool, with(arguments, "verificationCode", CODE));
  }

  Map<String, Object> pay(Map<String, ?> payment) {
    return member(approved("pix_send_payment", payment), "data");
  }

  @SuppressWarnings("unchecked") // an object of JSON
  static Map<String, Object> member(Map<String, Object> object, String name) {
    assertThat(object.get(name)).as("%s of %s", name, object).isInstanceOf(Map.class);
    return (Map<String, Object>) object.get(name);
  }

  @Override
  public void close() {
    agent.close();
    server.close();
  }
}
