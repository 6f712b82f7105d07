package io.mcp2p;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines that pass a gate, as the stream that the SDK wants. For one reading thread. */
final class GateInput extends InputStream {

  /** Waits for a line. */
  interface Lines {

    /** Returns the next line, without its line end; null at the end. */
    byte @Nullable [] take() throws InterruptedException;
  }

  private final Lines lines;
  private byte @Nullable [] line;
  private int at;

  GateInput(Lines lines) {
    this.lines = lines;
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /** Never reads past a line end, so that a line is worked on before the next one has come. */
  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    var current = line == null ? next() : line;
    if (current == null) {
      return -1;
    }
    int copied = Math.min(length, current.length - at);
    System.arraycopy(current, at, into, offset, copied);
    at += copied;
    if (copied < length) {
      into[offset + copied] = '\n';
      line = null;
      return copied + 1;
    }
    return copied;
  }

  private byte @Nullable [] next() {
    try {
      line = lines.take();
      at = 0;
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
