package io.mcp2p.pse;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a payout was refused by the bank that was to receive it, or on the way there.
 *
 * <p>The codes are those that Wompi publishes for its payouts (Pagos a Terceros, "errores"); codes
 * of one meaning stand together. ACH Colombia publishes no list of its own return codes. A provider
 * may send a code that is not here: keep it, and treat it as a rejection like any other.
 *
 * @since 0.1
 */
public enum RejectCause {
  /** The bank does not exist. */
  BANK_UNKNOWN("D02"),
  /** The type of transaction is wrong. */
  TRANSACTION_TYPE("D04"),
  /** The branch is wrong. */
  BRANCH("D06", "D37", "D40"),
  /** The account does not exist. */
  ACCOUNT_UNKNOWN("D07"),
  /** The reference is not a number. */
  REFERENCE_NOT_NUMERIC("D09"),
  /** The account may not receive payouts. */
  ACCOUNT_NOT_ALLOWED("D10"),
  /** The account belongs to another identity number. */
  ACCOUNT_OF_ANOTHER("D11"),
  /** The recipient's number is not enrolled as a supplier. */
  SUPPLIER_NOT_ENROLLED("D12"),
  /** An amount in a transaction that has none. */
  AMOUNT_NOT_EXPECTED("D14"),
  /** A cheque or cash is not allowed. */
  CHEQUE_OR_CASH("D15"),
  /** The identity number is not a number. */
  NUMBER_NOT_NUMERIC("D18"),
  /** The payer's account has too little money. */
  INSUFFICIENT_FUNDS("D19"),
  /** The holder's name is missing. */
  NAME_MISSING("D21"),
  /** The amount is zero. */
  AMOUNT_ZERO("D24"),
  /** The identity number is all zeros. */
  NUMBER_ZEROS("D25"),
  /** The payer's number is not enrolled. */
  PAYER_NOT_ENROLLED("D29"),
  /** The class of payment is wrong. */
  PAYMENT_CLASS("D30"),
  /** A case of pension payments. */
  PENSION("D31", "D44", "D45"),
  /** The bank's code is not a number, zero, or not allowed. */
  BANK_CODE("D32", "D33", "D49"),
  /** The account number is not a number. */
  ACCOUNT_NOT_NUMERIC("D34"),
  /** The date is wrong. */
  DATE("D35"),
  /** The type of identity document is wrong. */
  DOCUMENT_TYPE("D39"),
  /** The authorised identity is missing. */
  AUTHORISED_ID_MISSING("D41"),
  /** The account does not exist or is inactive. Only in Wompi's event samples. */
  ACCOUNT_MISSING_OR_INACTIVE("C01"),
  /** Less than the least amount of Bre-B. Only in Wompi's event samples. */
  BELOW_MINIMUM("MOL-5021");

  @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be modified
  private final List<String> codes;

  RejectCause(String... codes) {
    this.codes = List.of(codes);
  }

  /** Returns the codes on the wire, at least one. */
  public List<String> codes() {
    return codes;
  }

  /** Returns the first of the codes, for {@code details.railCode}. */
  public String railCode() {
    return codes.get(0);
  }

  /** Returns a stable name in lower case, such as {@code account_unknown}; never translated. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds the cause of a code; a code that this list does not know gives nothing. */
  public static Optional<RejectCause> ofCode(String code) {
    return Arrays.stream(values()).filter(cause -> cause.codes.contains(code)).findFirst();
  }
}
