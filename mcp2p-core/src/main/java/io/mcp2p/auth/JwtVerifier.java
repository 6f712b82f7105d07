package io.mcp2p.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads JWTs: the only class that knows Nimbus, so that a host without OAuth need not have it. */
final class JwtVerifier implements TokenVerifier {
  private static final int TIMEOUT = (int) Duration.ofSeconds(5).toMillis();
  private static final int MAX_KEYS_BYTES = 1_000_000;

  private final String issuer;
  private final Set<JWSAlgorithm> algorithms;
  private final Claims claims;
  private volatile @Nullable DefaultJWTProcessor<SecurityContext> processor;

  JwtVerifier(
      String issuer, String audience, Set<String> algorithms, Duration clockSkew, Clock clock) {
    this.issuer = issuer;
    this.algorithms = algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    this.claims = new Claims(issuer, audience, clock);
    claims.setMaxClockSkew((int) clockSkew.toSeconds());
  }

  @Override
  public Map<String, Object> claims(String token) throws Rejected {
    try {
      return processor().process(token, null).toJSONObject();
    } catch (ParseException e) {
      throw new Rejected("not a JWT");
    } catch (RateLimitReachedException e) {
      // The keys were fetched just now, and this token's key is not among them.
      throw new Rejected("signed with an unknown key");
    } catch (BadJOSEException e) {
      throw new Rejected(String.valueOf(e.getMessage()));
    } catch (KeySourceException e) {
      throw new IllegalStateException("the keys of " + issuer + " cannot be fetched", e);
    } catch (JOSEException e) {
      throw new Rejected("the signature cannot be checked");
    }
  }

  private DefaultJWTProcessor<SecurityContext> processor() {
    var ready = processor;
    if (ready == null) {
      ready = newProcessor();
      processor = ready;
    }
    return ready;
  }

  private DefaultJWTProcessor<SecurityContext> newProcessor() {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            new JOSEObjectType("at+jwt"),
            JOSEObjectType.JWT,
            null)); // RFC 9068; many do not follow
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys()));
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }

  private JWKSource<SecurityContext> keys() {
    try {
      return JWKSourceBuilder.<SecurityContext>create(
              IssuerMetadata.keys(issuer).toURL(),
              new DefaultResourceRetriever(TIMEOUT, TIMEOUT, MAX_KEYS_BYTES))
          .retrying(true)
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("the issuer's keys are at no URL", e);
    }
  }

  private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final Clock clock;

    Claims(String issuer, String audience, Clock clock) {
      super(audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("exp"));
      this.clock = clock;
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }
}
