package io.mcp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.telemetry.MicrometerTelemetry;
import io.mcp2p.verification.Verifier;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees of calls. */
class TelemetryFlowTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TinyServer server =
      TinyServer.with(it -> it.telemetry(MicrometerTelemetry.of(meters)));

  @AfterEach
  void close() {
    server.close();
  }

  private double count(String name, String... tags) {
    return meters.find(name).tags(tags).meters().stream()
        .mapToDouble(it -> it.measure().iterator().next().getValue())
        .sum();
  }

  @Test
  void calls_areTimedByToolAndOutcome() {
    var asked = server.first(TinyServer.LUNCH);
    server.second(TinyServer.LUNCH, "000000");
    server.second(TinyServer.LUNCH, server.codeOf(asked));

    var name = "mcp.server.operation.duration";
    var tool = TinyServer.SEND;
    assertThat(count(name, "gen_ai.tool.name", tool, "outcome", "2fa_required")).isOne();
    assertThat(count(name, "gen_ai.tool.name", tool, "error.type", "2FA_INVALID_CODE")).isOne();
    assertThat(count(name, "gen_ai.tool.name", tool, "outcome", "success", "error.type", "none"))
        .isOne();
  }

  @Test
  void approvals_areCountedAsTheyEnd() {
    server.pay(TinyServer.LUNCH);
    server.first(TinyServer.RENT);
    server.first(TinyServer.LUNCH); // which takes its place

    assertThat(count("mcp2p.approvals", "rail", "tiny", "result", "asked")).isEqualTo(3);
    assertThat(count("mcp2p.approvals", "rail", "tiny", "result", "given")).isOne();
    assertThat(count("mcp2p.approvals", "rail", "tiny", "result", "cancelled")).isOne();
  }

  @Test
  void parts_areTimed() {
    server.pay(TinyServer.LUNCH);

    assertThat(count("mcp2p.connector", "operation", "tiny send", "outcome", "settled")).isOne();
    assertThat(count("mcp2p.verifier", "operation", "send", "outcome", "ok")).isOne();
    assertThat(count("mcp2p.verifier", "operation", "check", "outcome", "approved")).isOne();
    assertThat(count("mcp2p.ledger", "operation", "open", "outcome", "ok")).isOne();
  }

  @Test
  void bankThatIsNotReached_isToldFromOneThatRefuses() {
    server.connector.notSent();
    server.pay(TinyServer.LUNCH);
    server.connector.reject("9");
    server.pay(TinyServer.RENT);

    var name = "mcp2p.connector";
    assertThat(count(name, "outcome", "not_sent", "error.type", "not_sent")).isOne();
    assertThat(count(name, "outcome", "rejected", "error.type", "none")).isOne();
  }

  @Test
  void codesThatTheVerifierMakesItself_areTimedToo() {
    try (var own =
        TinyServer.with(
            it ->
                it.verifier(Verifier.sandbox("123456"))
                    .telemetry(MicrometerTelemetry.of(meters)))) {
      own.first(TinyServer.LUNCH);
      own.second(TinyServer.LUNCH, "123456");
    }

    assertThat(count("mcp2p.verifier", "operation", "send", "outcome", "ok")).isOne();
    assertThat(count("mcp2p.verifier", "operation", "check", "outcome", "approved")).isOne();
    assertThat(count("mcp2p.ledger", "operation", "replace")).isEqualTo(2);
  }

  @Test
  void pendingPayments_andTheirAge_areSeen() {
    server.connector.pending();
    server.pay(TinyServer.LUNCH);

    assertThat(count("mcp2p.payments.pending", "mode", "test")).isOne();
    assertThat(count("mcp2p.payments.pending.age", "mode", "test")).isPositive();
  }

  @Test
  void nothingNamesAnybody() {
    server.pay(TinyServer.LUNCH);

    var all = meters.getMeters().stream().map(Meter::getId).toList().toString();
    assertThat(all).doesNotContain("ana", "pay_test", "1234567890", TinyServer.ANAS_PHONE);
  }

  @Test
  void traceOfTheClient_isHandedOn_andTheRailIsPartOfIt() {
    var seen = new CopyOnWriteArrayList<Observation.Context>();
    var observations = ObservationRegistry.create();
    observations.observationConfig().observationHandler(new Collecting(seen));
    var parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    try (var traced =
        TinyServer.with(
            it -> it.telemetry(MicrometerTelemetry.of(observations, new SimpleMeterRegistry())))) {
      var code = traced.codeOf(traced.first(TinyServer.LUNCH));
      seen.clear();
      traced.wiring.call(
          TinyServer.SEND,
          Json.ANSWERS.writeValueAsString(
              TinyServer.with(TinyServer.LUNCH, "verificationCode", code)),
          Map.of("traceparent", parent),
          TinyServer.ANA);
    }

    var call = (ReceiverContext<?>) only(seen, "mcp.server.operation.duration");
    assertThat(((Map<?, ?>) call.getCarrier()).get("traceparent")).isEqualTo(parent);
    var rail = only(seen, "mcp2p.connector").getParentObservation();
    assertThat(rail).isNotNull();
    assertThat(rail.getContextView()).isSameAs(call);
  }

  private static Observation.Context only(List<Observation.Context> seen, String name) {
    var found = seen.stream().filter(it -> name.equals(it.getName())).toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  private record Collecting(List<Observation.Context> seen)
      implements ObservationHandler<Observation.Context> {
    @Override
    public void onStart(Observation.Context context) {
      seen.add(context);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return true;
    }
  }

  /** A method that is not handed on would fall back to the interface's default. */
  @ParameterizedTest
  @ValueSource(
      classes = {ObservedLedger.class, ObservedVerifier.class, ObservedLocalVerifier.class})
  void observedParts_handEverythingOn(Class<?> observed) {
    var missing = new ArrayList<Method>();
    for (Method method : observed.getInterfaces()[0].getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())
          && Arrays.stream(observed.getDeclaredMethods())
              .noneMatch(
                  it ->
                      it.getName().equals(method.getName())
                          && Arrays.equals(it.getParameterTypes(), method.getParameterTypes()))) {
        missing.add(method);
      }
    }
    assertThat(missing).isEmpty();
  }
}
