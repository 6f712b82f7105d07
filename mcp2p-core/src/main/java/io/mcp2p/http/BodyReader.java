package io.mcp2p.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** Reads a request's body: so much of it, in so much time. */
final class BodyReader {
  private final int maxBytes;
  private final long withinNanos;

  BodyReader(int maxBytes, Duration within) {
    this.maxBytes = maxBytes;
    this.withinNanos = within.toNanos();
  }

  /** Why a body was not read. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    Unreadable(int status) {
      super("body", null, false, false);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  byte[] read(HttpServletRequest request) throws IOException, Unreadable {
    long length = request.getContentLengthLong();
    if (length > maxBytes) {
      throw new Unreadable(413);
    }
    long start = System.nanoTime();
    var body = new ByteArrayOutputStream(length < 0 ? 1024 : (int) length);
    var buffer = new byte[8192];
    var in = request.getInputStream();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      body.write(buffer, 0, read);
      if (body.size() > maxBytes) {
        throw new Unreadable(413);
      }
      // A client that sends a byte now and then must not hold the thread for ever.
      if (System.nanoTime() - start > withinNanos) {
        throw new Unreadable(408);
      }
    }
    return body.toByteArray();
  }
}
