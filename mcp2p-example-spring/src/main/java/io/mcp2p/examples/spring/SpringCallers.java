package io.mcp2p.examples.spring;

import io.mcp2p.auth.Authentication;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.auth.Mode;
import io.mcp2p.auth.OAuthAuthenticator;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;

/** The caller is whom Spring Security has put on the request. */
@Component
final class SpringCallers implements Authenticator {
  private final String issuer;

  SpringCallers(@Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri}") String issuer) {
    this.issuer = issuer;
  }

  /** Runs on the request's thread. The token is compared, so that nobody gets another's name. */
  @Override
  public Authentication authenticate(String token, Mode mode) {
    var known = SecurityContextHolder.getContext().getAuthentication();
    return known instanceof JwtAuthenticationToken jwt
            && jwt.getToken().getTokenValue().equals(token)
        ? new Authentication.Known(OAuthAuthenticator.callerOf(jwt.getToken().getClaims()))
        : new Authentication.Unknown("Spring Security does not know this token");
  }

  /** What the metadata of the endpoint names, so that a client finds out where to log in. */
  @Override
  public List<String> issuers() {
    return List.of(issuer);
  }
}
