package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.tck.RecordingConnector;
import io.mcp2p.tck.TinyRail;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole server over streams. */
@Timeout(60)
class StdioServerTest {
  private static final JsonMapper JSON = new JsonMapper();

  record Nothing(@Described(value = "Says nothing.", examples = "x") @Nullable String word) {}

  record Done(boolean done) {}

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Mcp2pServer server =
      Mcp2pServer.builder()
          .rails(TinyRail.of(new RecordingConnector(Clock.systemUTC())))
          .tools(tool("bank_wait", this::waitForTest), tool("bank_print", StdioServerTest::print))
          .verifier(Verifier.sandbox("123456"))
          .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
          .build();
  private PipedOutputStream in;
  private CompletableFuture<Void> serving;

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

  private static Tool<Nothing, Done> tool(String name, Runnable work) {
    var spec =
        ToolSpec.reading(name, Nothing.class, Done.class, "bank:read", "A tool", "Does something.");
    return Tool.of(
        spec,
        (input, call) -> {
          work.run();
          return Answer.of(new Done(true));
        });
  }

  private void waitForTest() {
    entered.countDown();
    try {
      assertThat(mayGoOn.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print() {
    System.out.println("a stray print");
  }

  @BeforeEach
  void start() throws IOException {
    in = new PipedOutputStream();
    var other = new PipedInputStream(in, 1 << 20);
    serving = CompletableFuture.runAsync(() -> server.serve(other, new Lines()));
  }

  @AfterEach
  void stop() throws Exception {
    mayGoOn.countDown();
    in.close();
    serving.get(30, TimeUnit.SECONDS);
    server.close();
  }

  private void send(String line) throws IOException {
    in.write((line + "\n").getBytes(UTF_8));
    in.flush();
  }

  private JsonNode answer() throws InterruptedException {
    var line = answers.poll(30, TimeUnit.SECONDS);
    assertThat(line).as("an answer").isNotNull();
    return JSON.readTree(line);
  }

  private void initialize() throws IOException, InterruptedException {
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
            + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
    assertThat(answer().get("result").get("serverInfo").get("name").stringValue())
        .isEqualTo("mcp2p");
    send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
  }

  private static String call(int id, String tool) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\","
            + "\"arguments\":{}}}")
        .formatted(id, tool);
  }

  private void ping(int id) throws IOException {
    send("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"ping\"}".formatted(id));
  }

  @Test
  void pingAndOtherCalls_areAnsweredWhileACallIsSlow() throws Exception {
    initialize();
    send(call(1, "bank_wait"));
    assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

    ping(2);
    assertThat(answer().get("id").intValue()).isEqualTo(2);
    send(call(3, "bank_print"));
    assertThat(answer().get("id").intValue()).isEqualTo(3);

    mayGoOn.countDown();
    assertThat(answer().get("id").intValue()).isEqualTo(1);
  }

  @Test
  void endOfInput_waitsForACallUnderWay() throws Exception {
    initialize();
    send(call(1, "bank_wait"));
    assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
    in.close();
    mayGoOn.countDown();

    serving.get(30, TimeUnit.SECONDS);
    assertThat(answer().get("id").intValue()).isEqualTo(1);
  }

  @Test
  void endOfInput_doesNotWaitForACallThatDoesNotEnd() throws Exception {
    initialize();
    send(call(1, "bank_wait"));
    assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
    in.close();

    serving.get(20, TimeUnit.SECONDS);
    assertThat(answers).isEmpty();
  }

  @Test
  void twoHundredCallsAtOnce_areAllAnswered() throws Exception {
    initialize();
    for (int id = 1; id <= 200; id++) {
      send(call(id, "bank_print"));
    }
    in.close();
    serving.get(30, TimeUnit.SECONDS);

    Set<Integer> ids = new HashSet<>();
    for (var line : answers) {
      var answer = JSON.readTree(line);
      assertThat(answer.get("result").get("content")).isNotNull();
      ids.add(answer.get("id").intValue());
    }
    assertThat(ids).hasSize(200);
  }

  @Test
  void serverCanServeOneStreamAfterAnother() throws Exception {
    initialize();
    in.close();
    serving.get(30, TimeUnit.SECONDS);

    start();
    initialize();
  }

  static String[] harmlessLines() {
    var deep = "[".repeat(2_000) + "]".repeat(2_000);
    return new String[] {
      "{'jsonrpc':'2.0','result':{}}",
      "{'jsonrpc':'2.0','id':1,'result':{}}",
      "{'jsonrpc':'2.0','id':1,'result':null}",
      "{'jsonrpc':'2.0','id':1,'error':'no'}",
      "{'jsonrpc':'2.0','id':1,'error':{'code':'x'}}",
      "{'jsonrpc':'2.0','id':null,'error':{'code':-32700,'message':'x'}}",
      "{'jsonrpc':'2.0','method':''}",
      "{'jsonrpc':'2.0','method':' '}",
      "{'jsonrpc':'2.0','id':5,'method':''}",
      "{'jsonrpc':'2.0','id':'','method':'ping'}",
      "{'jsonrpc':'2.0','id':5,'method':'ping','params':{'a':" + deep + "}}",
      "{'jsonrpc':'2.0','id':5,'method':'ping','more':" + deep + "}",
      "{'jsonrpc':'2.0','id':5,'method':'ping','params':{'a':" + "9".repeat(5_000) + "}}",
      "{'jsonrpc':'2.0','id':5,'method':'ping','params':{'a':1e99999999999}}",
      "{'jsonrpc':'2.0','id':5,'method':'ping','params':{'" + "n".repeat(60_000) + "':1}}",
      "{'jsonrpc':'2.0','id':5,'method':'" + "m".repeat(60_000) + "'}",
      "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':[]}}",
      "{'jsonrpc':'2.0','method':'notifications/progress','params':{'progress':'x'}}",
      "{'jsonrpc':'2.0','method':'notifications/initialized','params':{'_meta':5}}",
      "{'jsonrpc':'2.0','method':'notifications/nobody/knows'}",
      "{'jsonrpc':'2.0','method':'notifications/x','params':[]}",
      "{'jsonrpc':'2.0','method':'ping'}",
      "{'jsonrpc':'2.0','method':'tools/call','params':{'name':'bank_print'}}",
      "{'jsonrpc':'2.0','id':5,'method':'tools/list','params':{'cursor':5}}",
      "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'bank_print','_meta':'x'}}",
      "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':''}}",
      "{'jsonrpc':'2.0','id':5,'method':'initialize','params':{'protocolVersion':{}}}",
      "{'jsonrpc':'2.0','id':5,'method':'initialize'}",
      "{'jsonrpc':'2.0','id':5,'method':'logging/setLevel','params':{'level':'loud'}}",
      "{'jsonrpc':'2.0','id':5,'method':'resources/list'}",
      "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'x','arguments':"
          + deep
          + "}}"
    };
  }

  /** The SDK's transport ends over a message that it cannot read, and nobody would be answered. */
  @ParameterizedTest
  @MethodSource("harmlessLines")
  void oddLine_doesNotEndTheConversation(String line) throws Exception {
    initialize();
    send(line.replace('\'', '"'));
    ping(77);

    JsonNode answer;
    do {
      answer = answer();
      assertThat(answer.toString()).doesNotContain("Exception", "tools.jackson", "io.mcp2p.");
    } while (!answer.path("id").asString("").equals("77"));
    send(call(78, "bank_print"));
    do {
      answer = answer();
    } while (!answer.path("id").asString("").equals("78"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"ping\""})
  void sameIdTwice_isAnsweredTwice(String id) throws Exception {
    initialize();
    var json = JSON.writeValueAsString(id);
    for (int i = 0; i < 2; i++) {
      send("{\"jsonrpc\":\"2.0\",\"id\":" + json + ",\"method\":\"ping\"}");
    }

    assertThat(answer().get("id").stringValue()).isEqualTo(id);
    assertThat(answer().get("id").stringValue()).isEqualTo(id);
  }
}
