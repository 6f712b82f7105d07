package io.mcp2p.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads JWTs. Only this class and {@link IssuerKeys} know Nimbus, so that a host without OAuth need
 * not have it.
 */
final class JwtVerifier implements TokenVerifier {
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  JwtVerifier(
      String issuer, String audience, Set<String> algorithms, Duration clockSkew, Clock clock) {
    var claims = new Claims(issuer, audience, clock);
    claims.setMaxClockSkew((int) clockSkew.toSeconds());
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            new JOSEObjectType("at+jwt"),
            JOSEObjectType.JWT,
            null)); // RFC 9068; many do not follow
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toSet()),
            new IssuerKeys(issuer, clock)));
    processor.setJWTClaimsSetVerifier(claims);
  }

  @Override
  public Map<String, Object> claims(String token) throws Rejected {
    try {
      return processor.process(token, null).toJSONObject();
    } catch (ParseException e) {
      throw new Rejected("not a JWT");
    } catch (BadJOSEException e) {
      throw new Rejected(String.valueOf(e.getMessage()));
    } catch (KeySourceException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (JOSEException e) {
      throw new Rejected("the signature cannot be checked");
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
