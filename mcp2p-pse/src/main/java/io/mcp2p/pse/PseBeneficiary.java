package io.mcp2p.pse;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The account behind a recipient id at a bank, without which no payout over ACH can be made: the
 * arguments of a payment have neither its number nor its type nor its holder's name.
 *
 * @param name the holder's name as the bank has it, 1 to 100 characters, no control characters, no
 *     white space at the ends
 * @param accountType what kind of account
 * @param accountNumber 6 to 20 digits, not all 0 (Wompi, Pagos a Terceros)
 * @param email where the provider tells the holder of the payment, or null: most ask for one
 * @since 0.1
 */
public record PseBeneficiary(
    String name, AccountType accountType, String accountNumber, @Nullable String email) {
  private static final int MAX_NAME = 100;
  private static final int MAX_EMAIL = 254;

  /** The kinds of accounts, in the words of the providers. */
  public enum AccountType {
    /** A savings account. */
    AHORROS,
    /** A checking account. */
    CORRIENTE,
    /** An electronic deposit: a wallet such as Nequi or Daviplata. */
    DEPOSITO_ELECTRONICO
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is malformed; the message says which and does not
   *     contain it
   */
  public PseBeneficiary {
    requireNonNull(accountType, "accountType");
    if (!isPrintable(requireNonNull(name, "name"), MAX_NAME)) {
      throw new IllegalArgumentException(
          "name of a beneficiary: 1 to " + MAX_NAME + " printable characters, trimmed");
    }
    if (!requireNonNull(accountNumber, "accountNumber").matches("(?!0+$)[0-9]{6,20}")) {
      throw new IllegalArgumentException("account number: 6 to 20 digits, not all 0");
    }
    if (email != null && !(isPrintable(email, MAX_EMAIL) && email.matches("[^@\\s]+@[^@\\s]+"))) {
      throw new IllegalArgumentException("e-mail of a beneficiary: not an address");
    }
  }

  private static boolean isPrintable(String text, int max) {
    return !text.isEmpty()
        && text.length() <= max
        && text.equals(text.strip())
        && text.chars().noneMatch(Character::isISOControl);
  }

  /** Returns the account for people to read: asterisks and the last four digits. */
  public String maskedAccount() {
    return "*".repeat(accountNumber.length() - 4) + lastFour();
  }

  private String lastFour() {
    return accountNumber.substring(accountNumber.length() - 4);
  }

  /** Returns the kind and end of the account, safe to log. */
  @Override
  public String toString() {
    return "PseBeneficiary[" + accountType + " …" + lastFour() + "]";
  }
}
