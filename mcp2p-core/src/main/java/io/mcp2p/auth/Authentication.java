package io.mcp2p.auth;

import java.util.Objects;

/**
 * What became of looking at a token.
 *
 * @since 0.1
 */
public sealed interface Authentication {

  /**
   * The token is good.
   *
   * @param caller whose it is, and what it allows
   */
  record Known(Caller caller) implements Authentication {
    /** Checks that the caller is there. */
    public Known {
      Objects.requireNonNull(caller, "caller");
    }
  }

  /**
   * The token is not known, has expired, was revoked or is forged.
   *
   * @param why in English, for the log and for the client's developer; tells nothing that whoever
   *     holds the token does not know
   */
  record Unknown(String why) implements Authentication {
    /** Checks that the reason is there. */
    public Unknown {
      Objects.requireNonNull(why, "why");
    }
  }

  /**
   * The token is good for a server of the other mode.
   *
   * @param mode of the token
   */
  record WrongMode(Mode mode) implements Authentication {
    /** Checks that the mode is there. */
    public WrongMode {
      Objects.requireNonNull(mode, "mode");
    }
  }
}
