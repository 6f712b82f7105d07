package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcp2p.jsonrpc.JsonRpcFault;
import io.mcp2p.jsonrpc.JsonRpcMessage;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The transport with the SDK's own server behind it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StdioTransportTest {
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}";
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  private static final Duration AGES = Duration.ofMinutes(5);

  private final ExecutorService executor =
      Executors.newFixedThreadPool(8, StdioTransportTest::tool);
  private final CountDownLatch slow = new CountDownLatch(1);
  private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final PipedOutputStream client = new PipedOutputStream();
  private StdioTransport transport;

  /** Whole lines go to the queue. */
  private final class Lines extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      if (b == '\n') {
        answers.add(line.toString(UTF_8));
        line.reset();
      } else {
        line.write(b);
      }
    }
  }

  private static Thread tool(Runnable work) {
    var thread = new Thread(work, "tool");
    thread.setDaemon(true);
    return thread;
  }

  private AsyncToolSpecification tool(String name) {
    return AsyncToolSpecification.builder()
        .tool(Tool.builder(name, Map.of("type", "object")).build())
        .callHandler(
            (exchange, request) ->
                Mono.fromCallable(
                        () -> {
                          if (name.equals("slow")) {
                            slow.await();
                          }
                          var raw = request.arguments().get(JsonRpcMessage.RAW_ARGUMENTS);
                          return CallToolResult.builder().addTextContent((String) raw).build();
                        })
                    .subscribeOn(Schedulers.fromExecutor(executor)))
        .build();
  }

  private void serve(InputStream in, OutputStream out, int maxLineBytes, Duration drain) {
    transport = StdioTransport.open(in, out, maxLineBytes, drain);
    var unused =
        McpServer.async(transport)
            .serverInfo("test", "1")
            .capabilities(ServerCapabilities.builder().tools(false).build())
            .validateToolInputs(false)
            .tools(tool("echo"), tool("slow"))
            .build();
  }

  /** Serves a client that goes on speaking. */
  private void serveClient() throws IOException, InterruptedException {
    serve(
        new PipedInputStream(client, 1 << 20),
        new Lines(),
        StdioTransport.DEFAULT_MAX_LINE_BYTES,
        AGES);
    send(INITIALIZE, INITIALIZED);
    answersTo(0);
  }

  /** Serves what was written before and returns all that is answered. */
  private List<String> served(String input) throws InterruptedException {
    return served(stream(input), StdioTransport.DEFAULT_MAX_LINE_BYTES);
  }

  private List<String> served(InputStream in, int maxLineBytes) throws InterruptedException {
    serve(in, new Lines(), maxLineBytes, AGES);
    transport.awaitEnd();
    return List.copyOf(answers);
  }

  @AfterEach
  void stop() throws IOException {
    slow.countDown();
    client.close();
    transport.close();
    executor.shutdownNow();
  }

  @Test
  void requests_areAnswered_blankLinesAndLineEndsAside() throws Exception {
    var all = served(INITIALIZE + "\r\n\n  \n" + INITIALIZED + "\n" + ping(1));
    assertThat(all).hasSize(2);
    assertThat(all.get(1)).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
  }

  @Test
  void badLines_areAnswered() throws Exception {
    var all = served(INITIALIZE + "\n[]\n" + INITIALIZED + "\n{\n" + ping(1) + "\n");
    assertThat(all)
        .hasSize(4)
        .contains(reply(JsonRpcFault.BATCH), reply(JsonRpcFault.NOT_JSON))
        .anyMatch(it -> it.contains("\"id\":1"));
  }

  @Test
  void lineOfTenMegabytes_isRefused_andTheNextOneAnswered() throws Exception {
    var all = served(INITIALIZE + "\n" + "x".repeat(10_000_000) + "\n" + ping(1) + "\n");
    assertThat(all).hasSize(3).contains(reply(JsonRpcFault.TOO_LARGE));
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
    assertThat(served(endless, 1000)).containsExactly(reply(JsonRpcFault.TOO_LARGE));
  }

  @Test
  void lineAsLongAsTheCap_isRead_oneByteMoreIsNot() throws Exception {
    var all = served(stream(INITIALIZE + "\n" + INITIALIZE + " \n"), INITIALIZE.length());
    assertThat(all).hasSize(2).contains(reply(JsonRpcFault.TOO_LARGE));
  }

  @Test
  void beforeInitialize_requestsAreRefused_andTheRestIsPassedOver() throws Exception {
    var all = served(ping(1) + "\n" + INITIALIZED + "\n" + INITIALIZE + "\n" + ping(2));
    assertThat(all).hasSize(3);
    assertThat(all.get(0)).isEqualTo(text(JsonRpcFault.INITIALIZE_FIRST.reply("1")));
  }

  @Test
  void clientThatNeverSaysInitialized_isAnswered() throws Exception {
    assertThat(served(INITIALIZE + "\n" + ping(1))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "7",
        "{}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\",\"params\":7}",
        "\r\r"
      })
  void badLineBetweenTwoCalls_leavesTheServerAlive(String bad) throws Exception {
    serveClient();
    send(call(1, "echo", "{}"), bad, call(2, "echo", "{}"));
    assertThat(answersTo(1, 2)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools/list|{}",
        "tools/list|{\"cursor\":7}",
        "tools/call|{\"name\":\"none\"}",
        "tools/call|{\"name\":\"echo\"}",
        "tools/call|{\"name\":\"echo\",\"arguments\":7}",
        "resources/list|{}",
        "no/such/method|{}",
        "|{}",
        "ping|{\"x\":\"\\ud800\"}",
        "ping|{\"x\":1e999999999999}",
        "logging/setLevel|{}",
        "logging/setLevel|{\"level\":\"info\"}",
        "completion/complete|{}",
        "initialize|{}"
      })
  void anyRequest_isAnswered_andTheServerLives(String request) throws Exception {
    var parts = request.split("\\|");
    serveClient();
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}"
            .formatted(parts[0], parts[1]));
    send(ping(2));
    assertThat(answersTo(1, 2)).hasSize(2);
  }

  @Test
  void arguments_reachTheToolAsTheyWereWritten() throws Exception {
    var arguments = "{\"amount\": 50000.0, \"amount\":1e23, \"é\":\"\\u00e9\uD83D\uDE00\"}";
    serveClient();
    send(call(1, "echo", arguments));
    assertThat(answersTo(1).get(0).at("/result/content/0/text").stringValue()).isEqualTo(arguments);
  }

  @Test
  void argumentsOfThreeMegabytesOfQuotes_reachTheTool() throws Exception {
    var arguments = "[" + "\"\",".repeat(500_000) + "\"\"]";
    serveClient();
    send(call(1, "echo", arguments));
    assertThat(answersTo(1).get(0).at("/result/content/0/text").stringValue()).isEqualTo(arguments);
  }

  @Test
  void halfACharacterInAnAnswer_isAQuestionMark() throws Exception {
    serveClient();
    send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\\ud800\"}");
    assertThat(answersTo(1).get(0).at("/error/message").stringValue())
        .isEqualTo("Method not found: ?");
  }

  @Test
  void everythingPipedInAtOnce_isAnswered() throws Exception {
    var input = new StringBuilder(INITIALIZE + "\n");
    for (int id = 1; id <= 1000; id++) {
      input.append(call(id, "echo", "{}")).append('\n').append(ping(1000 + id)).append('\n');
    }
    var ids = served(input.toString()).stream().map(it -> id(JSON.readTree(it))).toList();
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(0, 2000).boxed().toList());
  }

  @Test
  void slowTool_holdsUpNobody() throws Exception {
    serveClient();
    send(call(1, "slow", "{}"), call(2, "echo", "{}"), ping(3));
    assertThat(answersTo(2, 3)).hasSize(2);
    slow.countDown();
    assertThat(answersTo(1)).hasSize(1);
  }

  @Test
  void requestsBeyondTheLimit_waitForAnswers() throws Exception {
    serveClient();
    for (int id = 1; id <= StdioTransport.MAX_IN_FLIGHT; id++) {
      send(call(id, "slow", "{}"));
    }
    send(ping(1000));
    await().until(() -> isWaitingIn("admit"));
    assertThat(answers).isEmpty();
    slow.countDown();
    var ids = new ArrayList<Integer>();
    while (ids.size() <= StdioTransport.MAX_IN_FLIGHT) {
      ids.add(id(JSON.readTree(answers.take())));
    }
    assertThat(ids).doesNotHaveDuplicates().contains(1000);
  }

  @Test
  void sameIdTwice_isAnsweredTwice() throws Exception {
    assertThat(served(INITIALIZE + "\n" + ping(1) + "\n" + ping(1))).hasSize(3);
  }

  @Test
  void endOfInput_waitsForTheLastAnswer() throws Exception {
    serveClient();
    send(call(1, "slow", "{}"));
    client.close();
    var end = CompletableFuture.runAsync(this::awaitEnd);
    await().until(() -> threads(it -> it.getName().equals("mcp2p-stdin")).isEmpty());
    await().until(() -> isWaitingIn("awaitEnd"));
    assertThat(end).isNotDone();
    slow.countDown();
    end.get();
    assertThat(answersTo(1)).hasSize(1);
  }

  @Test
  void endOfInput_doesNotWaitBeyondTheLimit_andNothingIsWrittenAfterIt() throws Exception {
    var input = INITIALIZE + "\n" + call(1, "slow", "{}");
    serve(stream(input), new Lines(), 1000, Duration.ofMillis(50));
    transport.awaitEnd();
    transport.close();
    slow.countDown();
    executor.shutdown();
    assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(answers).hasSize(1);
  }

  @Test
  void close_endsAnIdleServer_whoseStdinStaysOpen() throws Exception {
    serveClient();
    var end = CompletableFuture.runAsync(this::awaitEnd);
    await().until(() -> isWaitingIn("awaitEnd"));
    transport.close();
    end.get();
  }

  @Test
  void close_doesNotWaitForAClientThatDoesNotRead() throws Exception {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            try {
              slow.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    serve(stream(INITIALIZE + "\n"), full, 1000, AGES);
    await().until(() -> isWaitingIn("write"));
    transport.close();
    transport.awaitEnd();
  }

  @Test
  void brokenStdout_isTheEnd_andIsNotWrittenToAgain() throws Exception {
    var writes = new AtomicInteger();
    var gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            writes.incrementAndGet();
            throw new IOException("Broken pipe");
          }
        };
    serve(new PipedInputStream(client), gone, 1000, AGES);
    send(INITIALIZE, ping(1));
    transport.awaitEnd();
    assertThat(writes).hasValue(1);
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
    var all = served(new SequenceInputStream(stream(INITIALIZE + "\n"), failing), 1000);
    assertThat(all).hasSize(1);
  }

  @Test
  void manyWriters_neverShareALine() throws Exception {
    var tearing =
        new OutputStream() {
          private final Lines lines = new Lines();

          @Override
          public void write(int b) {
            if (b == '{') {
              Thread.onSpinWait();
            }
            lines.write(b);
          }
        };
    var input = new StringBuilder(INITIALIZE + "\n");
    var expected = new ArrayList<String>();
    for (int id = 1; id <= 1000; id++) {
      input.append(call(id, "echo", "{}")).append("\n[]\n");
      expected.add(reply(JsonRpcFault.BATCH));
      expected.add(
          "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"{}\"}],\"isError\":false}}"
              .formatted(id));
    }
    serve(stream(input.toString()), tearing, 1000, AGES);
    transport.awaitEnd();
    assertThat(answers.poll()).contains("serverInfo");
    assertThat(answers).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void noThread_keepsTheProcessAlive() throws Exception {
    var before = threads(it -> !it.isDaemon());
    serveClient();
    send(call(1, "echo", "{}"));
    answersTo(1);
    assertThat(threads(it -> !it.isDaemon())).isSubsetOf(before);
  }

  private static final JsonMapper JSON = JsonMapper.shared();

  private void send(String... lines) throws IOException {
    for (var line : lines) {
      client.write((line + "\n").getBytes(UTF_8));
    }
    client.flush();
  }

  /** Reads until each of these has its answer. */
  private List<JsonNode> answersTo(Integer... ids) throws InterruptedException {
    var missing = new ArrayList<>(List.of(ids));
    var found = new ArrayList<JsonNode>();
    while (!missing.isEmpty()) {
      var answer = JSON.readTree(answers.take());
      if (missing.remove(id(answer))) {
        found.add(answer);
      }
    }
    return found;
  }

  private static Integer id(JsonNode answer) {
    return answer.path("id").asInt(-1);
  }

  private void awaitEnd() {
    try {
      transport.awaitEnd();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Thread> threads(Predicate<Thread> chosen) {
    return Thread.getAllStackTraces().keySet().stream().filter(chosen).toList();
  }

  private static boolean isWaitingIn(String method) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(it -> it.getKey().getState().name().endsWith("WAITING"))
        .flatMap(it -> Stream.of(it.getValue()))
        .anyMatch(
            it ->
                it.getClassName().equals("io.mcp2p.StdioTransport")
                    && it.getMethodName().equals(method));
  }

  private static ByteArrayInputStream stream(String input) {
    return new ByteArrayInputStream(input.getBytes(UTF_8));
  }

  private static String reply(JsonRpcFault fault) {
    return text(fault.reply("null"));
  }

  private static String text(JsonRpcMessage.Bad bad) {
    return new String(bad.reply(), UTF_8);
  }

  private static String ping(int id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}";
  }

  private static String call(int id, String tool, String arguments) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\","
            + "\"params\":{\"name\":\"%s\",\"arguments\":%s}}")
        .formatted(id, tool, arguments);
  }
}
