package io.mcp2p.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.io.JsonStringEncoder;

/**
 * What can be wrong with a message, and what the client is told.
 *
 * <p>The sentences are fixed: no part of the message and no text of a parser is echoed, because a
 * message may hold anything, a code or an account number included.
 */
public enum JsonRpcFault {
  NOT_JSON(-32700, "The message is not valid JSON."),
  NOT_UTF8(-32700, "The message is not valid UTF-8 without a byte order mark."),
  TOO_LARGE(-32600, "The message is too large."),
  TOO_COMPLEX(-32600, "The message is nested too deeply, or holds too long a name or number."),
  BATCH(-32600, "Batches are not supported: send one message at a time."),
  NOT_AN_OBJECT(-32600, "A message must be a JSON object."),
  DUPLICATE_MEMBER(-32600, "A member of the message occurs twice."),
  VERSION(-32600, "Member jsonrpc must be the string 2.0."),
  METHOD(-32600, "Member method must be a string."),
  ID(-32600, "Member id must be a string of at most 256 characters or a 64-bit integer."),
  NO_MEANING(-32600, "A message must have a method, a result or an error."),
  RESPONSE(-32600, "A response must have an id and either a result or a well-formed error."),
  INITIALIZE_FIRST(-32600, "The first request must be initialize."),
  NO_SESSION(-32600, "Header Mcp-Session-Id is missing: initialize first."),
  UNKNOWN_SESSION(-32600, "There is no such session: initialize again."),
  TOO_MANY_SESSIONS(-32600, "There is no room for another session just now."),
  PARAMS(-32602, "Member params, and _meta within it, must be objects."),
  CALL(-32602, "A tool call must have the name of a tool, once, and arguments at most once.");

  private final int code;
  private final String sentence;

  JsonRpcFault(int code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  int code() {
    return code;
  }

  /** Returns the error that answers the request with this id, JSON, or the id {@code null}. */
  public JsonRpcMessage.Bad reply(String idAsJson) {
    var text =
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"%s\"}}"
            .formatted(idAsJson, code, sentence);
    return new JsonRpcMessage.Bad(this, text.getBytes(UTF_8));
  }

  /** Returns the error that answers {@code message}, with its id if it is a request. */
  public JsonRpcMessage.Bad replyTo(JsonRpcMessage message) {
    if (!(message instanceof JsonRpcMessage.Request request)) {
      return reply("null");
    }
    var id = request.id();
    return reply(
        id instanceof String string
            ? '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(string)) + '"'
            : String.valueOf(id));
  }

  /** For what is wrong but, being a notification, is not answered. */
  JsonRpcMessage.Bad silence() {
    return new JsonRpcMessage.Bad(this, new byte[0]);
  }
}
