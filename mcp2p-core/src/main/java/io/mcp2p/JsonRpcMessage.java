package io.mcp2p;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One JSON-RPC 2.0 message from a client, judged before the MCP SDK sees it.
 *
 * <p>The SDK ends a stdio server without a word on a message that it cannot read, and answers an
 * HTTP body that it cannot read with a stack trace. So every message is read here first: what the
 * SDK can take is {@link Good}, anything else is {@link Bad} and carries the answer to give.
 */
sealed interface JsonRpcMessage {

  /**
   * The one member of the object that {@link Good#bytes} carry in place of the {@code arguments} of
   * a {@code tools/call}: its value is the JSON text of the arguments as the client wrote it.
   *
   * <p>The SDK reads arguments into a map, where duplicate names, {@code 50000.0} and {@code 1e23}
   * are lost or bent before a tool can see them. As a string they arrive untouched, and one strict
   * reader of ours judges them. Arguments that already look like this are wrapped once more, so
   * what comes out of the wrapping is always what the client sent.
   */
  String RAW_ARGUMENTS = "mcp2p:json";

  /** Judges {@code text}, the bytes of one message without its line end. Never throws. */
  static JsonRpcMessage read(byte[] text) {
    return new JsonRpcReader(text).read();
  }

  enum Kind {
    REQUEST,
    NOTIFICATION,
    RESPONSE
  }

  /**
   * A message that the SDK can read.
   *
   * @param bytes what to hand to the SDK: one line, without its line end
   * @param method the method of a request or notification
   * @param id the id of a request or response, a {@code String} or a {@code Long}
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Good(byte[] bytes, Kind kind, @Nullable String method, @Nullable Object id)
      implements JsonRpcMessage {

    boolean expectsReply() {
      return kind == Kind.REQUEST;
    }

    boolean isRequest(String wanted) {
      return kind == Kind.REQUEST && wanted.equals(method);
    }

    boolean isNotification(String wanted) {
      return kind == Kind.NOTIFICATION && wanted.equals(method);
    }
  }

  /**
   * A message that must not reach the SDK.
   *
   * @param reply the JSON-RPC error to answer, one line without its line end; empty for a faulty
   *     notification, which JSON-RPC says is never answered
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Bad(JsonRpcFault fault, byte[] reply) implements JsonRpcMessage {

    boolean expectsReply() {
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
