package io.mcp2p;
import java.io.*;
final class StdoutGuard implements AutoCloseable { static StdoutGuard install() { return new StdoutGuard(); } OutputStream protocol() { return System.out; } @Override public void close() {} }
