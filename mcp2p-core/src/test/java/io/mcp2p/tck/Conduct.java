package io.mcp2p.tck;

/**
 * How a bank meets a call. Of what it is asked to do, it does nothing where it {@link #REFUSES} or
 * is {@link #UNREACHABLE}, and all of it everywhere else, whatever the connector gets to hear.
 *
 * @since 0.1
 */
public enum Conduct {
  /** It says what it did, or what it knows. */
  ANSWERS,
  /** It refuses finally, with a reason code. Never asked of look-ups. */
  REFUSES,
  /** It says nothing for longer than the connector waits. */
  STALLS,
  /** It cuts the connection in place of an answer. */
  CUTS,
  /** It answers what nobody can read: the error page of a proxy, half a JSON text. */
  GARBLES,
  /** It answers that something went wrong with itself: HTTP 500, 502, 504. */
  FAILS,
  /** It names a state that the connector's author has never heard of. */
  PUZZLES,
  /** Nobody listens: the connection is refused. */
  UNREACHABLE
}
