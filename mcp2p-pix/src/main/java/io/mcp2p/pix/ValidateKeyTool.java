package io.mcp2p.pix;

import io.mcp2p.auth.Scope;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import jakarta.validation.constraints.NotNull;

/** Says what a key is and whether it could be paid, without paying. */
record ValidateKeyTool() implements QueryTool<ValidateKeyTool.Input, ValidateKeyTool.Data> {

  record Input(
      @Described(
              value = "CPF, CNPJ, phone, e-mail or random key, in any usual spelling.",
              examples = "123.456.789-09")
          @NotNull
          String pixKey) {}

  record Data(boolean valid, String type, String pixKey) {}

  @Override
  public ToolSpec<Input, Data> spec() {
    return ToolSpec.reading(
        "pix_validate_key",
        Input.class,
        Data.class,
        Scope.REFERENCE_READ,
        "Validate a Pix key",
        "Says of which type a Pix key is and how it is written, as a payment would read it. Does not"
            + " ask the directory: a valid key need not exist.");
  }

  @Override
  public Answer<Data> call(Input input, ToolCall call) {
    var reading = PixKey.read(input.pixKey());
    return reading instanceof PixKey.Reading.Found found
        ? Answer.of(new Data(true, found.key().type().name(), found.key().unambiguous()))
        : Answer.refused(PixErrors.key(((PixKey.Reading.Not) reading).problem()));
  }
}
