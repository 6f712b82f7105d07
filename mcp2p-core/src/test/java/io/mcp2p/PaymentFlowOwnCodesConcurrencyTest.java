package io.mcp2p;

/** The same with a verifier that makes and checks its codes in the process. */
class PaymentFlowOwnCodesConcurrencyTest extends PaymentFlowConcurrencyTest {

  @Override
  boolean ownCodes() {
    return true;
  }
}
