package io.mcp2p.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a request's body: so much of it, in so much time. One that is not there yet is waited for
 * without a thread, so that slow clients hold up nobody.
 */
final class BodyReader {
  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);
  private static final int CHUNK = 8192;

  private final int maxBytes;
  private final Duration within;
  private final ScheduledExecutorService timer;
  private final SlowBodies slow = new SlowBodies();

  BodyReader(int maxBytes, Duration within, ScheduledExecutorService timer) {
    this.maxBytes = maxBytes;
    this.within = within;
    this.timer = timer;
  }

  /** What is done with a body, once: with all of it, or with the status that refuses it. */
  interface Then {
    void read(byte[] body) throws IOException;

    void refused(int status) throws IOException;
  }

  /** Reads the body of a request of {@code caller}, and does the rest now or when it is there. */
  void read(HttpServletRequest request, String caller, Then then) throws IOException {
    long length = request.getContentLengthLong();
    if (length > maxBytes) {
      then.refused(413);
      return;
    }
    var in = request.getInputStream();
    if (length >= 0 && in.available() >= length) {
      then.read(in.readNBytes((int) length));
    } else if (slow.enter(caller)) {
      new Waiting(in, caller, then, request.startAsync()).begin();
    } else {
      then.refused(429);
    }
  }

  /** A body that arrives by and by. */
  private final class Waiting implements ReadListener {
    private final ServletInputStream in;
    private final String caller;
    private final Then then;
    private final AsyncContext async;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
    private final byte[] buffer = new byte[CHUNK];
    private final AtomicBoolean over = new AtomicBoolean();
    private @Nullable ScheduledFuture<?> limit;

    Waiting(ServletInputStream in, String caller, Then then, AsyncContext async) {
      this.in = in;
      this.caller = caller;
      this.then = then;
      this.async = async;
    }

    void begin() {
      async.setTimeout(0); // the container's would count the call, too
      limit =
          timer.schedule(
              () -> end(() -> then.refused(408)), within.toMillis(), TimeUnit.MILLISECONDS);
      in.setReadListener(this);
    }

    @Override
    public void onDataAvailable() throws IOException {
      while (!over.get() && in.isReady()) {
        int read = in.read(buffer);
        if (read < 0) {
          return;
        }
        body.write(buffer, 0, read);
        if (body.size() > maxBytes) {
          end(() -> then.refused(413));
        }
      }
    }

    @Override
    public void onAllDataRead() {
      end(() -> then.read(body.toByteArray()));
    }

    @Override
    public void onError(Throwable e) {
      end(() -> {}); // the client is gone
    }

    /** Whoever comes first says how it ends. */
    private void end(Ending ending) {
      if (!over.compareAndSet(false, true)) {
        return;
      }
      if (limit != null) {
        limit.cancel(false);
      }
      slow.leave(caller);
      try {
        ending.run();
      } catch (IOException e) {
        LOG.debug("a client is gone before its answer", e);
      } finally {
        async.complete();
      }
    }
  }

  private interface Ending {
    void run() throws IOException;
  }
}
