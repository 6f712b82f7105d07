package io.mcp2p.pse;

import io.mcp2p.auth.Caller;
import io.mcp2p.pse.PseBeneficiary.AccountType;
import java.util.Optional;

/**
 * The host's directory of accounts that can be paid. An agent names a recipient and a bank; which
 * account that is, who holds it, and so where money can go at all, the directory decides.
 *
 * <p>It is asked on both turns of a payment, and nothing is cached. If the account, its kind or its
 * holder's name are not what the person was shown, the code is void. Implementations are
 * thread-safe and bound their own time. An exception ends the call with {@code INTERNAL_ERROR};
 * nothing was paid.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface PseBeneficiaries {

  /**
   * Finds the account of {@code recipient} at {@code bank}; empty if {@code caller} may pay none.
   */
  Optional<PseBeneficiary> find(Caller caller, RecipientId recipient, PseBank bank);

  /** Tells whether the accounts are made up: a live server does not build with them. */
  default boolean isSandbox() {
    return false;
  }

  /** Returns a directory that has a made-up account for every recipient at every bank. */
  static PseBeneficiaries sandbox() {
    return SandboxBeneficiaries.INSTANCE;
  }
}

/** The same account for the same recipient and bank, in every process. */
enum SandboxBeneficiaries implements PseBeneficiaries {
  INSTANCE;

  private static final long ENDS = 100_000_000;

  @Override
  public Optional<PseBeneficiary> find(Caller caller, RecipientId recipient, PseBank bank) {
    long end = ENDS - 1 - Long.parseLong(recipient.number()) % ENDS;
    var account = "9" + bank.code() + Long.toString(ENDS + end).substring(1);
    return Optional.of(
        recipient instanceof Nit
            ? new PseBeneficiary(
                "Empresa Ejemplo SAS", AccountType.CORRIENTE, account, "pagos@example.com")
            : new PseBeneficiary(
                "Persona Ejemplo", AccountType.AHORROS, account, "persona@example.com"));
  }

  @Override
  public boolean isSandbox() {
    return true;
  }
}
