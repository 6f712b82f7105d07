package io.mcp2p;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The program at the other end of a session, as far as it can be spoken to unasked. It is not who
 * asks: that is the {@code Caller}, and what a client says of itself nobody has checked.
 * Thread-safe.
 */
interface Client {

  /** A client that cannot be spoken to, because no session is kept. */
  Client NONE =
      new Client() {
        @Override
        public String name() {
          return "";
        }

        @Override
        public boolean supports(String capability) {
          return false;
        }

        @Override
        public Optional<Map<String, Object>> ask(
            String method, Map<String, ?> params, Duration within) {
          return Optional.empty();
        }
      };

  /** Returns the name that it gave itself, at most 100 characters; empty if it gave none. */
  String name();

  /** Tells whether it declared a capability, as {@code elicitation} or {@code elicitation.url}. */
  boolean supports(String capability);

  /**
   * Sends a request to the client and waits for its answer, on the caller's thread.
   *
   * @return the result; empty if there is no way to the client just now, if it answers with an
   *     error or not in time, or if it has been asked too much at once. Never throws for what the
   *     client does
   */
  Optional<Map<String, Object>> ask(String method, Map<String, ?> params, Duration within);
}
