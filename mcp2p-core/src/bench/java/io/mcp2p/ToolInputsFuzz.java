package io.mcp2p;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.MinorUnits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Locale;

/**
 * Whatever a client sends as arguments becomes a record or a refusal with a message; never more.
 */
class ToolInputsFuzz {
  private final ToolInputs inputs = new ToolInputs();

  record Input(
      @Described(value = "a", examples = "a") @NotNull @Size(min = 1, max = 40) String text,
      @Described(value = "b", examples = "1") @MinorUnits(currency = "MXN", max = 1_000_000)
          Long amount,
      @Described(value = "c", examples = "1") Integer count,
      @Described(value = "d", examples = "2026-01-01T00:00:00Z") Instant at) {}

  @FuzzTest(maxDuration = "60s")
  void arguments(FuzzedDataProvider data) {
    var json =
        data.consumeBoolean()
            ? data.consumeRemainingAsString()
            : "{\"text\":\"x\",\"amount\":%s,\"count\":%s}"
                .formatted(data.consumeString(40), data.consumeRemainingAsString());
    if (inputs.read(json, Input.class) instanceof Answer.Refused<Input> refused
        && refused.refusal().message().in(Locale.ENGLISH).isBlank()) {
      throw new AssertionError("a refusal without a message: " + json);
    }
  }
}
