package io.mcp2p.pse;

import io.mcp2p.tck.StubBank;

/** A connector that keeps the contract; of those that break it, {@link BrokenConnectorsTest}. */
class PseConnectorContractTest extends PseConnectorContract {
  final StubBank bank = StubBank.payingLater(RejectCause.ACCOUNT_UNKNOWN.railCode());

  @Override
  protected final StubBank bank() {
    return bank;
  }

  @Override
  protected PseConnector connector() {
    return new StubConnector(bank);
  }
}
