package io.mcp2p.pix;

import io.mcp2p.tck.StubBank;

/** A connector that keeps the contract; of those that break it, {@link BrokenConnectorsTest}. */
class PixConnectorContractTest extends PixConnectorContract {
  final StubBank bank = StubBank.open(RejectCode.AC03.name());

  @Override
  protected final StubBank bank() {
    return bank;
  }

  @Override
  protected PixConnector connector() {
    return new StubConnector(bank);
  }
}
