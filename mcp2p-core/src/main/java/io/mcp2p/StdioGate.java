package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between standard input and output and the SDK's stdio transport. It answers what is no message
 * itself, and the transport, which would end over it, never sees it; it writes whole lines only;
 * and it holds back the end of input until the answers under way are out, or the time for that is.
 *
 * <p>One thread reads {@link #input()}; any number write to {@link #output()}.
 */
final class StdioGate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StdioGate.class);

  private final LineReader lines;
  private final OutputStream out;
  private final Duration drain;
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Object answers = new Object();
  private int awaited;
  private volatile boolean closed;

  StdioGate(InputStream in, OutputStream out, int maxLineBytes, Duration drain) {
    this.lines = new LineReader(in, maxLineBytes);
    this.out = out;
    this.drain = drain;
  }

  /** What the SDK's transport reads: good messages, one a line. */
  InputStream input() {
    return new Input();
  }

  /** What the SDK's transport writes to. */
  OutputStream output() {
    return new Output();
  }

  /** Returns when the first answer is out, or there will be none. */
  void awaitFirstAnswer() {
    await(answered);
  }

  /** Returns when the input has ended and is drained, the output is broken, or this is closed. */
  void awaitEnd() {
    await(ended);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    answered.countDown();
    ended.countDown();
    synchronized (answers) {
      answers.notifyAll();
    }
  }

  /** The next good message with its line break, or null at the end. */
  private byte @Nullable [] nextMessage() throws IOException {
    while (!closed) {
      var line = lines.next();
      if (line instanceof LineReader.End) {
        drain();
        return null;
      }
      var judged =
          line instanceof LineReader.Line whole
              ? JsonRpcLine.read(whole.bytes())
              : JsonRpcLine.bad(
                  JsonRpcScan.INVALID_REQUEST, "Invalid request: message too large", null);
      if (judged instanceof JsonRpcLine.Bad bad) {
        write((bad.reply() + "\n").getBytes(UTF_8));
      } else {
        return pass((JsonRpcLine.Good) judged);
      }
    }
    return null;
  }

  private byte[] pass(JsonRpcLine.Good message) {
    if (message.expectsReply()) {
      synchronized (answers) {
        awaited++;
      }
    }
    return (message.text() + "\n").getBytes(UTF_8);
  }

  private void drain() {
    long until = System.nanoTime() + drain.toNanos();
    synchronized (answers) {
      try {
        long left = until - System.nanoTime();
        while (awaited > 0 && left > 0 && !closed) {
          TimeUnit.NANOSECONDS.timedWait(answers, left);
          left = until - System.nanoTime();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (awaited > 0) {
        LOG.warn("input ended with {} calls under way; their payments are in the ledger", awaited);
      }
    }
  }

  private void write(byte[] line) {
    try {
      synchronized (out) {
        out.write(line);
        out.flush();
      }
    } catch (IOException e) {
      if (!closed) {
        LOG.warn("the client no longer reads: {}", e.getMessage());
        close();
      }
    }
  }

  private final class Input extends InputStream {
    private byte[] message = new byte[0];
    private int position;

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (position == message.length) {
        var next = nextMessage();
        if (next == null) {
          answered.countDown();
          ended.countDown();
          return -1;
        }
        message = next;
        position = 0;
      }
      int count = Math.min(length, message.length - position);
      System.arraycopy(message, position, into, offset, count);
      position += count;
      return count;
    }
  }

  /** Collects what the transport writes until a line is whole. */
  private final class Output extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);

    @Override
    public synchronized void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      int from = offset;
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == '\n') {
          line.write(bytes, from, i + 1 - from);
          from = i + 1;
          wholeLine();
        }
      }
      line.write(bytes, from, offset + length - from);
    }

    private void wholeLine() {
      StdioGate.this.write(line.toByteArray());
      boolean reply = JsonRpcScan.isReply(line.toString(UTF_8));
      line.reset();
      if (reply) {
        answered.countDown();
        synchronized (answers) {
          awaited--;
          answers.notifyAll();
        }
      }
    }
  }
}
