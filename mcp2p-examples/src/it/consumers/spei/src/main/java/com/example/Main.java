package com.example;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;

/** SPEI in the sandbox, over stdio, and nothing else on the class path. */
class Main {
  public static void main(String[] args) {
    try (var server =
        Mcp2pServer.builder()
            .rails(SpeiRail.sandbox())
            .verifier(Verifier.sandbox("123456"))
            .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
            .build()) {
      server.serveStdio();
    }
  }
}
