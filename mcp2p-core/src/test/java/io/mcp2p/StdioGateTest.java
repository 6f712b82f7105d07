package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StdioGateTest {

  private static final String INITIALIZE = request(0, "initialize");
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  private static final Duration AGES = Duration.ofMinutes(5);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void goodLines_passInOrder_blankOnesAndLineEndsAside() throws Exception {
    var gate = open(INITIALIZE + "\r\n\n  \n" + INITIALIZED + "\n" + request(1, "ping"));
    assertThat(served(gate)).containsExactly(INITIALIZE, INITIALIZED, request(1, "ping"));
    assertThat(written()).containsExactly(result(0), result(1));
  }

  @Test
  void badLines_areAnswered_andNeverPassed() throws Exception {
    var gate = open(INITIALIZE + "\n[]\n" + INITIALIZED + "\n{\n" + request(1, "ping") + "\n");
    assertThat(served(gate)).containsExactly(INITIALIZE, INITIALIZED, request(1, "ping"));
    assertThat(written())
        .containsExactlyInAnyOrder(
            result(0), result(1), reply(JsonRpcFault.BATCH), reply(JsonRpcFault.NOT_JSON));
  }

  @Test
  void lineOfTenMegabytes_isDropped_andTheNextOnePasses() throws Exception {
    var gate = open(INITIALIZE + "\n" + "x".repeat(10_000_000) + "\n" + INITIALIZED + "\n");
    assertThat(served(gate)).containsExactly(INITIALIZE, INITIALIZED);
    assertThat(written()).contains(reply(JsonRpcFault.TOO_LARGE)).hasSize(2);
  }

  @Test
  void lineWithoutEnd_longerThanTheCap_isNotKept() throws Exception {
    long[] left = {1L << 31}; // 2 GiB, more than the heap of this test
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return left[0]-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            left[0] -= length;
            return left[0] > 0 ? length : -1;
          }
        };
    var gate = StdioGate.open(endless, out, 1000, AGES);
    assertThat(served(gate)).isEmpty();
    assertThat(written()).containsExactly(reply(JsonRpcFault.TOO_LARGE));
  }

  @Test
  void lineAsLongAsTheCap_passes_oneByteMoreDoesNot() throws Exception {
    var in = new ByteArrayInputStream((INITIALIZE + "\n" + INITIALIZE + " \n").getBytes(UTF_8));
    var gate = StdioGate.open(in, out, INITIALIZE.length(), AGES);
    assertThat(served(gate)).containsExactly(INITIALIZE);
    assertThat(written()).contains(reply(JsonRpcFault.TOO_LARGE));
  }

  @Test
  void beforeInitialize_requestsAreRefused_andTheRestIsDropped() throws Exception {
    var gate = open(request(1, "ping") + "\n" + INITIALIZED + "\n" + INITIALIZE + "\n");
    assertThat(served(gate)).containsExactly(INITIALIZE);
    assertThat(written())
        .contains(new String(JsonRpcFault.INITIALIZE_FIRST.reply("1").reply(), UTF_8));
  }

  @Test
  void clientThatNeverSaysInitialized_isHelped() throws Exception {
    var gate = open(INITIALIZE + "\n" + request(1, "tools/list") + "\n");
    assertThat(served(gate)).containsExactly(INITIALIZE, INITIALIZED, request(1, "tools/list"));
  }

  @Test
  void changedRoots_wouldEndTheSdk_andAreDropped() throws Exception {
    var gate =
        open(
            INITIALIZE
                + "\n{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}\n"
                + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}\n");
    assertThat(served(gate))
        .containsExactly(
            INITIALIZE, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}");
  }

  @Test
  void endOfInput_isHeldBack_untilTheLastAnswerIsOut() throws Exception {
    var gate = open(INITIALIZE + "\n" + INITIALIZED + "\n" + request(1, "ping"));
    var reader = reader(gate);
    for (int i = 0; i < 3; i++) {
      reader.readLine();
    }
    var end = CompletableFuture.supplyAsync(() -> readLine(reader));
    await().until(() -> isWaitingIn("take"));
    answer(gate, 0);
    sdkWrites(gate, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sampling/createMessage\"}");
    sdkWrites(gate, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
    sdkWrites(gate, "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{}}");
    assertThat(end).isNotDone();
    answer(gate, 1);
    assertThat(end.get()).isNull();
    gate.awaitEnd();
  }

  @Test
  void endOfInput_comesAfterTheDrainLimit_whenAnAnswerIsMissing() throws Exception {
    var in = stream(INITIALIZE + "\n");
    var gate = StdioGate.open(in, out, 1000, Duration.ofMillis(50));
    assertThat(unanswered(gate)).containsExactly(INITIALIZE);
    gate.awaitEnd();
  }

  @Test
  void requestsBeyondWhatTheSdkTakes_waitForAnswers() throws Exception {
    var input = new StringBuilder(INITIALIZE + "\n" + INITIALIZED + "\n");
    for (int id = 1; id <= StdioGate.MAX_IN_FLIGHT + 5; id++) {
      input.append(request(id, "ping")).append('\n');
    }
    var gate = StdioGate.open(stream(input.toString()), out, 1_000_000, AGES);
    var reader = reader(gate);
    for (int i = 0; i <= StdioGate.MAX_IN_FLIGHT; i++) { // one of them is no request
      reader.readLine();
    }
    var next = CompletableFuture.supplyAsync(() -> readLine(reader));
    await().until(() -> isWaitingIn("take"));
    assertThat(next).isNotDone();
    answer(gate, 7);
    assertThat(next.get()).isEqualTo(request(StdioGate.MAX_IN_FLIGHT, "ping"));
  }

  @Test
  void sameIdTwice_isAnsweredTwice() throws Exception {
    var gate = open(INITIALIZE + "\n" + INITIALIZED + "\n" + INITIALIZE + "\n");
    var reader = reader(gate);
    for (int i = 0; i < 3; i++) {
      reader.readLine();
    }
    answer(gate, 0);
    var end = CompletableFuture.supplyAsync(() -> readLine(reader));
    await().until(() -> isWaitingIn("take"));
    assertThat(end).isNotDone();
    answer(gate, 0);
    assertThat(end.get()).isNull();
  }

  @Test
  void close_endsAnIdleGate_whoseStdinStaysOpen() throws Exception {
    try (var client = new PipedOutputStream()) {
      var gate = StdioGate.open(new PipedInputStream(client), out, 1000, AGES);
      var end = CompletableFuture.supplyAsync(() -> readLine(reader(gate)));
      await().until(() -> isWaitingIn("take"));
      gate.close();
      assertThat(end.get()).isNull();
      gate.awaitEnd();
    }
  }

  @Test
  void brokenStdout_endsTheInput_andDoesNotThrow() throws Exception {
    try (var client = new PipedOutputStream()) {
      var gone =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("Broken pipe");
            }
          };
      var gate = StdioGate.open(new PipedInputStream(client), gone, 1000, AGES);
      client.write((INITIALIZE + "\n").getBytes(UTF_8));
      client.flush();
      var reader = reader(gate);
      assertThat(reader.readLine()).isEqualTo(INITIALIZE);
      answer(gate, 0);
      assertThat(reader.readLine()).isNull();
      gate.awaitEnd();
      answer(gate, 0);
    }
  }

  @Test
  void failingStdin_isTheEndOfInput() throws Exception {
    var failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return read();
          }
        };
    var in = new SequenceInputStream(stream(INITIALIZE + "\n"), failing);
    var gate = StdioGate.open(in, out, 1000, AGES);
    assertThat(served(gate)).containsExactly(INITIALIZE);
  }

  @Test
  void manyWriters_neverShareALine() throws Exception {
    var bad = "[]\n".repeat(2000);
    var gate = StdioGate.open(stream(bad), new SlowByBytes(out), 1000, AGES);
    var writers = Executors.newFixedThreadPool(8);
    for (int id = 0; id < 2000; id++) {
      var line = result(id);
      writers.execute(() -> sdkWrites(gate, line));
    }
    writers.shutdown();
    assertThat(writers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    gate.awaitEnd();
    var expected = new ArrayList<String>();
    for (int id = 0; id < 2000; id++) {
      expected.add(result(id));
      expected.add(reply(JsonRpcFault.BATCH));
    }
    assertThat(written()).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Tears lines apart wherever two writers could meet. */
  private static final class SlowByBytes extends OutputStream {
    private final OutputStream out;

    SlowByBytes(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      if (b == '{') {
        Thread.onSpinWait();
      }
      out.write(b);
    }
  }

  private StdioGate open(String input) {
    return StdioGate.open(stream(input), out, 4 * 1024 * 1024, AGES);
  }

  private static ByteArrayInputStream stream(String input) {
    return new ByteArrayInputStream(input.getBytes(UTF_8));
  }

  private static void answer(StdioGate gate, int id) {
    sdkWrites(gate, result(id));
  }

  /** In three writes and a flush, as the SDK writes. */
  private static void sdkWrites(StdioGate gate, String line) {
    synchronized (gate.output()) {
      try {
        gate.output().write(line.getBytes(UTF_8));
        gate.output().write('\n');
        gate.output().flush();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static boolean isWaitingIn(String method) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(
            it ->
                it.getKey().getState() == Thread.State.WAITING
                    || it.getKey().getState() == Thread.State.TIMED_WAITING)
        .flatMap(it -> Stream.of(it.getValue()))
        .anyMatch(
            it ->
                it.getClassName().equals("io.mcp2p.StdioGate")
                    && it.getMethodName().equals(method));
  }

  /** Reads to the end of input and answers every request, as the SDK would. */
  private static List<String> served(StdioGate gate) {
    return reader(gate)
        .lines()
        .peek(
            line -> {
              var message = JsonRpcMessageTest.good(line);
              if (message.expectsReply()) {
                sdkWrites(gate, "{\"jsonrpc\":\"2.0\",\"id\":" + message.id() + ",\"result\":{}}");
              }
            })
        .toList();
  }

  private static List<String> unanswered(StdioGate gate) {
    return reader(gate).lines().toList();
  }

  private static BufferedReader reader(StdioGate gate) {
    return new BufferedReader(new InputStreamReader(gate.input(), UTF_8));
  }

  private static String readLine(BufferedReader reader) {
    try {
      return reader.readLine();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> written() {
    return out.toString(UTF_8).lines().toList();
  }

  private static String reply(JsonRpcFault fault) {
    return new String(fault.reply("null").reply(), UTF_8);
  }

  private static String request(int id, String method) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}";
  }

  private static String result(int id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}";
  }
}
