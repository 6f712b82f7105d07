package io.mcp2p.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * Everything that is written to the standard error stream, where the tests' loggers write, between
 * opening and closing this.
 *
 * @since 0.1
 */
public final class CapturedLog implements AutoCloseable {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private CapturedLog() {
    System.setErr(new PrintStream(bytes, true, UTF_8));
  }

  /** Starts to capture. */
  public static CapturedLog start() {
    return new CapturedLog();
  }

  /** Returns what was written so far. */
  public String text() {
    return bytes.toString(UTF_8);
  }

  /** Returns what was written so far, line by line; whatever may break a line breaks one. */
  public List<String> lines() {
    return List.of(text().strip().split("\\R"));
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
