package io.mcp2p;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads lines with a bound on their length. A line that is longer is passed over without being
 * kept. Not thread-safe.
 */
final class LineReader {

  /** What comes next. */
  sealed interface Next {}

  /**
   * A line that is not blank.
   *
   * @param bytes the line without its line break; valid until the next call
   */
  record Line(ByteBuffer bytes) implements Next {}

  /** A line that was too long. */
  record TooLong() implements Next {}

  /** There are no more. */
  record End() implements Next {}

  private final InputStream in;
  private final int maxBytes;
  private final byte[] buffer = new byte[8192];
  private int position;
  private int limit;
  private byte[] line = new byte[1024];

  LineReader(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  Next next() throws IOException {
    while (true) {
      int length = 0;
      boolean tooLong = false;
      int end;
      do {
        if (position == limit && !fill()) {
          return length > 0 && !tooLong && !blank(length)
              ? new Line(ByteBuffer.wrap(line, 0, length))
              : new End();
        }
        end = position;
        while (end < limit && buffer[end] != '\n') {
          end++;
        }
        int count = end - position;
        tooLong |= count > maxBytes - length;
        if (!tooLong) {
          append(length, count);
          length += count;
        }
        position = end;
      } while (end == limit);
      position++;
      if (tooLong) {
        return new TooLong();
      }
      if (!blank(length)) {
        return new Line(ByteBuffer.wrap(line, 0, length));
      }
    }
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer);
    position = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  private void append(int length, int count) {
    if (length + count > line.length) {
      var larger = new byte[(int) Math.min(Integer.MAX_VALUE - 8, 2L * (length + count))];
      System.arraycopy(line, 0, larger, 0, length);
      line = larger;
    }
    System.arraycopy(buffer, position, line, length, count);
  }

  private boolean blank(int length) {
    for (int i = 0; i < length; i++) {
      if (line[i] != ' ' && line[i] != '\r' && line[i] != '\t') {
        return false;
      }
    }
    return true;
  }
}
