package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.auth.Authentication;
import io.mcp2p.http.HttpOptions;
import io.mcp2p.http.SessionLimits;
import io.mcp2p.tck.CapturingVerifier;
import io.mcp2p.tck.RecordingConnector;
import io.mcp2p.tck.TinyRail;
import io.mcp2p.telemetry.MicrometerTelemetry;
import io.mcp2p.verification.PhoneNumber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trace that a client sends with a call arrives at the host's observations. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TraceOnTheWireTest {
  // The examples of W3C Trace Context, 3.2 and 3.3.
  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String TRACESTATE = "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE";

  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  private static final String CALL =
      Json.ANSWERS.writeValueAsString(
          Map.of(
              "jsonrpc",
              "2.0",
              "id",
              1,
              "method",
              "tools/call",
              "params",
              Map.of(
                  "name",
                  TinyServer.SEND,
                  "arguments",
                  TinyServer.LUNCH,
                  "_meta",
                  Map.of(
                      "traceparent", TRACEPARENT, "tracestate", TRACESTATE, "progressToken", 7))));

  private final List<Observation.Context> seen = new CopyOnWriteArrayList<>();

  private final class Collecting implements ObservationHandler<Observation.Context> {
    @Override
    public void onStart(Observation.Context context) {
      seen.add(context);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return true;
    }
  }

  private Mcp2pServer server(HttpOptions options) {
    var observations = ObservationRegistry.create();
    observations.observationConfig().observationHandler(new Collecting());
    return Mcp2pServer.builder()
        .rails(TinyRail.of(new RecordingConnector(Clock.systemUTC())))
        .verifier(new CapturingVerifier())
        .phoneNumbers(caller -> new PhoneNumber(TinyServer.ANAS_PHONE))
        .telemetry(MicrometerTelemetry.of(observations, new SimpleMeterRegistry()))
        .authenticator((token, mode) -> new Authentication.Known(TinyServer.ANA))
        .http(options)
        .build();
  }

  @Test
  void overStdio() throws Exception {
    var out = new PipedOutputStream();
    try (var server = server(HttpOptions.local());
        var answers = new BufferedReader(new InputStreamReader(new PipedInputStream(out), UTF_8))) {
      CompletableFuture<Void> serving;
      try (var client = new PipedOutputStream()) {
        var in = new PipedInputStream(client);
        serving = CompletableFuture.runAsync(() -> server.serve(in, out));
        for (var line : List.of(INITIALIZE, INITIALIZED, CALL)) {
          client.write((line + "\n").getBytes(UTF_8));
          client.flush();
        }
        assertThat(answers.readLine()).contains("\"id\":0");
        assertThat(answers.readLine()).contains("2fa_required");
      }
      serving.get(30, TimeUnit.SECONDS);
    }

    assertTraceArrived();
  }

  @ParameterizedTest(name = "sessions: {0}")
  @ValueSource(booleans = {false, true})
  void overHttp(boolean sessions) throws Exception {
    var local = HttpOptions.local();
    var jetty = new Server();
    try (var server = server(sessions ? local.sessions(SessionLimits.standard()) : local)) {
      var connector = new ServerConnector(jetty);
      connector.setHost("localhost");
      jetty.addConnector(connector);
      var context = new ServletContextHandler();
      context.addServlet(new ServletHolder(server.servlet()), "/");
      jetty.setHandler(context);
      jetty.start();
      var url = URI.create("http://localhost:" + connector.getLocalPort() + "/mcp");

      var session = post(url, null, INITIALIZE).headers().firstValue("Mcp-Session-Id");
      assertThat(session.isPresent()).isEqualTo(sessions);
      assertThat(post(url, session.orElse(null), CALL).body()).contains("2fa_required");
    } finally {
      jetty.stop();
    }

    assertTraceArrived();
  }

  private static HttpResponse<String> post(URI url, @Nullable String session, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(url)
            .header("Authorization", "Bearer ana")
            .header("Accept", "application/json, text/event-stream")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (session != null) {
      request.header("Mcp-Session-Id", session);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  /** Read as a tracing handler reads it; what the call waits for is a part of the same trace. */
  private void assertTraceArrived() {
    var calls = named("mcp.server.operation.duration");
    assertThat(calls).hasSize(1);
    assertThat(sent(calls.get(0), "traceparent")).isEqualTo(TRACEPARENT);
    assertThat(sent(calls.get(0), "tracestate")).isEqualTo(TRACESTATE);
    assertThat(sent(calls.get(0), "progressToken")).isNull();
    assertThat(named("mcp2p.verifier"))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.getParentObservation())
                    .extracting(parent -> parent.getContextView())
                    .isSameAs(calls.get(0)));
  }

  private List<Observation.Context> named(String name) {
    return seen.stream().filter(it -> name.equals(it.getName())).toList();
  }

  @SuppressWarnings("unchecked") // as MicrometerTelemetry makes it
  private static @Nullable String sent(Observation.Context call, String key) {
    var received = (ReceiverContext<Map<String, String>>) call;
    return received.getGetter().get(received.getCarrier(), key);
  }
}
