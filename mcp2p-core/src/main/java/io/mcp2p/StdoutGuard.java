package io.mcp2p;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Keeps standard output for the protocol: while it is installed, {@code System.out} writes to
 * standard error, so that one stray print does not break the client.
 */
final class StdoutGuard implements AutoCloseable {
  private final PrintStream before;

  private StdoutGuard(PrintStream before) {
    this.before = before;
  }

  static StdoutGuard install() {
    var guard = new StdoutGuard(System.out);
    System.out.flush();
    System.setOut(System.err);
    return guard;
  }

  OutputStream protocol() {
    return new FileOutputStream(FileDescriptor.out);
  }

  @Override
  public void close() {
    System.setOut(before);
  }
}
