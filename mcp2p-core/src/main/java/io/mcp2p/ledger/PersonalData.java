package io.mcp2p.ledger;

import io.mcp2p.payment.PaymentId;

/**
 * What a database may keep of a text that holds personal data. The stored form begins with the name
 * of the key and a colon; without a name, the text follows as it is.
 */
interface PersonalData {

  /**
   * Returns the stored form. {@code column} and payment are bound to it: it fits no other place.
   */
  String seal(PaymentId payment, String column, String text);

  /**
   * Returns the text again.
   *
   * @throws IllegalStateException if the key is not known, or the stored form was tampered with
   */
  String open(PaymentId payment, String column, String stored);

  /** Stores texts as they are. */
  static PersonalData plain() {
    return new Plain();
  }

  /** The host has declined to encrypt. */
  final class Plain implements PersonalData {
    @Override
    public String seal(PaymentId payment, String column, String text) {
      return ":" + text;
    }

    @Override
    public String open(PaymentId payment, String column, String stored) {
      int colon = stored.indexOf(':');
      if (colon != 0) {
        throw new IllegalStateException(
            payment + " was encrypted with key " + stored.substring(0, colon) + ": add that key");
      }
      return stored.substring(1);
    }
  }
}
