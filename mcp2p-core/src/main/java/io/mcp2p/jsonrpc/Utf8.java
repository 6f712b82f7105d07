package io.mcp2p.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;

/** Checks an encoding that Jackson, for speed, checks only in part. */
final class Utf8 {

  private Utf8() {}

  /** Returns what is wrong with the encoding of a JSON text, or null. */
  static @Nullable JsonRpcFault check(byte[] text) {
    boolean ascii = true;
    for (byte b : text) {
      if (b == 0) {
        return JsonRpcFault.NOT_JSON; // also keeps Jackson from guessing UTF-16 or UTF-32
      }
      ascii &= b > 0;
    }
    if (ascii) {
      return null;
    }
    boolean byteOrderMark =
        text.length >= 3
            && text[0] == (byte) 0xEF
            && text[1] == (byte) 0xBB
            && text[2] == (byte) 0xBF;
    return byteOrderMark || !decodes(text) ? JsonRpcFault.NOT_UTF8 : null;
  }

  /** Decodes strictly, which a {@code new String} would not, and without keeping the result. */
  private static boolean decodes(byte[] text) {
    var decoder = UTF_8.newDecoder();
    var bytes = ByteBuffer.wrap(text);
    var chars = CharBuffer.allocate(Math.min(text.length, 4096));
    while (true) {
      var result = decoder.decode(bytes, chars, true);
      if (result.isError()) {
        return false;
      }
      if (result.isUnderflow()) {
        return true;
      }
      chars.clear();
    }
  }
}
