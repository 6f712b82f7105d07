package io.mcp2p.http;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the servlet: {@code Mcp2pServer} implements it, nobody else needs to.
 * Thread-safe.
 *
 * @since 0.1
 */
public interface McpEndpoint {

  /**
   * What to answer a message with.
   *
   * @param status of HTTP
   * @param json the JSON-RPC response, or null where there is none
   * @param missingScope the scope that the caller lacks for this message, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  record Answer(int status, byte @Nullable [] json, @Nullable String missingScope) {}

  /**
   * Answers one JSON-RPC message; never throws for what is in it.
   *
   * @param message the bytes of the request's body, of bounded length
   */
  Answer post(byte[] message, Caller caller);

  /**
   * Keeps an audit entry of a request that was refused before it was a call.
   *
   * @param outcome a code, as in an answer
   * @param from the address that it came from, or the caller's id where it is known
   */
  void refused(String outcome, String from);

  /** Counts a bad token, or only looks; returns how long the address has to wait. */
  Duration badToken(String address, boolean count);

  /** Names the parts that cannot work just now; empty if all can. */
  List<String> notReady();

  /** Returns the mode of the server. */
  Mode mode();

  /** Returns the scopes that the server's tools ask for, in order. */
  List<String> scopes();
}
