package io.mcp2p.ledger;

import io.mcp2p.payment.PaymentId;

/**
 * What a database may keep of a text that holds personal data. The stored form begins with the id
 * of the key and a colon; without an id, the text follows as it is.
 */
interface PersonalData {

  /** Returns the stored form, which fits this column of this payment and no other place. */
  String seal(PaymentId payment, String column, String text);

  /**
   * Returns the text again.
   *
   * @throws IllegalStateException if the key is not known, or the stored form was tampered with
   */
  String open(PaymentId payment, String column, String stored);
}
