package io.mcp2p.spei;

import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.SandboxOutcomesContract;
import java.time.Clock;
import java.time.LocalDate;

class SandboxConnectorTest extends SandboxOutcomesContract {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

  @Override
  protected Bank newBank() {
    var connector = SpeiConnector.sandbox(Clock.systemUTC());
    return new Bank() {
      @Override
      public PaymentOutcome send(int number, long minorUnits) throws Exception {
        var clabe = Clabe.of("014027000005555558");
        return connector.send(
            new SpeiTransfer(
                "KEY" + number,
                TODAY,
                clabe,
                SpeiBanks.bundled().ofClabe(clabe).orElseThrow(),
                Money.mxn(minorUnits),
                "Comida",
                "Ana Ramirez"));
      }

      @Override
      public PaymentOutcome find(int number, long minorUnits) throws Exception {
        return connector.find("KEY" + number, TODAY);
      }
    };
  }

  @Override
  protected boolean isRailCode(String code) {
    return ReturnCause.ofCode(Integer.parseInt(code)).isPresent();
  }
}
