package io.mcp2p.pse;

import io.mcp2p.auth.Scope;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** Says whether a recipient id is one, without paying. */
record ValidateRecipientTool()
    implements QueryTool<ValidateRecipientTool.Input, ValidateRecipientTool.Data> {

  record Input(
      @Described(value = "NIT: or CC: and the number.", examples = "NIT:900.123.456-8")
          @NotNull
          @Pattern(regexp = RecipientIdText.PATTERN)
          @RecipientIdText
          String recipientId) {}

  record Data(
      boolean valid,
      String type,
      String number,
      @Nullable Integer checkDigit,
      String recipientId) {}

  @Override
  public ToolSpec<Input, Data> spec() {
    return ToolSpec.reading(
        "pse_validate_recipient",
        Input.class,
        Data.class,
        Scope.REFERENCE_READ,
        "Validate a recipient id",
        "Checks the digits of a NIT or a cédula and gives its normal form. That it is valid does not"
            + " prove that it exists, nor that an account of it is on file.");
  }

  @Override
  public Answer<Data> call(Input input, ToolCall call) {
    var id = RecipientId.of(input.recipientId());
    return Answer.of(
        new Data(
            true,
            id.type(),
            id.number(),
            id instanceof Nit nit ? nit.checkDigit() : null,
            id.value()));
  }
}
