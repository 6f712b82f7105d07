package io.mcp2p.pix;

import io.mcp2p.auth.Scope;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Text;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the text of a Pix QR code apart. Fetches nothing: a location in it is others' input. */
record DecodeBrcodeTool() implements QueryTool<DecodeBrcodeTool.Input, DecodeBrcodeTool.Data> {
  static final String NAME = "pix_decode_brcode";

  record Input(
      @Described(
              value = "Text of the QR code (Pix copia e cola), unchanged.",
              examples =
                  "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039"
                      + "865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D")
          @NotNull
          @Size(max = 1024)
          String brcode) {}

  /**
   * What the code says.
   *
   * @param location of a dynamic code the payment's, of a recurrence the authorisation's
   * @param paymentLocation of a recurrence that also asks for a payment at once
   * @param message what can be done with it
   */
  record Data(
      String kind,
      @Nullable String key,
      @Nullable String location,
      @Nullable String paymentLocation,
      @Nullable Long amount,
      @Nullable String amountFormatted,
      @Nullable String currency,
      String merchantName,
      String merchantCity,
      @Nullable String txid,
      String message) {}

  @Override
  public ToolSpec<Input, Data> spec() {
    return ToolSpec.reading(
        NAME,
        Input.class,
        Data.class,
        Scope.REFERENCE_READ,
        "Decode a Pix QR code",
        "Takes the text of a Pix QR code apart and checks its checksum: STATIC (pay its key),"
            + " DYNAMIC or RECURRENCE (only the bank's app can). Fetches nothing. Names in it are"
            + " unverified.");
  }

  @Override
  public Answer<Data> call(Input input, ToolCall call) {
    var reading = BrCode.read(input.brcode());
    return reading instanceof BrCode.Reading.Decoded decoded
        ? Answer.of(data(decoded.code(), call.caller().locale()))
        : Answer.refused(PixErrors.brCode(((BrCode.Reading.Not) reading).problem()));
  }

  private static Data data(BrCode code, Locale locale) {
    boolean recurrence = code.kind() == BrCode.Kind.RECURRENCE;
    var money = code.centavos() == null ? null : Money.brl(code.centavos());
    return new Data(
        code.kind().name(),
        code.key() == null ? null : code.key().unambiguous(),
        recurrence ? code.recurrence() : code.location(),
        recurrence ? code.location() : null,
        code.centavos(),
        money == null ? null : money.formatted(),
        money == null ? null : money.currency().getCurrencyCode(),
        code.merchantName(),
        code.merchantCity(),
        code.txid(),
        message(code).in(locale));
  }

  private static Text message(BrCode code) {
    boolean open = code.kind() == BrCode.Kind.STATIC && code.centavos() == null;
    return PixErrors.text("decoded." + (open ? "OPEN" : code.kind().name()), Map.of());
  }
}
