package io.mcp2p.auth;

import java.util.Map;

/** Says what a token says, if it is good. Bounds its time; an outage is a RuntimeException. */
interface TokenVerifier {

  Map<String, Object> claims(String token) throws Rejected;

  /** The token is no good. Carries no stack trace: any stranger can cause it. */
  final class Rejected extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    Rejected(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }
}
