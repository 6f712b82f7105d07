package io.mcp2p.auth;

import java.util.List;
import java.util.stream.Stream;

/** Asks the second about what the first does not know. */
record EitherAuthenticator(Authenticator first, Authenticator second) implements Authenticator {

  @Override
  public Authentication authenticate(String token, Mode mode) {
    var known = first.authenticate(token, mode);
    return known instanceof Authentication.Unknown ? second.authenticate(token, mode) : known;
  }

  @Override
  public List<String> issuers() {
    return Stream.concat(first.issuers().stream(), second.issuers().stream()).distinct().toList();
  }
}
