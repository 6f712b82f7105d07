package io.mcp2p;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Scope;
import io.mcp2p.jsonrpc.JsonRpcMessage;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.State;

/** What mcp2p itself takes for one call that reads: the gate's scan, and the dispatcher. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(java.util.concurrent.TimeUnit.MICROSECONDS)
public class StatusCallBenchmark {
  private static final byte[] LINE =
      ("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"demo_status\","
              + "\"arguments\":{\"trackingKey\":\"2024012614574900000012345678\"}}}")
          .getBytes(StandardCharsets.UTF_8);

  record Input(
      @Described(value = "key", examples = "A1") @NotNull @Pattern(regexp = "^[A-Za-z0-9-]{1,64}$")
          String trackingKey) {}

  record Data(String status, String trackingKey, long amount, String currency) {}

  private final Wiring wiring =
      Wiring.of(
          Mcp2pServer.builder()
              .tools(
                  Tool.of(
                      ToolSpec.reading(
                          "demo_status",
                          Input.class,
                          Data.class,
                          Scope.PAYMENTS_READ,
                          "Status",
                          "Status"),
                      (input, call) ->
                          Answer.of(new Data("settled", input.trackingKey(), 50_000, "MXN"))))
              .audit(entry -> {})
              .verifier(Verifier.sandbox())
              .phoneNumbers(caller -> new PhoneNumber("+525512345678")));
  private final Caller caller = Caller.local(Locale.ENGLISH);

  @Benchmark
  public Object scan() {
    return JsonRpcMessage.read(LINE);
  }

  @Benchmark
  public Object dispatch() {
    return wiring.call("demo_status", "{\"trackingKey\":\"2024012614574900000012345678\"}", caller);
  }
}
