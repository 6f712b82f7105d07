package io.mcp2p.telemetry;

import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Backlog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Telemetry for Micrometer, an optional dependency of mcp2p ({@code
 * io.micrometer:micrometer-core}): calls and their parts are observations, so they become timers
 * and, where the host's observation registry has a tracing handler, spans; the rest are meters.
 * Names and tags are listed in {@code docs/operations.md}; those of calls follow OpenTelemetry's
 * conventions for MCP.
 *
 * @since 0.1
 */
public final class MicrometerTelemetry implements Telemetry {
  private static final Logger LOG = LoggerFactory.getLogger(MicrometerTelemetry.class);

  private final ObservationRegistry observations;
  private final MeterRegistry meters;
  private final Clock clock;

  private MicrometerTelemetry(ObservationRegistry observations, MeterRegistry meters, Clock clock) {
    this.observations = observations;
    this.meters = meters;
    this.clock = clock;
  }

  /** Returns telemetry that only measures. */
  public static MicrometerTelemetry of(MeterRegistry meters) {
    var observations = ObservationRegistry.create();
    observations
        .observationConfig()
        .observationHandler(
            new DefaultMeterObservationHandler(meters, IgnoredMeters.LONG_TASK_TIMER));
    return of(observations, meters);
  }

  /**
   * Returns telemetry over the host's own observation registry, which decides what becomes of
   * observations, as Spring Boot's does.
   */
  public static MicrometerTelemetry of(ObservationRegistry observations, MeterRegistry meters) {
    return new MicrometerTelemetry(observations, meters, Clock.systemUTC());
  }

  @Override
  public Activity call(String tool, Mode mode, Map<String, String> meta) {
    var context = new ReceiverContext<Map<String, String>>((carrier, key) -> carrier.get(key));
    context.setCarrier(meta);
    return begun(
        Observation.createNotStarted("mcp.server.operation.duration", () -> context, observations)
            .contextualName("tools/call " + tool)
            .lowCardinalityKeyValue("mcp.method.name", "tools/call")
            .lowCardinalityKeyValue("gen_ai.operation.name", "execute_tool")
            .lowCardinalityKeyValue("gen_ai.tool.name", tool)
            .lowCardinalityKeyValue("mcp2p.mode", mode.wire()));
  }

  @Override
  public Activity part(Part part, String what) {
    var name = part.name().toLowerCase(Locale.ROOT);
    return begun(
        Observation.createNotStarted("mcp2p." + name, observations)
            .contextualName(name + " " + what)
            .lowCardinalityKeyValue("operation", what));
  }

  private static Activity begun(Observation observation) {
    observation.start();
    return new Observed(observation, observation.openScope());
  }

  @Override
  public void approval(String rail, String result) {
    meters.counter("mcp2p.approvals", "rail", rail, "result", result).increment();
  }

  @Override
  public void pending(Mode mode, Supplier<Backlog> source) {
    gauge("mcp2p.payments.pending", mode, source, Backlog::payments)
        .description("Payments whose outcome is not known yet")
        .register(meters);
    gauge("mcp2p.payments.pending.age", mode, source, this::age)
        .description("How long ago the oldest of them was opened")
        .baseUnit("seconds")
        .register(meters);
  }

  private double age(Backlog backlog) {
    return backlog.oldest() == null
        ? 0
        : Duration.between(backlog.oldest(), clock.instant()).toSeconds();
  }

  private static Gauge.Builder<Supplier<Number>> gauge(
      String name, Mode mode, Supplier<Backlog> source, ToDoubleFunction<Backlog> value) {
    return Gauge.builder(name, () -> asked(source, value)).tag("mode", mode.wire());
  }

  private static Number asked(Supplier<Backlog> source, ToDoubleFunction<Backlog> value) {
    try {
      return value.applyAsDouble(source.get());
    } catch (RuntimeException e) {
      LOG.debug("what is pending is not known", e);
      return Double.NaN;
    }
  }

  @Override
  public <T> Callable<T> carried(Callable<T> work) {
    var current = observations.getCurrentObservation();
    if (current == null) {
      return work;
    }
    return () -> {
      var scope = current.openScope();
      try {
        return work.call();
      } finally {
        scope.close();
      }
    };
  }

  private record Observed(Observation observation, Observation.Scope scope) implements Activity {

    @Override
    public void outcome(String outcome, boolean failed) {
      observation.lowCardinalityKeyValue("outcome", outcome);
      observation.lowCardinalityKeyValue("error.type", failed ? outcome : "none");
    }

    @Override
    public void close() {
      scope.close();
      observation.stop();
    }
  }
}
