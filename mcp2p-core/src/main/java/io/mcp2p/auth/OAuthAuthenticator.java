package io.mcp2p.auth;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows callers by OAuth 2.1 access tokens of one issuer: JWTs whose signature, issuer, audience
 * and lifetime are checked here (RFC 9068), or tokens that the issuer is asked about (RFC 7662).
 * Needs {@code com.nimbusds:nimbus-jose-jwt} on the class path for JWTs, and nothing for the other.
 *
 * <p>The issuer's keys are fetched when the first token comes, renewed every five minutes, and
 * fetched anew when a token names a key that is not among them, at most every 30 seconds. While the
 * issuer does not answer, the keys known last are used for up to an hour. Thread-safe.
 *
 * @since 0.1
 */
public final class OAuthAuthenticator implements Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(OAuthAuthenticator.class);
  private static final Set<String> ALGORITHMS =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  private final String issuer;
  private final TokenVerifier verifier;
  private final Function<Map<String, Object>, Caller> callers;

  private OAuthAuthenticator(
      String issuer, TokenVerifier verifier, Function<Map<String, Object>, Caller> callers) {
    this.issuer = issuer;
    this.verifier = verifier;
    this.callers = callers;
  }

  /**
   * Starts a configuration.
   *
   * @param issuer the issuer's URL, exactly as its metadata and tokens name it; https, or http on
   *     this machine
   * @param audience what a token must be made out to: the URL of this server's MCP endpoint
   * @throws IllegalArgumentException if the issuer is no such URL or the audience is blank
   */
  public static Builder builder(String issuer, String audience) {
    return new Builder(issuer, audience);
  }

  @Override
  public Authentication authenticate(String token, Mode mode) {
    Map<String, Object> claims;
    try {
      claims = verifier.claims(token);
    } catch (TokenVerifier.Rejected e) {
      return new Authentication.Unknown(e.why());
    }
    try {
      return new Authentication.Known(callers.apply(claims));
    } catch (IllegalArgumentException e) {
      LOG.warn("a good token of {} names no caller: {}", issuer, e.getMessage());
      return new Authentication.Unknown("the token names nobody who is known here");
    }
  }

  @Override
  public List<String> issuers() {
    return List.of(issuer);
  }

  /**
   * Returns what the claims of a good token say of the caller: {@code iss}, {@code #} and {@code
   * sub} are the id, so that people of two issuers are never taken for one; {@code scope} (or
   * {@code scp}) are the scopes but {@link Scope#ALL}, {@code locale} is the language. For hosts
   * whose own filter has checked the token, such as Spring Security's.
   *
   * @throws IllegalArgumentException if there is no {@code iss} or {@code sub}, or they are too
   *     long
   */
  public static Caller callerOf(Map<String, Object> claims) {
    if (claims.get("iss") == null) {
      throw new IllegalArgumentException("a token without iss: map its claims with callers(...)");
    }
    return callerOf(String.valueOf(claims.get("iss")), claims);
  }

  private static Caller callerOf(String issuer, Map<String, Object> claims) {
    if (!(claims.get("sub") instanceof String subject) || subject.isBlank()) {
      throw new IllegalArgumentException("a token without sub: map its claims with callers(...)");
    }
    var scopes = new HashSet<String>();
    for (String name : List.of("scope", "scp")) {
      Object value = claims.get(name);
      if (value instanceof String text) {
        scopes.addAll(List.of(text.strip().split(" +")));
      } else if (value instanceof Collection<?> many) {
        many.forEach(it -> scopes.add(String.valueOf(it)));
      }
    }
    scopes.remove("");
    // Only the host's own code may say that somebody may do everything.
    scopes.remove(Scope.ALL);
    var locale = claims.get("locale") instanceof String tag ? tag : "en";
    return new Caller(
        issuer + "#" + subject, scopes, Locale.forLanguageTag(locale.replace('_', '-')));
  }

  /** Configures the authenticator. Not thread-safe. */
  public static final class Builder {
    private final String issuer;
    private final String audience;
    private Set<String> algorithms = ALGORITHMS;
    private Duration clockSkew = Duration.ofSeconds(30);
    private Function<Map<String, Object>, Caller> callers;
    private Clock clock = Clock.systemUTC();
    private @Nullable URI introspection;
    private String clientId = "";
    private String clientSecret = "";

    private Builder(String issuer, String audience) {
      if (!IssuerMetadata.isTrustworthy(URI.create(issuer)) || audience.isBlank()) {
        throw new IllegalArgumentException(
            "OAuth needs an issuer's https URL, and the audience of its tokens: " + issuer);
      }
      if (URI.create(issuer).getRawFragment() != null) {
        throw new IllegalArgumentException("an issuer has no fragment: " + issuer); // RFC 8414, 2
      }
      this.issuer = issuer;
      this.audience = audience;
      this.callers = claims -> callerOf(issuer, claims);
    }

    /**
     * Sets which signatures are taken; RSA and elliptic-curve ones of JWS if not set.
     *
     * @throws IllegalArgumentException for one that is made with a shared secret, or none
     */
    public Builder algorithms(Set<String> algorithms) {
      if (algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
        throw new IllegalArgumentException("algorithms are some of " + ALGORITHMS);
      }
      this.algorithms = Set.copyOf(algorithms);
      return this;
    }

    /**
     * Sets by how much clocks may differ, 30 seconds if not set.
     *
     * @throws IllegalArgumentException if it is negative or over five minutes
     */
    public Builder clockSkew(Duration skew) {
      if (skew.isNegative() || skew.compareTo(Duration.ofMinutes(5)) > 0) {
        throw new IllegalArgumentException("clock skew is 0 to 5 minutes: " + skew);
      }
      this.clockSkew = skew;
      return this;
    }

    /**
     * Sets who the claims of a good token stand for: the subject, within the tenant and for the
     * merchants that your issuer names. If not set, the id is the issuer, {@code #} and {@code
     * sub}, as {@code https://login.example/bank#ana}, so that nobody of another issuer and no API
     * key has the same unless it is made so; {@code scope} or {@code scp} are the scopes and {@code
     * locale} is the language.
     *
     * @param callers throws IllegalArgumentException for claims that stand for nobody, and the
     *     token is then as unknown as a bad one; any other exception is an outage
     */
    public Builder callers(Function<Map<String, Object>, Caller> callers) {
      this.callers = Objects.requireNonNull(callers, "callers");
      return this;
    }

    /**
     * Has the issuer asked about every token (RFC 7662) instead of reading it. What it says of a
     * good token is remembered for 30 seconds, so that is how long a revoked one still counts.
     *
     * @param endpoint https, or http on this machine
     * @throws IllegalArgumentException if the endpoint is no such URL
     */
    public Builder introspection(URI endpoint, String clientId, String clientSecret) {
      if (!IssuerMetadata.isTrustworthy(endpoint)) {
        throw new IllegalArgumentException("introspection needs an https URL: " + endpoint);
      }
      this.introspection = endpoint;
      this.clientId = Objects.requireNonNull(clientId, "clientId");
      this.clientSecret = Objects.requireNonNull(clientSecret, "clientSecret");
      return this;
    }

    /** Sets the clock; the system's if not set. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Builds the authenticator, without asking the issuer anything yet.
     *
     * @throws IllegalStateException if the library for JWTs is missing
     */
    public OAuthAuthenticator build() {
      return new OAuthAuthenticator(issuer, verifier(), callers);
    }

    private TokenVerifier verifier() {
      if (introspection != null) {
        return new TokenIntrospection(
            introspection, clientId, clientSecret, issuer, audience, clockSkew, clock);
      }
      try {
        return new JwtVerifier(issuer, audience, algorithms, clockSkew, clock);
      } catch (NoClassDefFoundError e) {
        throw new IllegalStateException(
            "OAuth tokens need com.nimbusds:nimbus-jose-jwt: add that dependency", e);
      }
    }
  }
}
