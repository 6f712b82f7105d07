package io.mcp2p;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Writes whole lines, one at a time, whoever writes them.
 *
 * <p>As a stream it belongs to the SDK: bytes are collected until their line is complete. Answers
 * of our own go through {@link #writeLine}. A stream that fails once is not written to again, and
 * no failure reaches the writer: the SDK would log it and stay.
 */
final class StdoutLines extends OutputStream {

  private static final int KEPT_BUFFER = 64 * 1024;

  private final OutputStream out;
  private final Consumer<byte[]> written;
  private final Runnable broken;
  private final Object turn = new Object();
  private ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean failed;

  /**
   * @param written told each line of the SDK, after it is out
   * @param broken told once, when the stream fails
   */
  StdoutLines(OutputStream out, Consumer<byte[]> written, Runnable broken) {
    this.out = out;
    this.written = written;
    this.broken = broken;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int from = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, from, i - from);
        from = i + 1;
        complete();
      }
    }
    line.write(bytes, from, end - from);
  }

  private void complete() {
    var finished = line.toByteArray();
    if (finished.length > KEPT_BUFFER) {
      line = new ByteArrayOutputStream();
    }
    line.reset();
    writeLine(finished);
    written.accept(finished);
  }

  /** Writes {@code text}, which holds no line end, and its line end, and flushes. */
  void writeLine(byte[] text) {
    synchronized (turn) {
      if (failed) {
        return;
      }
      try {
        out.write(text);
        out.write('\n');
        out.flush();
        return;
      } catch (IOException e) {
        failed = true;
      }
    }
    broken.run();
  }

  /** Nothing to do: a line is flushed when it is complete. */
  @Override
  public void flush() {}
}
