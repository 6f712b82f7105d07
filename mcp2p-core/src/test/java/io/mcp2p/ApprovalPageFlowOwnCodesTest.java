package io.mcp2p;

/** The page with a verifier that makes and checks its codes in the process. */
class ApprovalPageFlowOwnCodesTest extends ApprovalPageFlowTest {

  @Override
  boolean ownCodes() {
    return true;
  }
}
