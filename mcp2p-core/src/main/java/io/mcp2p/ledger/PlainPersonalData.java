package io.mcp2p.ledger;

import io.mcp2p.payment.PaymentId;

/** The host has declined to encrypt. What was encrypted before is still read. */
record PlainPersonalData(PersonalData before) implements PersonalData {

  @Override
  public String seal(PaymentId payment, String column, String text) {
    return ":" + text;
  }

  @Override
  public String open(PaymentId payment, String column, String stored) {
    return before.open(payment, column, stored);
  }
}
