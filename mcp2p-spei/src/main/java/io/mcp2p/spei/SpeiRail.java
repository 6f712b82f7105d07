package io.mcp2p.spei;

import io.mcp2p.payment.Text;
import io.mcp2p.rail.Rail;
import io.mcp2p.tool.Tool;
import java.security.SecureRandom;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * SPEI, Mexico's interbank transfers: {@code spei_send_payment}, {@code spei_check_status}, {@code
 * spei_request_refund}, {@code spei_validate_clabe}, {@code spei_list_banks}. Immutable and
 * thread-safe.
 *
 * @since 0.1
 */
public final class SpeiRail implements Rail {
  static final String NAME = "spei";
  private static final Currency MXN = Currency.getInstance("MXN");

  private final SpeiConnector connector;
  private final SpeiBanks banks;
  private final OperatingDates operatingDates;
  private final String trackingKeyPrefix;
  private final RandomGenerator random;

  private SpeiRail(Builder from) {
    this.connector = from.connector;
    this.banks = from.banks;
    this.operatingDates = from.operatingDates;
    this.trackingKeyPrefix = from.trackingKeyPrefix;
    this.random = from.random;
  }

  /** Returns the rail over the host's bank, everything else as usual. */
  public static SpeiRail of(SpeiConnector connector) {
    return builder(connector).build();
  }

  /** Returns the rail over a bank that moves no money; see {@code docs/sandbox.md}. */
  public static SpeiRail sandbox() {
    return of(SpeiConnector.sandbox());
  }

  /** Starts a configuration. */
  public static Builder builder(SpeiConnector connector) {
    return new Builder(connector);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Currency currency() {
    return MXN;
  }

  @Override
  public List<Tool<?, ?>> tools() {
    return List.of(
        new SendPaymentTool(this),
        new CheckStatusTool(this),
        new RequestRefundTool(this),
        new ValidateClabeTool(this),
        new ListBanksTool(this));
  }

  @Override
  public boolean isSandbox() {
    return connector.isSandbox();
  }

  SpeiConnector connector() {
    return connector;
  }

  SpeiBanks banks() {
    return banks;
  }

  OperatingDates operatingDates() {
    return operatingDates;
  }

  String mintTrackingKey() {
    return TrackingKey.mint(random, trackingKeyPrefix);
  }

  /** A return cause in words, or what else the bank gave as a reason. */
  static Text reason(String railCode) {
    return railCode.matches("[0-9]{1,3}")
        ? ReturnCause.ofCode(Integer.parseInt(railCode))
            .map(cause -> SpeiErrors.text("cause." + cause.key(), Map.of()))
            .orElse(Text.of(railCode))
        : Text.of(railCode);
  }

  /** Configures the rail. Not thread-safe. */
  public static final class Builder {
    private final SpeiConnector connector;
    private SpeiBanks banks = SpeiBanks.bundled();
    private OperatingDates operatingDates = OperatingDates.standard();
    private String trackingKeyPrefix = TrackingKey.DEFAULT_PREFIX;
    private RandomGenerator random = new SecureRandom();

    private Builder(SpeiConnector connector) {
      this.connector = Objects.requireNonNull(connector, "connector");
    }

    /** Sets which banks can be paid; the bundled catalogue if not set. */
    public Builder banks(SpeiBanks banks) {
      this.banks = Objects.requireNonNull(banks, "banks");
      return this;
    }

    /** Sets when the operating date rolls and which days are no banking days. */
    public Builder operatingDates(OperatingDates dates) {
      this.operatingDates = Objects.requireNonNull(dates, "dates");
      return this;
    }

    /** Sets how our claves de rastreo begin, 1 to 8 letters or digits; {@code MCP2P} if not set. */
    public Builder trackingKeyPrefix(String prefix) {
      this.trackingKeyPrefix = Objects.requireNonNull(prefix, "prefix");
      return this;
    }

    /** Sets what claves de rastreo are made of; for tests. */
    public Builder random(RandomGenerator random) {
      this.random = Objects.requireNonNull(random, "random");
      return this;
    }

    /**
     * Builds the rail.
     *
     * @throws IllegalArgumentException if the prefix is not 1 to 8 letters or digits
     */
    public SpeiRail build() {
      var rail = new SpeiRail(this);
      rail.mintTrackingKey();
      return rail;
    }
  }
}
