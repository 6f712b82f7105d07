package io.mcp2p.rail;

import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.SandboxOutcomesContract;
import io.mcp2p.tck.SettableClock;

class SandboxBankTest extends SandboxOutcomesContract {

  @Override
  protected Bank newBank() {
    var bank = new SandboxBank(SettableClock.at("2026-03-02T15:00:00Z"), "T01");
    return new Bank() {
      @Override
      public PaymentOutcome send(int number, long minorUnits) {
        return bank.send("R" + number, Money.mxn(minorUnits));
      }

      @Override
      public PaymentOutcome find(int number, long minorUnits) {
        return bank.lookUp("R" + number).orElseGet(PaymentOutcome.NotSent::new);
      }
    };
  }

  @Override
  protected boolean isRailCode(String code) {
    return code.equals("T01");
  }
}
