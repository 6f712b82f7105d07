package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gate with the SDK's own server behind it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StdioGateSdkTest {

  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}";
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  private final ExecutorService executor = Executors.newFixedThreadPool(8, daemons());
  private final CountDownLatch slow = new CountDownLatch(1);
  private PipedOutputStream client;
  private BufferedReader answers;
  private StdioGate gate;
  private McpAsyncServer server;

  @BeforeEach
  void start() throws IOException {
    client = new PipedOutputStream();
    var out = new PipedOutputStream();
    answers = new BufferedReader(new InputStreamReader(new PipedInputStream(out, 1 << 20), UTF_8));
    gate =
        StdioGate.open(
            new PipedInputStream(client, 1 << 20),
            out,
            StdioGate.DEFAULT_MAX_LINE_BYTES,
            Duration.ofSeconds(20));
    var provider =
        new StdioServerTransportProvider(
            McpJsonDefaults.getMapper(), gate.input(), gate.output(), gate.maxLineSizeForSdk());
    server =
        McpServer.async(new SerialTransportProvider(provider))
            .serverInfo("test", "1")
            .capabilities(ServerCapabilities.builder().tools(false).build())
            .validateToolInputs(false)
            .tools(tool("echo"), tool("slow"))
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    slow.countDown();
    client.close();
    gate.close();
    server.close();
    executor.shutdownNow();
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
                          return CallToolResult.builder()
                              .addTextContent(
                                  String.valueOf(
                                      request.arguments().get(JsonRpcMessage.RAW_ARGUMENTS)))
                              .build();
                        })
                    .subscribeOn(Schedulers.fromExecutor(executor)))
        .build();
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
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\",\"params\":7}",
        "\r\r"
      })
  void badLineBetweenTwoCalls_leavesTheServerAlive(String bad) throws IOException {
    send(INITIALIZE, INITIALIZED, call(1, "echo", "{}"), bad, call(2, "echo", "{}"));
    assertThat(answersTo(0, 1, 2)).hasSize(3);
  }

  @Test
  void arguments_reachTheToolAsTheyWereWritten() throws IOException {
    var arguments = "{\"amount\": 50000.0, \"amount\":1e23, \"é\":\"\\u00e9\uD83D\uDE00\"}";
    send(INITIALIZE, INITIALIZED, call(1, "echo", arguments));
    assertThat(answersTo(0, 1).get(1).at("/result/content/0/text").stringValue())
        .isEqualTo(arguments);
  }

  @Test
  void argumentsOfThreeMegabytesOfQuotes_reachTheTool() throws IOException {
    var arguments = "[" + "\"\",".repeat(500_000) + "\"\"]";
    send(INITIALIZE, INITIALIZED);
    executor.execute(() -> send(call(1, "echo", arguments)));
    assertThat(answersTo(0, 1).get(1).at("/result/content/0/text").stringValue())
        .isEqualTo(arguments);
  }

  @Test
  void callsPipedInAtOnce_areAllAnswered() throws Exception {
    send(INITIALIZE, INITIALIZED);
    for (int id = 1; id <= 1000; id++) {
      send(call(id, "echo", "{}"));
      send("{\"jsonrpc\":\"2.0\",\"id\":\"p" + id + "\",\"method\":\"ping\"}");
    }
    client.close();
    var ids = new ArrayList<String>();
    for (int i = 0; i <= 2000; i++) {
      ids.add(next().get("id").asString());
    }
    assertThat(ids).doesNotHaveDuplicates();
    gate.awaitEnd();
  }

  @Test
  void moreRequestsThanTheSdkTakes_beforeInitialized_areAllAnswered() throws IOException {
    send(INITIALIZE);
    IntStream.rangeClosed(1, 600).forEach(id -> send(call(id, "echo", "{}")));
    send(INITIALIZED);
    assertThat(answersTo(IntStream.rangeClosed(0, 600).toArray())).hasSize(601);
  }

  @Test
  void slowTool_holdsUpNobody() throws IOException {
    send(INITIALIZE, INITIALIZED, call(1, "slow", "{}"), call(2, "echo", "{}"));
    send("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\"}");
    assertThat(answersTo(0, 2, 3)).hasSize(3);
    slow.countDown();
    assertThat(answersTo(1)).hasSize(1);
  }

  @Test
  void endOfInput_waitsForTheSlowTool() throws Exception {
    send(INITIALIZE, INITIALIZED, call(1, "slow", "{}"));
    client.close();
    assertThat(answersTo(0)).hasSize(1);
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(it -> it.getName().equals("mcp2p-stdin")));
    slow.countDown();
    assertThat(answersTo(1)).hasSize(1);
    gate.awaitEnd();
  }

  /** Unless a tool hangs: then the SDK's threads, which are no daemons, keep the process. */
  @Test
  void afterTheEnd_noThreadOfTheSdkIsLeft() throws Exception {
    send(INITIALIZE, INITIALIZED, call(1, "echo", "{}"));
    assertThat(answersTo(0, 1)).hasSize(2);
    var threads = sdkThreads();
    assertThat(threads).isNotEmpty();
    client.close();
    gate.awaitEnd();
    await().untilAsserted(() -> assertThat(sdkThreads()).doesNotContainAnyElementsOf(threads));
  }

  private static List<Thread> sdkThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(it -> it.getName().startsWith("pool-") && !it.isDaemon())
        .toList();
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
  void anyRequestThatPasses_isAnswered_andTheServerLives(String request) throws IOException {
    var parts = request.split("\\|");
    send(INITIALIZE, INITIALIZED);
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}"
            .formatted(parts[0], parts[1]));
    send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");
    assertThat(answersTo(0, 1, 2)).hasSize(3);
  }

  private static ThreadFactory daemons() {
    return task -> {
      var thread = new Thread(task, "tool");
      thread.setDaemon(true);
      return thread;
    };
  }

  private void send(String... lines) {
    try {
      for (var line : lines) {
        client.write((line + "\n").getBytes(UTF_8));
      }
      client.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String call(int id, String tool, String arguments) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\","
            + "\"params\":{\"name\":\"%s\",\"arguments\":%s}}")
        .formatted(id, tool, arguments);
  }

  private JsonNode next() throws IOException {
    return JsonMapper.shared().readTree(answers.readLine());
  }

  /** Reads until each of these has its answer; in the order of the ids. */
  private List<JsonNode> answersTo(int... ids) throws IOException {
    var found = new TreeMap<Integer, JsonNode>();
    while (found.size() < ids.length) {
      var answer = next();
      var id = answer.get("id");
      if (IntStream.of(ids).anyMatch(it -> id.isInt() && id.intValue() == it)) {
        found.put(id.intValue(), answer);
      }
    }
    return List.copyOf(found.values());
  }
}
