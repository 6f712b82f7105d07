package io.mcp2p;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Writes the bytes of a message anew, with its tool arguments as one JSON string. */
final class RawArguments {

  private static final byte[] OPEN =
      ("{\"" + JsonRpcMessage.RAW_ARGUMENTS + "\":\"").getBytes(US_ASCII);
  private static final byte[] CLOSE = "\"}".getBytes(US_ASCII);

  private RawArguments() {}

  /** How long a message of {@code length} bytes can become: every byte may need a backslash. */
  static int longest(int length) {
    return Math.addExact(Math.multiplyExact(2, length), OPEN.length + CLOSE.length);
  }

  /**
   * Returns {@code json} on one line. In valid JSON a line break is white space between tokens; the
   * SDK takes even a lone carriage return for the end of the message.
   */
  static byte[] oneLine(byte[] json) {
    for (byte b : json) {
      if (isLineBreak(b)) {
        var line = json.clone();
        blankLineBreaks(line, 0, line.length);
        return line;
      }
    }
    return json;
  }

  /** Returns {@code json} on one line, with the value between the two offsets wrapped. */
  static byte[] wrap(byte[] json, int from, int to) {
    int escapes = 0;
    for (int i = from; i < to; i++) {
      if (escape(json[i]) != 0) {
        escapes++;
      }
    }
    var line = new byte[json.length + OPEN.length + escapes + CLOSE.length];
    System.arraycopy(json, 0, line, 0, from);
    System.arraycopy(OPEN, 0, line, from, OPEN.length);
    int at = from + OPEN.length;
    for (int i = from; i < to; i++) {
      byte escape = escape(json[i]);
      if (escape != 0) {
        line[at++] = '\\';
        line[at++] = escape;
      } else {
        line[at++] = json[i];
      }
    }
    System.arraycopy(CLOSE, 0, line, at, CLOSE.length);
    at += CLOSE.length;
    System.arraycopy(json, to, line, at, json.length - to);
    blankLineBreaks(line, 0, from);
    blankLineBreaks(line, at, line.length);
    return line;
  }

  /** What follows the backslash, or 0. Other control characters do not occur in valid JSON. */
  private static byte escape(byte b) {
    return switch (b) {
      case '"', '\\' -> b;
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      default -> 0;
    };
  }

  private static void blankLineBreaks(byte[] line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (isLineBreak(line[i])) {
        line[i] = ' ';
      }
    }
  }

  private static boolean isLineBreak(byte b) {
    return b == '\n' || b == '\r';
  }
}
