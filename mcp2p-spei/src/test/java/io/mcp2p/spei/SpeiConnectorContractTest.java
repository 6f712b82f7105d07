package io.mcp2p.spei;

import io.mcp2p.tck.StubBank;

/** A connector that keeps the contract; of those that break it, {@link BrokenConnectorsTest}. */
class SpeiConnectorContractTest extends SpeiConnectorContract {
  final StubBank bank = StubBank.open(ReturnCause.ACCOUNT_BLOCKED.railCode());

  @Override
  protected final StubBank bank() {
    return bank;
  }

  @Override
  protected SpeiConnector connector() {
    return new StubConnector(bank);
  }
}
