package io.mcp2p.jsonrpc;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON-RPC 2.0 message from a client, judged before the MCP SDK sees it.
 *
 * <p>The SDK ends a stdio server without a word on a message that it cannot read, and answers an
 * HTTP body that it cannot read with a stack trace. So every message is read here: what is none is
 * {@link Bad} and carries the answer to give.
 */
public sealed interface JsonRpcMessage {

  /**
   * The one member of the {@code arguments} that a {@code tools/call} is passed on with: its value
   * is the JSON text of the arguments as the client wrote it.
   *
   * <p>The SDK wants a map, where duplicate names, {@code 50000.0} and {@code 1e23} are lost or
   * bent before a tool can see them. As a string they arrive untouched, and one strict reader of
   * ours judges them.
   */
  String RAW_ARGUMENTS = "mcp2p:json";

  /** Judges {@code text}, the bytes of one message without its line end. Never throws. */
  static JsonRpcMessage read(byte[] text) {
    return new JsonRpcReader(text).read();
  }

  /**
   * A message that is to be answered.
   *
   * @param id a {@code String} or a {@code Long}
   * @param params as a mapper with its defaults reads them, but those of a {@code tools/call}: a
   *     name, arguments if there are any, as {@link #RAW_ARGUMENTS}, and of {@code _meta} the trace
   *     context
   */
  record Request(Object id, String method, @Nullable Map<String, Object> params)
      implements JsonRpcMessage {}

  /** A notification: nobody waits for an answer. */
  record Unasked() implements JsonRpcMessage {}

  /**
   * An answer to a request of ours.
   *
   * @param id a {@code String} or a {@code Long}
   * @param result as a mapper with its defaults reads it; null if there is an error instead, or a
   *     result that is no object
   */
  record Response(Object id, @Nullable Map<String, Object> result) implements JsonRpcMessage {}

  /**
   * A message that must not reach the SDK.
   *
   * @param reply the JSON-RPC error to answer, one line without its line end; empty for a faulty
   *     notification, which JSON-RPC says is never answered
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Bad(JsonRpcFault fault, byte[] reply) implements JsonRpcMessage {

    /** Returns whether {@link #reply} is to be sent. */
    public boolean expectsReply() {
      return reply.length > 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bad that && fault == that.fault && Arrays.equals(reply, that.reply);
    }

    @Override
    public int hashCode() {
      return 31 * fault.hashCode() + Arrays.hashCode(reply);
    }
  }
}
