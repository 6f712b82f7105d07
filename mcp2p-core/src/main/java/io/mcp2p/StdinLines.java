package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Splits a stream into lines, of which none is kept beyond a cap. For one thread. */
final class StdinLines {

  /** Stands for a line that was longer than the cap and is gone. Compare by identity. */
  static final byte[] TOO_LONG = new byte[0];

  private final InputStream in;
  private final int maxLineBytes;
  private final byte[] chunk = new byte[8192];
  private int at;
  private int end;

  StdinLines(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Returns the next line that is not blank, without its line end; null at the end of the stream. A
   * last line needs no line end.
   */
  byte @Nullable [] next() throws IOException {
    var line = new ByteArrayOutputStream(256);
    boolean tooLong = false;
    while (at < end || fill()) {
      int from = at;
      while (at < end && chunk[at] != '\n') {
        at++;
      }
      tooLong |= at - from > maxLineBytes - line.size();
      if (tooLong) {
        line.reset();
      } else {
        line.write(chunk, from, at - from);
      }
      if (at < end) {
        at++; // the line end
        if (tooLong || !isBlank(line)) {
          return tooLong ? TOO_LONG : text(line);
        }
        line.reset();
      }
    }
    return tooLong ? TOO_LONG : isBlank(line) ? null : text(line);
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(chunk, 0, chunk.length));
    return end > 0;
  }

  /** The line without the carriage return that may precede its end. */
  private static byte[] text(ByteArrayOutputStream line) {
    var text = line.toByteArray();
    int last = text.length - 1;
    return text[last] == '\r' ? Arrays.copyOf(text, last) : text;
  }

  private static boolean isBlank(ByteArrayOutputStream line) {
    return line.size() < 64 && line.toString(UTF_8).isBlank();
  }
}
