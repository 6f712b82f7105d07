package io.mcp2p.pse;

import io.mcp2p.auth.Caller;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.SandboxOutcomesContract;
import java.time.Clock;
import java.util.Locale;

class SandboxConnectorTest extends SandboxOutcomesContract {

  @Override
  protected Bank newBank() {
    var connector = PseConnector.sandbox(Clock.systemUTC());
    return new Bank() {
      @Override
      public PaymentOutcome send(int number, long minorUnits) throws Exception {
        var recipient = Nit.of("900123456-8");
        var bank = PseBanks.bundled().find("001").orElseThrow();
        return connector.send(
            new PseTransfer(
                "PSE-" + number,
                recipient,
                bank,
                PseBeneficiaries.sandbox()
                    .find(Caller.local(Locale.ENGLISH), recipient, bank)
                    .orElseThrow(),
                Money.cop(minorUnits),
                "Tornillos"));
      }

      @Override
      public PaymentOutcome find(int number, long minorUnits) throws Exception {
        return connector.find("PSE-" + number);
      }
    };
  }

  @Override
  protected boolean isRailCode(String code) {
    return RejectCause.ofCode(code).isPresent();
  }
}
