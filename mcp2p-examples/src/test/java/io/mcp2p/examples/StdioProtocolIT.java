package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON-RPC over standard input and output, whatever comes in. */
class StdioProtocolIT {
  private static final String EXAMPLE_KEY = "2024012614574900000012345678";
  private static final Duration AFTER_END = Duration.ofSeconds(2);

  private static ServerProcess server;

  @BeforeAll
  static void start() {
    server = ServerProcess.jar().initialize();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String status(int id) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":"
            + "\"spei_check_status\",\"arguments\":{\"trackingKey\":\"%s\"}}}")
        .formatted(id, EXAMPLE_KEY);
  }

  private static void assertThatAGoodCallWorks() {
    var answer = server.call("spei_check_status", Map.of("trackingKey", EXAMPLE_KEY));
    assertThat(answer.data("status")).isEqualTo("settled");
  }

  private static void assertError(String line, int code, Object id) {
    var reply = JsonText.object(line);
    assertThat(reply).containsOnlyKeys("jsonrpc", "id", "error").containsEntry("id", id);
    assertThat(((Map<?, ?>) reply.get("error")).get("code")).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "this is not JSON | -32700",
        "{ | -32700",
        "[] | -32600",
        "[{'jsonrpc':'2.0','id':1,'method':'ping'}] | -32600",
        "5 | -32600",
        "'ping' | -32600",
        "null | -32600",
        "{} | -32600",
        "{'jsonrpc':'2.0','id':null,'method':'ping'} | -32600"
      })
  void whatIsNoMessage_isAnsweredWithoutAnId(String line, int code) {
    // A reply without an id belongs to nobody in particular, so nobody else talks to this server.
    try (var other = ServerProcess.jar().initialize()) {
      other.send(line.replace('\'', '"'));

      assertError(other.reply(null), code, null);
      assertThat(other.call("spei_check_status", Map.of("trackingKey", EXAMPLE_KEY)).data("status"))
          .isEqualTo("settled");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'jsonrpc':'1.0','id':'a','method':'ping'} | -32600",
        "{'jsonrpc':'2.0','id':'a','method':'nobody/knows'} | -32601",
        "{'jsonrpc':'2.0','id':'a','method':'tools/call','params':{'name':'nobody'}} | -32602",
        "{'jsonrpc':'2.0','id':'a','method':'tools/call','params':{'arguments':{}}} | -32602",
        "{'jsonrpc':'2.0','id':'a','method':'tools/call'} | -32602",
        "{'jsonrpc':'2.0','id':'a','method':'tools/call','params':[]} | -32602",
        "{'jsonrpc':'2.0','id':'a','method':'tools/list','params':'x'} | -32602"
      })
  void wrongRequest_isAnsweredUnderItsId(String line, int code) {
    server.send(line.replace('\'', '"'));

    assertError(server.reply("a"), code, "a");
    assertThatAGoodCallWorks();
  }

  @Test
  void lineOfTenMegabytes_isRefusedAndTheNextIsRead() {
    server.send("{\"jsonrpc\":\"2.0\",\"method\":\"" + "x".repeat(10 * 1024 * 1024) + "\"}");

    assertError(server.reply(null), -32600, null);
    assertThatAGoodCallWorks();
  }

  @Test
  void lineOfThreeMegabytes_isReadAndItsArgumentRefused() {
    var answer =
        server.call("spei_check_status", Map.of("trackingKey", "x".repeat(3 * 1024 * 1024)));

    assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.line().length()).isLessThan(25_000);
  }

  @Test
  void invalidUtf8_isAParseError() {
    server.send(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}', '\n'});

    assertError(server.reply(null), -32700, null);
    assertThatAGoodCallWorks();
  }

  @Test
  void carriageReturnsAndBlankLines_doNotMatter() {
    server.send("\r\n\n   \n{\"jsonrpc\":\"2.0\",\"id\":\"crlf\",\"method\":\"ping\"}\r\n\r");

    assertThat(server.reply("crlf"))
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"crlf\",\"result\":{}}");
  }

  @Test
  void sameIdTwice_isAnsweredTwice() {
    var ping = "{\"jsonrpc\":\"2.0\",\"id\":\"twice\",\"method\":\"ping\"}";
    server.send(ping + "\n" + ping);

    assertThat(server.reply("twice")).contains("\"result\"");
    assertThat(server.reply("twice")).contains("\"result\"");
  }

  @Test
  void responseThatNobodyAwaits_isPassedOver() {
    server.send("{\"jsonrpc\":\"2.0\",\"result\":{}}");
    server.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"no\"}");

    assertThatAGoodCallWorks();
  }

  @Test
  void notifications_areNotAnswered() {
    try (var other = ServerProcess.jar()) {
      other.send(ServerProcess.INITIALIZED);
      other.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}");
      other.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":[1]}");
      other.endInput();

      assertThat(other.exitStatus()).isZero();
      assertThat(other.out()).isEmpty();
    }
  }

  @Test
  void nothingAtAll_endsWithStatusZero() {
    try (var other = ServerProcess.jar()) {
      other.endInput();

      assertThat(other.exitStatus()).isZero();
      assertThat(other.out()).isEmpty();
    }
  }

  @Test
  void everythingPipedInAtOnce_isAnsweredBeforeTheEnd() {
    int calls = 200;
    try (var other = ServerProcess.jar()) {
      var lines = new StringBuilder(ServerProcess.INITIALIZE + "\n");
      lines.append(ServerProcess.INITIALIZED).append('\n');
      for (int id = 1; id <= calls; id++) {
        lines.append(status(id)).append('\n');
      }
      other.send(lines.toString().getBytes(UTF_8));
      other.endInput();

      assertThat(other.exitStatus()).isZero();
      Set<Object> ids = new HashSet<>();
      for (var line : other.out()) {
        var reply = JsonText.object(line);
        assertThat(reply).containsEntry("jsonrpc", "2.0").containsKey("result");
        ids.add(reply.get("id"));
      }
      assertThat(ids).hasSize(calls + 1);
      assertThat(other.out()).hasSize(calls + 1);
    }
  }

  @Test
  void endOfInput_endsTheProcessWithinTwoSeconds() {
    try (var other = ServerProcess.jar().initialize()) {
      other.call("spei_check_status", Map.of("trackingKey", EXAMPLE_KEY));
      other.endInput();

      assertThat(other.exitStatus(AFTER_END)).isZero();
    }
  }

  @Test
  void clientThatStopsReading_doesNotLeaveTheProcessBehind() {
    try (var other = ServerProcess.jar().initialize()) {
      other.stopReadingAfter(status(1));
      other.send(status(2));

      // Its input stays open: the broken output alone ends it.
      other.exitStatus();
    }
  }

  @Test
  void clientThatGoesAwayWithCallsUnderWay_doesNotLeaveTheProcessBehind() {
    try (var other = ServerProcess.jar().initialize()) {
      for (int id = 1; id <= 50; id++) {
        other.send(status(id));
      }
      other.stopReading();
      other.endInput();

      other.exitStatus();
    }
  }

  @Test
  void embeddingProgramWhoseClientStopsReading_endsToo() {
    try (var other = ServerProcess.main(QuickstartMain.class).initialize()) {
      other.stopReadingAfter(status(1));
      other.send(status(2));

      assertThat(other.exitStatus()).isZero();
    }
  }

  @Test
  void strayPrintsAndLogs_stayOffStandardOutput() {
    try (var other = ServerProcess.mainOfTests(PrintingMain.class).initialize()) {
      assertThat(other.call("noise_make", Map.of()).data("made")).isEqualTo(true);
      other.endInput();

      assertThat(other.exitStatus()).isZero();
      assertThat(other.out()).allMatch(it -> it.startsWith("{\"jsonrpc\":\"2.0\""));
      assertThat(String.join("\n", other.err())).contains("stray print", "stray bytes");
    }
  }
}
