package io.mcp2p.telemetry;

import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Backlog;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Listens to nothing. */
enum NoTelemetry implements Telemetry {
  INSTANCE;

  private static final Activity NOTHING =
      new Activity() {
        @Override
        public void outcome(String outcome, boolean failed) {}

        @Override
        public void close() {}
      };

  @Override
  public Activity call(String tool, Mode mode, Map<String, String> meta) {
    return NOTHING;
  }

  @Override
  public Activity part(Part part, String what) {
    return NOTHING;
  }

  @Override
  public void approval(String rail, String result) {}

  @Override
  public void pending(Mode mode, Supplier<Backlog> source) {}

  @Override
  public <T> Callable<T> carried(Callable<T> work) {
    return work;
  }
}
