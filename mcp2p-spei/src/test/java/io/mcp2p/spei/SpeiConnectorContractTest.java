package io.mcp2p.spei;

import io.mcp2p.tck.BankCall;
import io.mcp2p.tck.Conduct;
import io.mcp2p.tck.StubBank;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A connector that keeps the contract; of those that break it, {@link BrokenConnectorsTest}. */
class SpeiConnectorContractTest extends SpeiConnectorContract {
  private static final String CODE = ReturnCause.ACCOUNT_BLOCKED.railCode();

  final StubBank bank = StubBank.open(CODE);

  @Override
  protected SpeiConnector connector() {
    return new StubConnector(bank);
  }

  @Override
  protected final void bank(BankCall calls, Conduct conduct) {
    bank.meet(calls, conduct);
  }

  @Override
  protected final List<String> taken(BankCall calls) {
    return bank.taken(calls);
  }

  @Override
  protected final String refusalCode() {
    return CODE;
  }

  @AfterEach
  final void close() {
    bank.close();
  }
}
