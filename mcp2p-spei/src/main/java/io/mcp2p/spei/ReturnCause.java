package io.mcp2p.spei;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a receiving bank sent an order back (causa de devolución).
 *
 * <p>The codes are those of STP's catalogue (article 360002797652) and of Karpay, which agree; one
 * of Fintoc's pages swaps 2 and 3 and is not followed. The list grows, and a provider may send a
 * code that is not in it: keep the number, and treat it as a return like any other.
 *
 * @since 0.1
 */
public enum ReturnCause {
  /** The account does not exist. */
  ACCOUNT_NOT_FOUND(1),
  /** The account is blocked. */
  ACCOUNT_BLOCKED(2),
  /** The account was cancelled. */
  ACCOUNT_CANCELLED(3),
  /** The account is in another currency. */
  ACCOUNT_CURRENCY(5),
  /** The account is not one of the receiving participant. */
  ACCOUNT_AT_OTHER_PARTICIPANT(6),
  /** The beneficiary's electronic signature (e.firma) was revoked. Only in Karpay's list. */
  BENEFICIARY_SIGNATURE_REVOKED(11),
  /** The beneficiary does not recognise the payment. */
  NOT_RECOGNISED_BY_BENEFICIARY(13),
  /** Mandatory information is missing. */
  INFORMATION_MISSING(14),
  /** The payment type is wrong. */
  PAYMENT_TYPE(15),
  /** The operation type is wrong. */
  OPERATION_TYPE(16),
  /** The account type does not fit the account. */
  ACCOUNT_TYPE(17),
  /** The issuer asked for it. The nearest thing to a refund that the rail knows. */
  REQUESTED_BY_ISSUER(18),
  /** A text holds a character that is not allowed. */
  INVALID_CHARACTER(19),
  /** The account's balance limit would be exceeded. */
  BALANCE_LIMIT(20),
  /** The account's limit of deposits in a month would be exceeded. */
  MONTHLY_DEPOSIT_LIMIT(21),
  /** The mobile line is not registered for receiving. */
  MOBILE_NOT_REGISTERED(22),
  /** The additional account takes only payments that Banxico originates. */
  ADDITIONAL_ACCOUNT_BANXICO_ONLY(23),
  /** The additional information is malformed. */
  ADDITIONAL_INFORMATION_MALFORMED(24),
  /** The instruction how to disperse the money is missing, with a balance limit in force. */
  DISPERSION_INSTRUCTION_MISSING(25),
  /** A resolution under the agreement that protects the issuer's clients. */
  CLIENT_PROTECTION_RESOLUTION(26),
  /** The receiver does not take this optional payment type. */
  OPTIONAL_PAYMENT_TYPE(27),
  /** A CoDi payment without the notice of fast crediting. */
  CODI_WITHOUT_FAST_CREDIT(28),
  /** The same issuer used the tracking key before on this operating date. */
  DUPLICATE_TRACKING_KEY(30),
  /** The issuer's certificate has expired. Only in the lists of Karpay and Fintoc. */
  ISSUER_CERTIFICATE_EXPIRED(31);

  private final int code;

  ReturnCause(int code) {
    this.code = code;
  }

  /** Returns the code on the wire, 1 to 31. */
  public int code() {
    return code;
  }

  /** Returns the code as text without leading zeros, for {@code details.railCode}. */
  public String railCode() {
    return Integer.toString(code);
  }

  /** Returns a stable name in lower case, such as {@code account_not_found}; never translated. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds the cause of a code; a code that this list does not know gives nothing. */
  public static Optional<ReturnCause> ofCode(int code) {
    return Arrays.stream(values()).filter(cause -> cause.code == code).findFirst();
  }
}
