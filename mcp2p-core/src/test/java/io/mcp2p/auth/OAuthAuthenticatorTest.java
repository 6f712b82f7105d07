package io.mcp2p.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.mcp2p.auth.Authentication.Known;
import io.mcp2p.auth.Authentication.Unknown;
import io.mcp2p.tck.AtOnce;
import io.mcp2p.tck.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthAuthenticatorTest {
  private static final String AUDIENCE = "https://pay.example/mcp";
  private static final RSAKey KEY = rsa("k1");
  private static final RSAKey STRANGER = rsa("stranger");

  private final SettableClock clock = SettableClock.at("2026-03-02T15:00:00Z");
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final AtomicInteger keyFetches = new AtomicInteger();
  private final AtomicInteger introspections = new AtomicInteger();
  private HttpServer http;
  private String issuer;

  @BeforeEach
  void startAnIssuer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          var path = exchange.getRequestURI().getPath();
          if (path.equals("/keys")) {
            keyFetches.incrementAndGet();
          }
          if (path.equals("/introspect")) {
            introspections.incrementAndGet();
            pages.put(
                "request",
                exchange.getRequestHeaders().getFirst("Authorization")
                    + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          }
          var page = pages.get(path);
          var bytes = (page == null ? "" : page).getBytes(UTF_8);
          exchange.sendResponseHeaders(
              page == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    http.start();
    issuer = "http://localhost:" + http.getAddress().getPort() + "/bank";
    publish(issuer);
    pages.put("/keys", new JWKSet(KEY.toPublicJWK()).toString());
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private void publish(String named) {
    pages.put(
        "/.well-known/oauth-authorization-server/bank",
        "{\"issuer\":\"" + named + "\",\"jwks_uri\":\"" + issuer.replace("/bank", "/keys") + "\"}");
  }

  // A real authorization server.

  @Test
  void tokenOfAnAuthorizationServer_isKnown() throws Exception {
    var server = new MockOAuth2Server();
    server.start(InetAddress.getByName("localhost"), 0);
    try {
      var bank = server.issueToken("bank", "any", AUDIENCE, Map.of()).getJWTClaimsSet().getIssuer();
      var token =
          server
              .issueToken(
                  "bank",
                  "ana",
                  AUDIENCE,
                  Map.of("scope", "mcp:payments:read mcp:spei:payments:write", "locale", "pt-BR"))
              .serialize();
      // Its first answers can take longer than an authenticator waits.
      for (String page : List.of("/.well-known/oauth-authorization-server", "/jwks")) {
        URI.create(bank + page).toURL().openStream().close();
      }
      var authenticator = OAuthAuthenticator.builder(bank, AUDIENCE).build();

      assertThat(authenticator.authenticate(token, Mode.LIVE))
          .isEqualTo(
              new Known(
                  new Caller(
                      bank + "#ana",
                      Set.of("mcp:payments:read", "mcp:spei:payments:write"),
                      Locale.forLanguageTag("pt-BR"))));
      assertThat(authenticator.issuers()).containsExactly(bank);
    } finally {
      server.shutdown();
    }
  }

  // Good tokens.

  @ParameterizedTest
  @ValueSource(strings = {"at+jwt", "JWT", ""})
  void typesOfAccessTokens_areTaken(String type) throws JOSEException {
    assertThat(authenticate(signed(KEY, JWSAlgorithm.RS256, type, claims().build())))
        .isInstanceOf(Known.class);
  }

  @Test
  void scopes_areTakenAsTextOrAsAList() throws JOSEException {
    assertThat(scopes(claims().claim("scope", " a  b "))).containsExactlyInAnyOrder("a", "b");
    assertThat(scopes(claims().claim("scp", List.of("a", "b"))))
        .containsExactlyInAnyOrder("a", "b");
    assertThat(scopes(claims())).isEmpty();
    assertThat(scopes(claims().claim("scope", "* a"))).containsExactly("a");
  }

  private Set<String> scopes(JWTClaimsSet.Builder claims) throws JOSEException {
    return ((Known) authenticate(good(claims.build()))).caller().scopes();
  }

  @Test
  void host_mapsTheClaimsToACaller() throws JOSEException {
    var authenticator =
        builder()
            .callers(
                it -> new Caller(it.get("tenant") + "/" + it.get("sub"), Set.of(), Locale.ROOT))
            .build();

    var known =
        authenticator.authenticate(good(claims().claim("tenant", "bank-1").build()), Mode.TEST);
    assertThat(((Known) known).caller().id()).isEqualTo("bank-1/ana");
  }

  @Test
  void clocks_mayDifferByTheSkewAndNoMore() throws JOSEException {
    var token = good(claims().notBeforeTime(at(Duration.ofSeconds(29))).build());
    assertThat(authenticate(token)).isInstanceOf(Known.class);

    clock.advance(Duration.ofMinutes(5).plusSeconds(29));
    assertThat(authenticate(token)).isInstanceOf(Known.class);
    clock.advance(Duration.ofSeconds(2));
    assertThat(authenticate(token)).isInstanceOf(Unknown.class);
  }

  // Tokens that are no good.

  @Test
  void tokensThatAreNotForUs_areUnknown() throws JOSEException {
    assertUnknown(good(claims().audience("https://other.example").build()));
    assertUnknown(good(claims().audience((String) null).build()));
    assertUnknown(good(claims().issuer("https://evil.example").build()));
    assertUnknown(good(claims().issuer(null).build()));
    assertUnknown(good(claims().expirationTime(null).build()));
    assertUnknown(good(claims().expirationTime(at(Duration.ofSeconds(-31))).build()));
    assertUnknown(good(claims().notBeforeTime(at(Duration.ofSeconds(31))).build()));
  }

  @Test
  void unsignedTokens_areUnknown() {
    var plain = new PlainJWT(claims().build()).serialize();
    assertUnknown(plain);
    assertUnknown(plain.substring(0, plain.length() - 1));
    assertUnknown(base64("{\"alg\":\"NONE\"}") + "." + base64(claims().build().toString()) + ".");
  }

  @Test
  void tokenSignedWithThePublicKeyAsSecret_isUnknown() throws JOSEException {
    var secret = KEY.toRSAPublicKey().getEncoded();
    var forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims().build());
    forged.sign(new MACSigner(secret));

    assertUnknown(forged.serialize());
  }

  @Test
  void tokensOfOtherKeys_areUnknown() throws JOSEException {
    assertUnknown(signed(rsa("k1"), JWSAlgorithm.RS256, "JWT", claims().build()));
    assertUnknown(signed(rsa("other"), JWSAlgorithm.RS256, "JWT", claims().build()));
    var withItsOwnKey =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(rsa("k1").toPublicJWK()).build(),
            claims().build());
    withItsOwnKey.sign(new RSASSASigner(rsa("k1")));
    assertUnknown(withItsOwnKey.serialize());
  }

  @Test
  void changedToken_isUnknown() throws JOSEException {
    var parts = good(claims().build()).split("\\.");
    var more = base64(claims().subject("bruno").build().toString());

    assertUnknown(parts[0] + "." + more + "." + parts[2]);
    assertUnknown(parts[0] + "." + parts[1] + ".");
    assertUnknown(parts[0] + "." + parts[1]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "ey.ey.ey", "ñ", "mcp2p_test_00000000"})
  void whatIsNoToken_isUnknown(String text) {
    assertUnknown(text);
  }

  @Test
  void tokenOfAnotherType_isUnknown() throws JOSEException {
    assertUnknown(signed(KEY, JWSAlgorithm.RS256, "dpop+jwt", claims().build()));
    assertUnknown(signed(KEY, JWSAlgorithm.RS256, "logout+jwt", claims().build()));
  }

  @Test
  void algorithmThatIsNotTaken_isUnknown() throws JOSEException {
    var strict = builder().algorithms(Set.of("ES256")).build();

    assertThat(strict.authenticate(good(claims().build()), Mode.TEST)).isInstanceOf(Unknown.class);
  }

  // Keys.

  @Test
  void rotatedKey_isFetchedOnceItIsSeen() throws JOSEException {
    var authenticator = builder().build();
    assertThat(authenticator.authenticate(good(claims().build()), Mode.TEST))
        .isInstanceOf(Known.class);
    var next = new ECKeyGenerator(Curve.P_256).keyID("k2").generate();
    pages.put("/keys", new JWKSet(List.of(KEY.toPublicJWK(), next.toPublicJWK())).toString());

    var rotated = signed(new ECDSASigner(next), "k2", JWSAlgorithm.ES256, "JWT", claims().build());

    assertThat(authenticator.authenticate(rotated, Mode.TEST)).isInstanceOf(Known.class);
    assertThat(keyFetches).hasValue(2);
  }

  @Test
  void manyTokensOfUnknownKeys_doNotFloodTheIssuer() throws JOSEException {
    var authenticator = builder().build();
    for (int i = 0; i < 50; i++) {
      var forged = signed(STRANGER, JWSAlgorithm.RS256, "JWT", claims().build());
      assertThat(authenticator.authenticate(forged, Mode.TEST)).isInstanceOf(Unknown.class);
    }

    assertThat(keyFetches.get()).isLessThanOrEqualTo(2);
    assertThat(authenticator.authenticate(good(claims().build()), Mode.TEST))
        .isInstanceOf(Known.class);
  }

  @Test
  void issuerThatDoesNotAnswer_isAnOutageAndRecovers() throws JOSEException {
    var metadata = pages.remove("/.well-known/oauth-authorization-server/bank");
    var authenticator = builder().build();
    var token = good(claims().build());

    assertThatIllegalStateException()
        .isThrownBy(() -> authenticator.authenticate(token, Mode.TEST))
        .withMessageContaining("publishes no metadata");
    pages.put("/.well-known/oauth-authorization-server/bank", metadata);
    assertThatIllegalStateException()
        .as("who comes at once does not wait for what was just found out")
        .isThrownBy(() -> authenticator.authenticate(token, Mode.TEST));
    clock.advance(Duration.ofSeconds(5));
    assertThat(authenticator.authenticate(token, Mode.TEST)).isInstanceOf(Known.class);
  }

  @Test
  void keysKnownLast_areGoodWhileTheIssuerIsOut_forAnHour() throws JOSEException {
    var authenticator = builder().build();
    var token = good(claims().expirationTime(at(Duration.ofHours(9))).build());
    assertThat(authenticator.authenticate(token, Mode.TEST)).isInstanceOf(Known.class);
    pages.clear();

    for (int minutes = 6; minutes < 60; minutes += 6) {
      clock.advance(Duration.ofMinutes(6));
      assertThat(authenticator.authenticate(token, Mode.TEST)).isInstanceOf(Known.class);
    }
    clock.advance(Duration.ofMinutes(6));
    assertThatIllegalStateException()
        .isThrownBy(() -> authenticator.authenticate(token, Mode.TEST));

    publish(issuer);
    pages.put("/keys", new JWKSet(KEY.toPublicJWK()).toString());
    clock.advance(Duration.ofSeconds(5));
    assertThat(authenticator.authenticate(token, Mode.TEST)).isInstanceOf(Known.class);
  }

  @Test
  void unknownKeyDuringAnOutage_isAnOutageAndNoBadToken() throws JOSEException {
    var authenticator = builder().build();
    authenticator.authenticate(good(claims().build()), Mode.TEST);
    pages.clear();
    var forged = signed(STRANGER, JWSAlgorithm.RS256, "JWT", claims().build());

    for (int i = 0; i < 3; i++) {
      assertThatIllegalStateException()
          .isThrownBy(() -> authenticator.authenticate(forged, Mode.TEST));
    }

    assertThat(keyFetches).hasValue(2);
    assertThat(authenticator.authenticate(good(claims().build()), Mode.TEST))
        .isInstanceOf(Known.class);
  }

  @Test
  void manyFirstTokensAtOnce_askTheIssuerOnce() throws Exception {
    var authenticator = builder().build();
    var token = good(claims().build());
    assertThat(AtOnce.call(16, i -> authenticator.authenticate(token, Mode.TEST)))
        .allSatisfy(it -> assertThat(it).isInstanceOf(Known.class));
    assertThat(keyFetches).hasValue(1);
  }

  @Test
  void tokenThatNamesNobody_isUnknownAndNoOutage() throws JOSEException {
    assertUnknown(good(claims().subject(null).build()));
    assertUnknown(good(claims().subject(" ").build()));
    assertUnknown(good(claims().subject("x".repeat(300)).build()));
  }

  @Test
  void metadataOfAnotherIssuer_isNotTaken() throws JOSEException {
    publish("https://evil.example");

    assertThatIllegalStateException().isThrownBy(() -> authenticate(good(claims().build())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/oauth-authorization-server/bank",
        "/.well-known/openid-configuration/bank",
        "/bank/.well-known/openid-configuration"
      })
  void metadata_isFoundWhereTheStandardsPutIt(String place) throws JOSEException {
    var metadata = pages.remove("/.well-known/oauth-authorization-server/bank");
    pages.put(place, metadata);

    assertThat(authenticate(good(claims().build()))).isInstanceOf(Known.class);
  }

  // Introspection.

  @Test
  void introspectedToken_isAskedForAndRemembered() {
    pages.put(
        "/introspect",
        "{\"active\":true,\"sub\":\"ana\",\"aud\":[\"x\",\""
            + AUDIENCE
            + "\"],\"scope\":\"a b\",\"iss\":\""
            + issuer
            + "\",\"exp\":"
            + at(Duration.ofMinutes(1)).toInstant().getEpochSecond()
            + "}");
    var authenticator = introspecting();

    for (int i = 0; i < 3; i++) {
      var known = authenticator.authenticate("opaque&token", Mode.TEST);
      assertThat(((Known) known).caller().scopes()).containsExactlyInAnyOrder("a", "b");
    }
    assertThat(introspections).hasValue(1);
    assertThat(pages.get("request"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder().encodeToString("me%3A:s%25".getBytes(UTF_8))
                + " token_type_hint=access_token&token=opaque%26token");
    pages.put("/introspect", "{\"active\":false}");
    clock.advance(Duration.ofSeconds(30));
    assertThat(authenticator.authenticate("opaque&token", Mode.TEST)).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"active\":false}",
        "{}",
        "{\"active\":true,\"sub\":\"ana\"}",
        "{\"active\":true,\"sub\":\"ana\",\"aud\":\"https://other.example\"}",
        "{\"active\":true,\"sub\":\"ana\",\"aud\":[]}",
        "{\"active\":true,\"sub\":\"ana\",\"aud\":\"https://pay.example/mcp\",\"exp\":1}",
        "{\"active\":true,\"sub\":\"ana\",\"aud\":\"https://pay.example/mcp\",\"iss\":\"evil\"}"
      })
  void tokenThatTheIssuerDoesNotVouchFor_isUnknown(String answer) {
    pages.put("/introspect", answer);

    assertThat(introspecting().authenticate("opaque", Mode.TEST)).isInstanceOf(Unknown.class);
  }

  @Test
  void introspectionThatDoesNotAnswer_isAnOutage() {
    assertThatIllegalStateException()
        .isThrownBy(() -> introspecting().authenticate("opaque", Mode.TEST))
        .withMessageContaining("404");
    pages.put("/introspect", "<html>");
    assertThatIllegalStateException()
        .isThrownBy(() -> introspecting().authenticate("opaque", Mode.TEST));
  }

  @Test
  void introspectionThatGivesNoAnswer_isTriedByOneCallEveryFiveSeconds() throws Exception {
    var connections = new AtomicInteger();
    try (var deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var hangingUp =
          new Thread(
              () -> {
                try {
                  while (true) {
                    try (var hungUpOn = deaf.accept()) {
                      connections.incrementAndGet();
                      assertThat(hungUpOn.isConnected()).isTrue();
                    }
                  }
                } catch (IOException e) {
                  // closed
                }
              });
      hangingUp.start();
      var endpoint = URI.create("http://localhost:" + deaf.getLocalPort() + "/introspect");
      var authenticator = builder().introspection(endpoint, "me", "s").build();
      for (int i = 0; i < 3; i++) {
        assertThatIllegalStateException()
            .isThrownBy(() -> authenticator.authenticate("opaque", Mode.TEST));
      }
      clock.advance(Duration.ofSeconds(5));
      for (int i = 0; i < 3; i++) {
        assertThatIllegalStateException()
            .isThrownBy(() -> authenticator.authenticate("opaque", Mode.TEST));
      }
    }
    assertThat(connections).hasValue(2);
  }

  @Test
  void errorForOneToken_doesNotKeepOthersFromBeingAskedFor() {
    var authenticator = introspecting();
    assertThatIllegalStateException()
        .isThrownBy(() -> authenticator.authenticate("odd", Mode.TEST))
        .withMessageContaining("404");
    pages.put("/introspect", "{\"active\":false}");
    assertThat(authenticator.authenticate("opaque", Mode.TEST)).isInstanceOf(Unknown.class);
  }

  private Authenticator introspecting() {
    return builder()
        .introspection(URI.create(issuer.replace("/bank", "/introspect")), "me:", "s%")
        .build();
  }

  // Configuration.

  @Test
  void wrongConfiguration_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OAuthAuthenticator.builder("http://login.example", AUDIENCE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OAuthAuthenticator.builder("https://login.example", " "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OAuthAuthenticator.builder("https://login.example/#a", AUDIENCE));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().algorithms(Set.of("HS256")));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().algorithms(Set.of("none")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().clockSkew(Duration.ofMinutes(6)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder().introspection(URI.create("http://login.example/i"), "id", "secret"));
  }

  // What the tests are written with.

  private OAuthAuthenticator.Builder builder() {
    return OAuthAuthenticator.builder(issuer, AUDIENCE).clock(clock);
  }

  private Authentication authenticate(String token) {
    return builder().build().authenticate(token, Mode.TEST);
  }

  private void assertUnknown(String token) {
    assertThat(authenticate(token)).as(token).isInstanceOf(Unknown.class);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .subject("ana")
        .audience(AUDIENCE)
        .expirationTime(at(Duration.ofMinutes(5)));
  }

  private Date at(Duration later) {
    return Date.from(clock.instant().plus(later));
  }

  private static String good(JWTClaimsSet claims) throws JOSEException {
    return signed(KEY, JWSAlgorithm.RS256, "at+jwt", claims);
  }

  private static String signed(RSAKey key, JWSAlgorithm algorithm, String type, JWTClaimsSet claims)
      throws JOSEException {
    return signed(new RSASSASigner(key), key.getKeyID(), algorithm, type, claims);
  }

  private static String signed(
      JWSSigner signer, String id, JWSAlgorithm algorithm, String type, JWTClaimsSet claims)
      throws JOSEException {
    var header =
        new JWSHeader.Builder(algorithm)
            .keyID(id)
            .type(type.isEmpty() ? null : new JOSEObjectType(type))
            .build();
    var token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
