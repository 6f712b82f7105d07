package io.mcp2p.examples;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Standard error that is written aside: each call logs a line, and would else hold the log's lock
 * while the system writes it, for all others to wait. A thread of its own writes what has come in,
 * in order, at once or a few milliseconds after what it wrote before. Nothing is lost when the
 * process ends, unless it is killed or what reads its lines stands still: then what was printed in
 * its last moments may be. Thread-safe.
 */
final class StandardError extends OutputStream {
  /** As much is kept for a reader that is slow; then who prints must wait, as without this. */
  static final int MOST_BYTES = 1 << 20;

  // Waking a thread costs more than a line does.
  private static final long BETWEEN_WRITES = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

  private final OutputStream sink;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Supplier<byte[]>> gathered = new ArrayList<>();
  private List<Supplier<byte[]>> spare = new ArrayList<>();
  private int size; // of what is gathered
  private boolean isIdle;
  private boolean isWriting;
  private boolean isEnded;

  StandardError(OutputStream sink) {
    this.sink = sink;
  }

  /** Lets {@code System.err} write aside for as long as the process runs. */
  static void writeAside() {
    var aside = new StandardError(new FileOutputStream(FileDescriptor.err));
    aside.start();
    Runtime.getRuntime().addShutdownHook(new Thread(aside::close));
    System.setErr(new Lines(aside, encoding()));
  }

  /** As the JDK chooses it; until JDK 18 under another name. */
  private static Charset encoding() {
    var name = System.getProperty("stderr.encoding", System.getProperty("sun.stderr.encoding"));
    try {
      return name == null ? Charset.defaultCharset() : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return Charset.defaultCharset();
    }
  }

  /** Leaves it to the writer to encode a line: the log holds its lock while one is printed. */
  static final class Lines extends PrintStream {
    private final StandardError aside;
    private final Charset encoding;

    Lines(StandardError aside, Charset encoding) {
      super(aside, true, encoding);
      this.aside = aside;
      this.encoding = encoding;
    }

    @Override
    public void println(@Nullable String line) {
      int about = 1 + (line == null ? 0 : line.length());
      synchronized (this) { // a stack trace is printed under it, and no line comes between
        aside.gather(() -> (line + System.lineSeparator()).getBytes(encoding), about);
      }
    }
  }

  void start() {
    var writer = new Thread(this::writeOn, "mcp2p-stderr");
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    var copy = Arrays.copyOfRange(bytes, from, from + length);
    gather(() -> copy, length);
  }

  private void gather(Supplier<byte[]> bytes, int about) {
    lock.lock();
    try {
      while (size >= MOST_BYTES && !isEnded) {
        changed.awaitUninterruptibly();
      }
      if (isIdle) {
        isIdle = false;
        changed.signalAll();
      }
      gathered.add(bytes);
      size += about;
      if (isEnded) {
        writeRest();
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeOn() {
    while (true) {
      var batch = take();
      write(batch);
      lock.lock();
      try {
        spare = batch;
        isWriting = false;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      LockSupport.parkNanos(BETWEEN_WRITES);
    }
  }

  private List<Supplier<byte[]>> take() {
    lock.lock();
    try {
      while (gathered.isEmpty()) {
        isIdle = true;
        changed.awaitUninterruptibly();
      }
      var batch = gathered;
      gathered = spare;
      size = 0;
      isWriting = true;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Waits two seconds for what is left to be written; what comes later is written at once. */
  @Override
  public void close() {
    lock.lock();
    try {
      long left = PATIENCE;
      while ((isWriting || !gathered.isEmpty()) && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      isEnded = true;
      changed.signalAll();
      lock.unlock();
    }
  }

  private void writeRest() {
    if (!isWriting) {
      write(gathered);
    }
  }

  private void write(List<Supplier<byte[]>> batch) {
    try {
      var bytes = new ByteArrayOutputStream();
      batch.forEach(it -> bytes.writeBytes(it.get()));
      bytes.writeTo(sink);
    } catch (IOException | RuntimeException | Error e) {
      // There is nowhere to say it, and without this thread all that log would wait for ever.
    } finally {
      batch.clear();
    }
  }
}
