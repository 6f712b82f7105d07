package io.mcp2p.examples;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
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
  private ByteArrayOutputStream gathered = new ByteArrayOutputStream();
  private ByteArrayOutputStream spare = new ByteArrayOutputStream();
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

  /** Encodes a line at once, which takes a quarter of the time for which the log holds its lock. */
  static final class Lines extends PrintStream {
    private final Charset encoding;

    Lines(OutputStream out, Charset encoding) {
      super(out, true, encoding);
      this.encoding = encoding;
    }

    @Override
    public void println(@Nullable String line) {
      var bytes = (line + System.lineSeparator()).getBytes(encoding);
      write(bytes, 0, bytes.length);
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
    lock.lock();
    try {
      while (gathered.size() >= MOST_BYTES && !isEnded) {
        changed.awaitUninterruptibly();
      }
      if (isIdle) {
        isIdle = false;
        changed.signalAll();
      }
      gathered.write(bytes, from, length);
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

  private ByteArrayOutputStream take() {
    lock.lock();
    try {
      while (gathered.size() == 0) {
        isIdle = true;
        changed.awaitUninterruptibly();
      }
      var batch = gathered;
      gathered = spare;
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
      while ((isWriting || gathered.size() > 0) && left > 0) {
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

  private void write(ByteArrayOutputStream batch) {
    try {
      batch.writeTo(sink);
    } catch (IOException | RuntimeException | Error e) {
      // There is nowhere to say it, and without this thread all that log would wait for ever.
    } finally {
      batch.reset();
    }
  }
}
