package io.mcp2p.examples;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.payment.Money;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;

/** The README's first program: SPEI in the sandbox, over stdio. */
final class QuickstartMain {
  public static void main(String[] args) {
    try (var server =
        Mcp2pServer.builder()
            .rails(SpeiRail.sandbox())
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
            .policy(PaymentPolicy.perPayment(Money.mxn(5_000_00)))
            .build()) {
      server.serveStdio();
    }
  }

  private QuickstartMain() {}
}
