package io.mcp2p.pse;

import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.payment.Text;
import io.mcp2p.rail.Rail;
import io.mcp2p.tool.Tool;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Payouts in Colombia: {@code pse_send_payment}, {@code pse_check_status}, {@code
 * pse_request_refund}, {@code pse_validate_recipient}, {@code pse_list_banks}. Immutable and
 * thread-safe.
 *
 * @since 0.1
 */
public final class PseRail implements Rail {
  static final String NAME = "pse";
  private static final Currency COP = Currency.getInstance("COP");

  private final PseConnector connector;
  private final PseBeneficiaries beneficiaries;
  private final PseBanks banks;
  private final BusinessDays businessDays;
  private final boolean centavos;
  private final String referencePrefix;
  private final RandomGenerator random;

  private PseRail(Builder from) {
    this.connector = from.connector;
    this.beneficiaries = from.beneficiaries;
    this.banks = from.banks;
    this.businessDays = from.businessDays;
    this.centavos = from.centavos;
    this.referencePrefix = from.referencePrefix;
    this.random = from.random;
  }

  /** Returns the rail over the host's provider and directory, everything else as usual. */
  public static PseRail of(PseConnector connector, PseBeneficiaries beneficiaries) {
    return builder(connector, beneficiaries).build();
  }

  /**
   * Returns the rail over a bank that moves no money and a directory that has an account for
   * everybody; see {@code docs/sandbox.md}.
   */
  public static PseRail sandbox() {
    return of(PseConnector.sandbox(), PseBeneficiaries.sandbox());
  }

  /** Starts a configuration. */
  public static Builder builder(PseConnector connector, PseBeneficiaries beneficiaries) {
    return new Builder(connector, beneficiaries);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Currency currency() {
    return COP;
  }

  @Override
  public List<Tool<?, ?>> tools() {
    return List.of(
        new SendPaymentTool(this),
        new CheckStatusTool(this),
        new RequestRefundTool(this),
        new ValidateRecipientTool(),
        new ListBanksTool(this));
  }

  @Override
  public boolean isSandbox() {
    return connector.isSandbox() || beneficiaries.isSandbox();
  }

  PseConnector connector() {
    return connector;
  }

  PseBeneficiaries beneficiaries() {
    return beneficiaries;
  }

  /** Returns the provider's list if it has one: it knows what it can pay. */
  PseBanks banks() {
    return connector.banks().orElse(banks);
  }

  boolean takesCentavos() {
    return centavos;
  }

  String mintReference(Instant now) {
    return PseReference.mint(random, referencePrefix, now);
  }

  /** Returns by which date the outcome of a payment can be expected; null if it is known. */
  @Nullable String expectedBy(Payment payment) {
    return payment.state() == PaymentState.PENDING
        ? businessDays.expectedBy(payment.claimedAt()).toString()
        : null;
  }

  /** A reason for a rejection in words, or what else the provider gave. */
  static Text reason(String railCode) {
    return RejectCause.ofCode(railCode)
        .map(cause -> PseErrors.text("cause." + cause.key(), Map.of()))
        .orElse(Text.of(railCode));
  }

  /** Configures the rail. Not thread-safe. */
  public static final class Builder {
    private final PseConnector connector;
    private final PseBeneficiaries beneficiaries;
    private PseBanks banks = PseBanks.bundled();
    private BusinessDays businessDays = BusinessDays.standard();
    private boolean centavos;
    private String referencePrefix = PseReference.DEFAULT_PREFIX;
    private RandomGenerator random = new SecureRandom();

    private Builder(PseConnector connector, PseBeneficiaries beneficiaries) {
      this.connector = Objects.requireNonNull(connector, "connector");
      this.beneficiaries = Objects.requireNonNull(beneficiaries, "beneficiaries");
      this.centavos = connector.isSandbox();
    }

    /**
     * Sets which banks can be paid as long as the connector has no list of its own; the bundled
     * catalogue if not set.
     */
    public Builder banks(PseBanks banks) {
      this.banks = Objects.requireNonNull(banks, "banks");
      return this;
    }

    /** Sets when payouts are cleared, for {@code expectedBy}. */
    public Builder businessDays(BusinessDays days) {
      this.businessDays = Objects.requireNonNull(days, "days");
      return this;
    }

    /**
     * Sets whether amounts may have centavos. If not set, they are refused: Colombian banks move
     * whole pesos, and an amount such as 50050 mostly was meant in pesos. Over a sandbox connector
     * they are taken, because there the last two digits choose the outcome.
     */
    public Builder centavos(boolean taken) {
      this.centavos = taken;
      return this;
    }

    /** Sets how our references begin, 1 to 8 letters or digits; {@code PSE} if not set. */
    public Builder referencePrefix(String prefix) {
      this.referencePrefix = Objects.requireNonNull(prefix, "prefix");
      return this;
    }

    /** Sets what references are made of; for tests. */
    public Builder random(RandomGenerator random) {
      this.random = Objects.requireNonNull(random, "random");
      return this;
    }

    /**
     * Builds the rail.
     *
     * @throws IllegalArgumentException if the prefix is not 1 to 8 letters or digits
     */
    public PseRail build() {
      var rail = new PseRail(this);
      rail.mintReference(Instant.EPOCH);
      return rail;
    }
  }
}
