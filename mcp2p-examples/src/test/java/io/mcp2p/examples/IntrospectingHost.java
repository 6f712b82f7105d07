package io.mcp2p.examples;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.auth.OAuthAuthenticator;
import io.mcp2p.http.HttpOptions;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.net.URI;

/**
 * A host that asks the issuer about each token. Arguments: the issuer, the URL of the endpoint, its
 * port.
 */
final class IntrospectingHost {

  public static void main(String[] args) {
    var issuer = args[0];
    var url = args[1];
    var endpoint = URI.create(issuer + "/protocol/openid-connect/token/introspect");
    try (var server =
        Mcp2pServer.builder()
            .rails(SpeiRail.sandbox())
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
            .authenticator(
                OAuthAuthenticator.builder(issuer, url)
                    .introspection(endpoint, "payments-server", "change-me")
                    .build())
            .http(HttpOptions.at(url))
            .build()) {
      JettyMain.serve(server, "127.0.0.1", Integer.parseInt(args[2]), "/mcp");
    }
  }

  private IntrospectingHost() {}
}
