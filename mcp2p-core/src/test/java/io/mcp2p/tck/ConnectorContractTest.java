package io.mcp2p.tck;

/** A connector that keeps the contract; of those that break it, {@link BrokenConnectorsTest}. */
class ConnectorContractTest extends StubBankContract {}
