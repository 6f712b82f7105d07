package io.mcp2p;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Keeps stdout for the protocol: whatever else prints to {@code System.out} lands on stderr.
 *
 * <p>Install it before anything logs. It cannot help against native code, or against a stream that
 * someone took from {@code System.out} before.
 */
final class StdoutGuard implements AutoCloseable {

  private final PrintStream before = System.out;
  private final PrintStream instead = System.err;
  private final OutputStream protocol =
      new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 64 * 1024);

  private StdoutGuard() {}

  static StdoutGuard install() {
    var guard = new StdoutGuard();
    guard.before.flush();
    System.setOut(guard.instead);
    return guard;
  }

  /** The real stdout, buffered: flush it. Not to be closed. */
  OutputStream protocol() {
    return protocol;
  }

  /** Gives {@code System.out} back, unless someone else has replaced it in the meantime. */
  @Override
  public void close() {
    if (System.out == instead) {
      System.setOut(before);
    }
  }
}
