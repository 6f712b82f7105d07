package com.example;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.rest.verify.v2.service.Verification;
import io.mcp2p.Mcp2pServer;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;

/** SPEI in the sandbox, with Twilio's library on the same class path and used. */
class Main {
  public static void main(String[] args) {
    var sent = Verification.fromJson("{\"sid\":\"VE1\",\"status\":\"pending\"}", new ObjectMapper());
    try (var server =
        Mcp2pServer.builder()
            .rails(SpeiRail.sandbox())
            .verifier(Verifier.sandbox("123456"))
            .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
            .serverInfo("twilio " + sent.getStatus(), "1")
            .build()) {
      server.serveStdio();
    }
  }
}
