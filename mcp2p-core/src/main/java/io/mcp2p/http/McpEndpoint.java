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
   * @param session the id of a session that this message has opened, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  record Answer(
      int status, byte @Nullable [] json, @Nullable String missingScope, @Nullable String session) {

    /** An answer that opens no session. */
    public Answer(int status, byte @Nullable [] json, @Nullable String missingScope) {
      this(status, json, missingScope, null);
    }
  }

  /** A way to tell a client something: a stream that it holds open. Its methods never wait. */
  interface Events {

    /** Sends a JSON-RPC message, one line; tells whether it is on its way. */
    boolean send(byte[] json);

    /** Sends what means nothing, so that a client that is gone is noticed; tells the same. */
    boolean beat();

    /** Ends the stream. */
    void close();
  }

  /**
   * Answers one JSON-RPC message; never throws for what is in it.
   *
   * @param message the bytes of the request's body, of bounded length
   * @param session the id of the session that the request names, null if none; whether it is one of
   *     this caller's is for the endpoint to say
   */
  Answer post(byte[] message, Caller caller, @Nullable String session);

  /** Tells whether sessions are kept; without them there are no streams and nothing to end. */
  boolean keepsSessions();

  /**
   * Sends what there is to tell the client to {@code events}; false if there is no such session.
   */
  boolean listen(String session, Caller caller, Events events);

  /** Ends a session; false if the caller has no such one. */
  boolean end(String session, Caller caller);

  /** Is called every few seconds, so that what is idle ends and who is gone is noticed. */
  void beat();

  /** Tells whether so many calls run that another would be refused. */
  boolean isFull();

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
