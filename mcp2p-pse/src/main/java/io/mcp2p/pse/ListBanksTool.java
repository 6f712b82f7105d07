package io.mcp2p.pse;

import io.mcp2p.auth.Scope;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The institutions that can be paid. */
record ListBanksTool(PseRail rail) implements QueryTool<ListBanksTool.Input, ListBanksTool.Data> {
  private static final int DEFAULT_LIMIT = 50;

  record Input(
      @Described(value = "Part of a name, or the beginning of a code.", examples = "bancolombia")
          @Size(min = 1, max = 40)
          @Nullable String query,
      @Described(value = "nextCursor of the page before.", examples = "062")
          @Pattern(regexp = "^[0-9]{3}$")
          @Nullable String cursor,
      @Described(value = "Page size; 50 if omitted.", examples = "50") @Min(1) @Max(100)
          @Nullable Integer limit) {}

  record Bank(String code, String name) {}

  record Data(List<Bank> items, @Nullable String nextCursor) {}

  @Override
  public ToolSpec<Input, Data> spec() {
    return ToolSpec.reading(
        "pse_list_banks",
        Input.class,
        Data.class,
        Scope.REFERENCE_READ,
        "List banks in Colombia",
        "Lists the banks and wallets that payouts can reach. Their codes are also written with a 1"
            + " before them; either form is taken.");
  }

  @Override
  public Answer<Data> call(Input input, ToolCall call) {
    int limit = input.limit() == null ? DEFAULT_LIMIT : input.limit();
    var after = input.cursor() == null ? "" : input.cursor();
    var found =
        rail.banks().search(input.query() == null ? "" : input.query()).stream()
            .filter(it -> it.code().compareTo(after) > 0)
            .limit(limit + 1L)
            .map(it -> new Bank(it.code(), it.name()))
            .toList();
    boolean more = found.size() > limit;
    return Answer.of(
        new Data(
            more ? found.subList(0, limit) : found, more ? found.get(limit - 1).code() : null));
  }
}
