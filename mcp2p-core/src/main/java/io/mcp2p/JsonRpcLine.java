package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * One message from a client, judged as JSON-RPC 2.0 before the SDK sees it: its transports end, or
 * answer with a stack trace, over a message that is none.
 *
 * <p>The arguments of a {@code tools/call} are put aside on the way: in the message that goes on,
 * they are one string in an object of our own. So they reach our own reader as the client wrote
 * them, with duplicate names, {@code 50000.0} and deep nesting, all of which a map would lose.
 */
sealed interface JsonRpcLine {

  /** The one member of the object that stands in for a call's arguments. */
  String RAW_ARGUMENTS = "mcp2p:json";

  /**
   * A message that may go on.
   *
   * @param text without line breaks
   * @param expectsReply whether it is a request
   */
  record Good(String text, boolean expectsReply) implements JsonRpcLine {}

  /**
   * A message that may not.
   *
   * @param reply the JSON-RPC error to answer
   */
  record Bad(String reply) implements JsonRpcLine {}

  /** Judges one message. Never throws. */
  static JsonRpcLine read(ByteBuffer bytes) {
    try {
      var text = UTF_8.newDecoder().decode(bytes).toString();
      return new JsonRpcScan(text).judge();
    } catch (CharacterCodingException e) {
      return bad(JsonRpcScan.PARSE_ERROR, "Parse error: not UTF-8", null);
    }
  }

  /** Returns an error reply. */
  static Bad bad(int code, String message, @Nullable String id) {
    return new Bad(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"%s\"}}"
            .formatted(id, code, message));
  }
}
