package io.mcp2p.pix;

import io.mcp2p.payment.Text;
import io.mcp2p.rail.Rail;
import io.mcp2p.tool.Tool;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Pix, Brazil's instant payments: {@code pix_send_payment}, {@code pix_check_status}, {@code
 * pix_request_refund}, {@code pix_validate_key}, {@code pix_decode_brcode}. Immutable and
 * thread-safe.
 *
 * @since 0.1
 */
public final class PixRail implements Rail {
  static final String NAME = "pix";

  /** Where the rail's days and nights are counted. */
  static final ZoneId BRASILIA = ZoneId.of("America/Sao_Paulo");

  private static final Currency BRL = Currency.getInstance("BRL");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PixConnector connector;

  private PixRail(PixConnector connector) {
    this.connector = Objects.requireNonNull(connector, "connector");
  }

  /** Returns the rail over the host's provider. */
  public static PixRail of(PixConnector connector) {
    return new PixRail(connector);
  }

  /** Returns the rail over a provider that moves no money; see {@code docs/sandbox.md}. */
  public static PixRail sandbox() {
    return of(PixConnector.sandbox());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Currency currency() {
    return BRL;
  }

  @Override
  public List<Tool<?, ?>> tools() {
    return List.of(
        new SendPaymentTool(this),
        new CheckStatusTool(this),
        new RequestRefundTool(this),
        new ValidateKeyTool(),
        new DecodeBrcodeTool());
  }

  @Override
  public boolean isSandbox() {
    return connector.isSandbox();
  }

  PixConnector connector() {
    return connector;
  }

  /** A new reference of ours: 32 characters fit every provider that takes one of the sender's. */
  static String mintReference() {
    var bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** A reason of SPI in words, or what else the provider gave as a reason. */
  static Text reason(String railCode) {
    return RejectCode.isKnown(railCode)
        ? PixErrors.text("reject." + railCode, Map.of())
        : Text.of(railCode);
  }
}
