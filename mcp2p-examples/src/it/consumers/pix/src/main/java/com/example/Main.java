package com.example;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.pix.PixRail;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;

/** PIX in the sandbox, over stdio, and nothing else on the class path. */
class Main {
  public static void main(String[] args) {
    try (var server =
        Mcp2pServer.builder()
            .rails(PixRail.sandbox())
            .verifier(Verifier.sandbox("123456"))
            .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
            .build()) {
      server.serveStdio();
    }
  }
}
