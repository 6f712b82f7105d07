package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcp2p.tck.AtOnce;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StandardErrorTest {
  private static final int LINES = 2_000;

  /** Takes nothing before it is let. */
  private static final class SlowReader extends OutputStream {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch let = new CountDownLatch(1);
    final ByteArrayOutputStream read = new ByteArrayOutputStream();

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      reached.countDown();
      try {
        assertThat(let.await(50, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      read.write(bytes, from, length);
    }
  }

  private @Nullable StandardError aside;

  /** Returns what prints to {@code sink}, by a thread that has begun. */
  private PrintStream printsTo(OutputStream sink) {
    aside = new StandardError(sink);
    aside.start();
    return new StandardError.Lines(aside, UTF_8);
  }

  private void end() {
    Objects.requireNonNull(aside, "nothing prints").close();
  }

  @Test
  void everyLine_isWrittenWhole_andEachThreadsInOrder() throws Exception {
    var sink = new ByteArrayOutputStream();
    var err = printsTo(sink);
    AtOnce.call(
        8,
        thread -> {
          for (int i = 0; i < LINES; i++) {
            err.println(thread + " devolução " + i);
          }
          return thread;
        });
    end();
    var byThread =
        sink.toString(UTF_8).lines().collect(groupingBy(it -> Integer.valueOf(it.split(" ")[0])));
    assertThat(byThread).hasSize(8);
    byThread.forEach(
        (thread, lines) ->
            assertThat(lines)
                .isEqualTo(
                    IntStream.range(0, LINES).mapToObj(i -> thread + " devolução " + i).toList()));
  }

  @Test
  void line_doesNotComeBetween_whatIsPrintedUnderTheStreamsOwnLock() throws Exception {
    var sink = new ByteArrayOutputStream();
    var err = printsTo(sink);
    var other = new Thread(() -> err.println("other"));
    synchronized (err) { // as Throwable.printStackTrace does
      err.print("at foo.Bar");
      other.start();
      await().until(() -> other.getState() == Thread.State.BLOCKED);
      err.println();
    }
    other.join();
    end();
    assertThat(sink.toString(UTF_8).lines()).containsExactly("at foo.Bar", "other");
  }

  @Test
  void whoPrints_doesNotWait_forAReaderThatDoes() throws Exception {
    var reader = new SlowReader();
    var err = printsTo(reader);
    err.println("first");
    reader.reached.await();
    for (int i = 0; i < LINES; i++) {
      err.println("more");
    }
    reader.let.countDown();
    end();
    assertThat(reader.read.toString(UTF_8).lines()).hasSize(LINES + 1);
  }

  @Test
  void moreThanIsKept_waits_andIsNotLost() throws Exception {
    var reader = new SlowReader();
    var err = printsTo(reader);
    var line = "x".repeat(1023);
    int lines = 2 * StandardError.MOST_BYTES / 1024;
    var printed = new AtomicInteger();
    var printer =
        new Thread(
            () -> {
              for (int i = 0; i < lines; i++) {
                err.println(line);
                printed.incrementAndGet();
              }
            });
    printer.start();
    int kept = StandardError.MOST_BYTES / 1024;
    await().until(() -> printed.get() >= kept && printer.getState() == Thread.State.WAITING);
    assertThat(printed.get()).isLessThan(lines);
    reader.let.countDown();
    printer.join();
    end();
    assertThat(reader.read.toString(UTF_8).lines()).hasSize(lines).allMatch(line::equals);
  }

  @Test
  void end_doesNotWaitForEver_forAReaderThatStandsStill() throws Exception {
    var reader = new SlowReader();
    var err = printsTo(reader);
    err.println("first");
    reader.reached.await();
    err.println("more");
    end();
    err.println("after the end");
    assertThat(reader.read.size()).isZero();
    reader.let.countDown();
  }

  @Test
  void sinkThatThrows_doesNotStopTheWriter() {
    var failed = new AtomicBoolean();
    var read = new ByteArrayOutputStream();
    var err =
        printsTo(
            new OutputStream() {
              @Override
              public void write(int b) {
                if (!failed.getAndSet(true)) {
                  throw new OutOfMemoryError("as of a buffer outside the heap");
                }
                read.write(b);
              }
            });
    await()
        .until(
            () -> {
              err.println("a line");
              return read.toString(UTF_8).contains("a line");
            });
  }

  @Test
  void whatComesAfterTheEnd_isWrittenAtOnce() {
    var sink = new ByteArrayOutputStream();
    var err = printsTo(sink);
    err.println("before");
    end();
    assertThat(sink.toString(UTF_8)).isEqualTo("before" + System.lineSeparator());
    err.println("after");
    assertThat(sink.toString(UTF_8).lines()).containsExactly("before", "after");
  }
}
