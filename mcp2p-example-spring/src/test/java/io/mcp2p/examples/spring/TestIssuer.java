package io.mcp2p.examples.spring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;

/** An OAuth issuer on this machine: discovery, keys, and tokens signed with one of them. */
final class TestIssuer implements AutoCloseable {
  private final HttpServer http;
  private final RSAKey key;

  TestIssuer() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("1").generate();
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    page(
        "/.well-known/openid-configuration",
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(url(), url()));
    page("/keys", new JWKSet(key.toPublicJWK()).toString());
    http.start();
  }

  private void page(String path, String json) {
    http.createContext(
        path,
        exchange -> {
          var bytes = json.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  String url() {
    return "http://localhost:" + http.getAddress().getPort();
  }

  /** A token of this issuer, good for a minute. */
  String token(String subject, String scopes, String audience) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .subject(subject)
            .audience(audience)
            .claim("scope", scopes)
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .build();
    var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("1").build(), claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
    return token.serialize();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
