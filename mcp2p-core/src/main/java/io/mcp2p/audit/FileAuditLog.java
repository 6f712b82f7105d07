package io.mcp2p.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An audit log in a file: one line of JSON a call, each chained to the one before, so that {@link
 * AuditChain#verify} finds what was changed. Goes on where the file ends.
 *
 * <p>A line has left the process when {@link #record} returns, so the end of the process loses
 * none; a power cut may lose the last ones. One process at a time writes a file. Thread-safe.
 *
 * @since 0.1
 */
public final class FileAuditLog implements AuditLog, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(FileAuditLog.class);
  // The longest line has some five thousand characters: a caller's id and a payee's.
  private static final int TAIL = 1 << 20;

  private static final String FIRST_LINE = "{\"line\":1,\"before\":\"" + AuditChain.START + "\",";

  // Not written to by its channel, which an interrupt of one thread would close for all.
  private final RandomAccessFile out;
  private long lines;
  private String before = AuditChain.START;

  private FileAuditLog(RandomAccessFile out) {
    this.out = out;
  }

  /**
   * Opens a file, which is made if it is not there; its folder is not.
   *
   * @throws UncheckedIOException if it cannot be written
   * @throws IllegalStateException if another process writes it, or if it ends with something else
   *     than a line of a chain: an audit log is not to be continued over a gap
   */
  public static FileAuditLog open(Path file) {
    try {
      var out = new RandomAccessFile(file.toFile(), "rw");
      try {
        lock(out.getChannel(), file);
        var log = new FileAuditLog(out);
        log.findTheEnd(file);
        return log;
      } catch (IOException | RuntimeException e) {
        out.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void lock(FileChannel channel, Path file) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return; // until the channel is closed, or the process ends
      }
    } catch (OverlappingFileLockException e) {
      // by this process: the same to whoever reads the message
    }
    throw new IllegalStateException("another process writes " + file + ": give each its own");
  }

  /** What is no audit log loses nothing: whether it is one is found out before it is cut. */
  private void findTheEnd(Path file) throws IOException {
    long size = out.length();
    var bytes = new byte[(int) Math.min(size, TAIL)];
    out.seek(size - bytes.length);
    out.readFully(bytes);
    int end = lastLineBreak(bytes, bytes.length);
    if (end >= 0) {
      int start = lastLineBreak(bytes, end) + 1;
      continueAfter(new String(bytes, start, end - start, UTF_8), file);
    } else if (size > bytes.length || !isOfAFirstLine(new String(bytes, UTF_8))) {
      throw new IllegalStateException(file + " is no audit log: name another file");
    }
    if (end + 1 < bytes.length) {
      LOG.warn("{} ends in the middle of a line, as after a crash: that line is dropped", file);
      out.setLength(size - (bytes.length - (end + 1)));
    }
    out.seek(out.length());
  }

  private static boolean isOfAFirstLine(String half) {
    return half.startsWith(FIRST_LINE) || FIRST_LINE.startsWith(half);
  }

  private void continueAfter(String last, Path file) {
    var number = last.replaceFirst("(?s)^\\{\"line\":([0-9]{1,18}),.*", "$1");
    if (number.equals(last) || !AuditChain.follows(last, Long.parseLong(number), before(last))) {
      throw new IllegalStateException(
          file + " does not end with a line of an audit chain: check it, and begin another file");
    }
    lines = Long.parseLong(number);
    before = AuditChain.hash(last);
  }

  private static String before(String line) {
    return line.replaceFirst("(?s)^\\{\"line\":[0-9]+,\"before\":\"([0-9a-f]{64})\".*", "$1");
  }

  private static int lastLineBreak(byte[] bytes, int before) {
    for (int i = before - 1; i >= 0; i--) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  @Override
  public synchronized void record(AuditEntry entry) {
    var line = AuditChain.line(entry, lines + 1, before);
    try {
      long start = out.getFilePointer();
      try {
        out.write((line + "\n").getBytes(UTF_8));
      } catch (IOException e) {
        out.setLength(start); // half a line would break the chain for all that follow
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines++;
    before = AuditChain.hash(line);
  }

  /** Closes the file; what is recorded afterwards throws. */
  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
