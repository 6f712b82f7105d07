package io.mcp2p.spei;

import io.mcp2p.auth.Scope;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Says whether a CLABE could be paid, without paying. */
record ValidateClabeTool(SpeiRail rail)
    implements QueryTool<ValidateClabeTool.Input, ValidateClabeTool.Data> {

  record Input(
      @Described(value = "The CLABE, 18 digits.", examples = "014027000005555558")
          @NotNull
          @Pattern(regexp = "^[0-9]{18}$")
          @ClabeNumber
          String clabe) {}

  record Data(boolean valid, String bankCode, String bankName, String plaza, String account) {}

  @Override
  public ToolSpec<Input, Data> spec() {
    return ToolSpec.reading(
        "spei_validate_clabe",
        Input.class,
        Data.class,
        Scope.REFERENCE_READ,
        "Validate a CLABE",
        "Checks a CLABE's digits and bank, as a payment would. A valid CLABE does not prove that the"
            + " account exists.");
  }

  @Override
  public Answer<Data> call(Input input, ToolCall call) {
    var clabe = Clabe.of(input.clabe());
    return rail.banks()
        .ofClabe(clabe)
        .map(
            bank ->
                Answer.of(
                    new Data(
                        true,
                        bank.clabePrefix(),
                        bank.name(),
                        clabe.plaza(),
                        "*".repeat(7) + clabe.account().substring(7))))
        .orElseGet(() -> Answer.refused(SpeiErrors.unknownBank(clabe)));
  }
}
