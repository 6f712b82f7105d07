package io.mcp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Scope;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.tck.CapturingAuditLog;
import io.mcp2p.tck.CapturingVerifier;
import io.mcp2p.tck.RecordingConnector;
import io.mcp2p.tck.SequentialIds;
import io.mcp2p.tck.SettableClock;
import io.mcp2p.tck.TinyRail;
import io.mcp2p.verification.PhoneNumber;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A server over the tiny rail, and what stands around it. */
final class TinyServer implements AutoCloseable {
  static final String SEND = "tiny_send_payment";
  static final String STATUS = "tiny_check_status";
  static final String REFUND = "tiny_request_refund";

  static final Caller ANA = caller("ana", Locale.ENGLISH);
  static final Caller BRUNO = caller("bruno", Locale.ENGLISH);
  static final String ANAS_PHONE = "+525512345678";
  static final String BRUNOS_PHONE = "+5511987654321";

  static final Map<String, Object> LUNCH = payment("1234567890", 150_00, "Lunch");
  static final Map<String, Object> RENT = payment("9876543210", 9_000_00, "Rent of March");

  final SettableClock clock = SettableClock.at("2026-03-02T15:00:00Z");
  final CapturingVerifier verifier = new CapturingVerifier();
  final CapturingAuditLog audit = new CapturingAuditLog();
  final RecordingConnector connector = new RecordingConnector(clock);
  final PaymentLedger ledger = PaymentLedger.inMemory();
  final Map<String, PhoneNumber> phones = new ConcurrentHashMap<>();
  final Wiring wiring;

  private TinyServer(boolean ownCodes, Consumer<Mcp2pServer.Builder> more) {
    phones.put("ana", new PhoneNumber(ANAS_PHONE));
    phones.put("bruno", new PhoneNumber(BRUNOS_PHONE));
    var builder =
        Mcp2pServer.builder()
            .rails(TinyRail.of(connector))
            .verifier(ownCodes ? verifier.local() : verifier)
            .phoneNumbers(caller -> phones.get(caller.id()))
            .ledger(ledger)
            .audit(audit)
            .clock(clock)
            .ids(new SequentialIds());
    more.accept(builder);
    wiring = Wiring.of(builder);
  }

  static TinyServer open() {
    return with(builder -> {});
  }

  static TinyServer with(Consumer<Mcp2pServer.Builder> more) {
    return new TinyServer(false, more);
  }

  /** A server whose verifier makes and checks its codes in the process, if {@code ownCodes}. */
  static TinyServer with(boolean ownCodes, Consumer<Mcp2pServer.Builder> more) {
    return new TinyServer(ownCodes, more);
  }

  static Caller caller(String id, Locale locale) {
    return new Caller(id, Set.of(Scope.ALL), locale);
  }

  static Map<String, Object> payment(String payee, long amount, String note) {
    return with(with(Map.of("payee", payee), "amount", amount), "note", note);
  }

  /** The arguments with one more, or one changed. */
  static Map<String, Object> with(Map<String, ?> arguments, String name, @Nullable Object value) {
    var more = new LinkedHashMap<String, Object>(arguments);
    more.put(name, value);
    return more;
  }

  Reply call(String tool, Map<String, ?> arguments, Caller caller) {
    return wiring.call(tool, Json.ANSWERS.writeValueAsString(arguments), caller);
  }

  Reply first(Map<String, ?> payment) {
    return first(payment, ANA);
  }

  Reply first(Map<String, ?> payment, Caller caller) {
    return call(SEND, payment, caller);
  }

  Reply second(Map<String, ?> payment, String code) {
    return second(payment, code, ANA);
  }

  Reply second(Map<String, ?> payment, String code, Caller caller) {
    return call(SEND, with(payment, "verificationCode", code), caller);
  }

  /** Both turns, with the right code. */
  Reply pay(Map<String, ?> payment) {
    return pay(payment, ANA);
  }

  Reply pay(Map<String, ?> payment, Caller caller) {
    return second(payment, codeOf(first(payment, caller)), caller);
  }

  /** The code that the person got for this first turn. */
  String codeOf(Reply firstTurn) {
    return verifier.codeOf(text(firstTurn, "challengeId"));
  }

  Reply byId(String tool, String paymentId) {
    return call(tool, Map.of("paymentId", paymentId), ANA);
  }

  /** Where the payment stands, as its caller sees it. */
  String stateOf(Reply reply) {
    return text(byId("payments_get", paymentId(reply)), "status");
  }

  void advance(Duration by) {
    clock.advance(by);
  }

  void advanceSeconds(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  int sent() {
    return connector.sent().size();
  }

  @Override
  public void close() {
    wiring.close();
  }

  static ObjectNode json(Reply reply) {
    return (ObjectNode) Json.ANSWERS.readTree(reply.text());
  }

  static ObjectNode data(Reply reply) {
    assertThat(reply.isError()).as(reply.text()).isFalse();
    return (ObjectNode) json(reply).get("data");
  }

  static String text(Reply reply, String member) {
    JsonNode value = data(reply).get(member);
    assertThat(value).as("%s of %s", member, reply.text()).isNotNull();
    return value.asString();
  }

  static String status(Reply reply) {
    return text(reply, "status");
  }

  static String paymentId(Reply reply) {
    return reply.isError() ? detail(reply, "paymentId") : text(reply, "paymentId");
  }

  static String code(Reply reply) {
    assertThat(reply.isError()).as(reply.text()).isTrue();
    return json(reply).get("error").get("code").asString();
  }

  static String message(Reply reply) {
    assertThat(reply.isError()).as(reply.text()).isTrue();
    return json(reply).get("error").get("message").asString();
  }

  static String detail(Reply reply, String name) {
    assertThat(reply.isError()).as(reply.text()).isTrue();
    JsonNode value = json(reply).get("error").get("details").get(name);
    assertThat(value).as("%s of %s", name, reply.text()).isNotNull();
    return value.asString();
  }
}
