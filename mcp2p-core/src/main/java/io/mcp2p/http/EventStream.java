package io.mcp2p.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open {@code GET}: server-sent events. Nothing here waits for the client: what it does not read
 * is kept, up to a bound, and then the stream is ended. Events have no ids, so none of them can
 * give a session's away, and a stream that is opened again begins afresh.
 */
final class EventStream implements McpEndpoint.Events, WriteListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int MOST_WAITING = 32;
  private static final byte[] BEGIN = "retry: 3000\n: open\n\n".getBytes(US_ASCII);
  private static final byte[] HEARTBEAT = ":\n\n".getBytes(US_ASCII);

  // All below is guarded by this.
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private @Nullable AsyncContext async;
  private @Nullable ServletOutputStream out;
  private boolean writable; // whether it is for us to go on, and not for the container to call
  private boolean unflushed;
  private boolean closed;

  /** Answers the request with this stream, which stays open. */
  void begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setStatus(200);
    response.setContentType("text/event-stream");
    response.setHeader("X-Accel-Buffering", "no"); // nginx would keep events back
    ServletOutputStream to = response.getOutputStream();
    synchronized (this) {
      if (closed) {
        return; // the session ended meanwhile: a stream without events
      }
      async = request.startAsync();
      async.setTimeout(0);
      out = to;
      waiting.addFirst(BEGIN);
    }
    to.setWriteListener(this);
  }

  @Override
  public boolean send(byte[] json) {
    var event = new ByteArrayOutputStream(json.length + 8);
    event.writeBytes("data: ".getBytes(US_ASCII));
    event.writeBytes(json); // one line: our writer puts no line ends between members
    event.writeBytes("\n\n".getBytes(US_ASCII));
    return offer(event.toByteArray());
  }

  @Override
  public boolean beat() {
    return offer(HEARTBEAT);
  }

  private synchronized boolean offer(byte[] event) {
    if (closed) {
      return false;
    }
    if (waiting.size() >= MOST_WAITING) {
      close();
      return false;
    }
    waiting.add(event);
    if (writable) {
      write();
    }
    return !closed;
  }

  @Override
  public synchronized void onWritePossible() {
    writable = true;
    write();
  }

  private void write() {
    var to = Objects.requireNonNull(out, "it has begun");
    try {
      while (!closed && (unflushed || !waiting.isEmpty())) {
        if (!to.isReady()) {
          writable = false;
          return;
        }
        var next = waiting.poll();
        if (next == null) {
          to.flush();
          unflushed = false;
        } else {
          to.write(next);
          unflushed = true;
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("a client no longer listens", e);
      close();
    }
  }

  @Override
  public void onError(Throwable e) {
    close();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    waiting.clear();
    if (async == null) {
      return;
    }
    try {
      async.complete();
    } catch (RuntimeException e) {
      LOG.debug("the container has ended the stream already", e);
    }
  }
}
