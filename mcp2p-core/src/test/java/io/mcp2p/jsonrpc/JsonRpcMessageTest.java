package io.mcp2p.jsonrpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mcp2p.jsonrpc.JsonRpcMessage.Bad;
import io.mcp2p.jsonrpc.JsonRpcMessage.Request;
import io.mcp2p.jsonrpc.JsonRpcMessage.Response;
import io.mcp2p.jsonrpc.JsonRpcMessage.Unasked;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonRpcMessageTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"jsonrpc":"2.0","id":1,"method":"ping"}                    | 1  | ping | null
          {"jsonrpc":"2.0","id":"a","method":"ping","params":{}}      | a  | ping | {}
          {"id":-7,"params":{"x":[1,{}]},"method":"p","jsonrpc":"2.0"}| -7 | p    | {"x":[1,{}]}
          {"jsonrpc":"2.0","id":0,"method":"ping","extra":{"a":1}}    | 0  | ping | null
          {"jsonrpc":"2.0","id":1,"method":"x","params":{"arguments":{"a":1}}}| 1 | x | {"arguments":{"a":1}}
          """)
  void request_isRead(String line, String id, String method, String params) {
    assertThat(request(line))
        .isEqualTo(
            new Request(
                id.equals("a") ? id : Long.valueOf(id),
                method,
                JsonMapper.shared().readerForMapOf(Object.class).readValue(params)));
  }

  @Test
  void notification_isNotToBeAnswered() {
    assertThat(read("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}"))
        .isEqualTo(new Unasked());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"jsonrpc":"2.0","id":1,"result":{}}                               | 1 | {}
          {"jsonrpc":"2.0","result":{"a":[1,{}],"b":{}},"id":"a"}            | a | {"a":[1,{}],"b":{}}
          {"jsonrpc":"2.0","id":1,"result":{"action":"accept"},"error":null} | 1 | {"action":"accept"}
          {"jsonrpc":"2.0","id":1,"result":[1]}                              | 1 | null
          {"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"m"}}         | 1 | null
          """)
  void response_isReadWithItsResult(String line, String id, String result) {
    assertThat(read(line))
        .isEqualTo(
            new Response(
                id.equals("a") ? id : Long.valueOf(id),
                JsonMapper.shared().readerForMapOf(Object.class).readValue(result)));
  }

  @Test
  void responseTooDeepToBeRead_isRefusedWithoutItsId() {
    var deep = "{\"a\":".repeat(1001) + "1" + "}".repeat(1001);
    assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + deep + "}"))
        .isEqualTo(JsonRpcFault.TOO_COMPLEX.reply("null"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                                      | NOT_JSON         | null
          {"jsonrpc":"2.0","id":1,"method":"ping"                | NOT_JSON         | null
          {"jsonrpc":"2.0","id":1,"method":"ping"}}              | NOT_JSON         | null
          {"jsonrpc":"2.0","id":1,"method":"ping"} {}            | NOT_JSON         | null
          {"jsonrpc":"2.0","id":1,"method":"ping"} x             | NOT_JSON         | null
          {"jsonrpc":"2.0","id":1,"method":"ping",}              | NOT_JSON         | null
          {"jsonrpc":"2.0","id":01,"method":"ping"}              | NOT_JSON         | null
          {"jsonrpc":"2.0","id":NaN,"method":"ping"}             | NOT_JSON         | null
          {'jsonrpc':"2.0","id":1,"method":"ping"}               | NOT_JSON         | null
          // {"jsonrpc":"2.0"}                                   | NOT_JSON         | null
          hello                                                  | NOT_JSON         | null
          [{"jsonrpc":"2.0","id":1,"method":"ping"}]             | BATCH            | null
          []                                                     | BATCH            | null
          1                                                      | NOT_AN_OBJECT    | null
          "ping"                                                 | NOT_AN_OBJECT    | null
          null                                                   | NOT_AN_OBJECT    | null
          {}                                                     | VERSION          | null
          {"id":1,"method":"ping"}                               | VERSION          | 1
          {"jsonrpc":"1.0","method":"ping","id":"x"}             | VERSION          | "x"
          {"jsonrpc":2.0,"id":1,"method":"ping"}                 | VERSION          | 1
          {"jsonrpc":"2.0","id":1,"method":7}                    | METHOD           | 1
          {"jsonrpc":"2.0","id":1,"method":null}                 | METHOD           | 1
          {"jsonrpc":"2.0","id":1,"method":["ping"]}             | METHOD           | 1
          {"jsonrpc":"2.0","id":null,"method":"ping"}            | ID               | null
          {"jsonrpc":"2.0","id":{},"method":"ping"}              | ID               | null
          {"jsonrpc":"2.0","id":[1],"method":"ping"}             | ID               | null
          {"jsonrpc":"2.0","id":true,"method":"ping"}            | ID               | null
          {"jsonrpc":"2.0","id":1.5,"method":"ping"}             | ID               | null
          {"jsonrpc":"2.0","id":1.0,"method":"ping"}             | ID               | null
          {"jsonrpc":"2.0","id":1e3,"method":"ping"}             | ID               | null
          {"jsonrpc":"2.0","id":9223372036854775808,"method":"p"}| ID               | null
          {"jsonrpc":"2.0","id":"\\ud800","method":"ping"}       | ID               | null
          {"jsonrpc":"2.0","id":1}                               | NO_MEANING       | 1
          {"jsonrpc":"2.0","id":1,"result":null}                 | NO_MEANING       | 1
          {"jsonrpc":"2.0","id":1,"id":1,"method":"ping"}        | DUPLICATE_MEMBER | null
          {"jsonrpc":"2.0","id":1,"method":"a","method":"b"}     | DUPLICATE_MEMBER | 1
          {"jsonrpc":"2.0","id":1,"method":"a","m\\u0065thod":""}| DUPLICATE_MEMBER | 1
          {"jsonrpc":"2.0","id":1,"method":"a","x":1,"x":2}      | DUPLICATE_MEMBER | 1
          {"jsonrpc":"2.0","id":1,"method":"a","result":{}}      | RESPONSE         | null
          {"jsonrpc":"2.0","result":{}}                          | RESPONSE         | null
          {"jsonrpc":"2.0","id":1,"result":1,"error":{"code":1,"message":""}}| RESPONSE | null
          {"jsonrpc":"2.0","id":1,"error":"no"}                  | RESPONSE         | null
          {"jsonrpc":"2.0","id":1,"error":{"code":1.5,"message":""}}| RESPONSE      | null
          {"jsonrpc":"2.0","id":1,"error":{"code":4294967296,"message":""}}| RESPONSE | null
          {"jsonrpc":"2.0","id":1,"error":{"code":1}}            | RESPONSE         | null
          {"jsonrpc":"2.0","id":1,"method":"ping","params":[]}   | PARAMS           | 1
          {"jsonrpc":"2.0","id":1,"method":"ping","params":1}    | PARAMS           | 1
          {"jsonrpc":"2.0","id":1,"method":"ping","params":null} | PARAMS           | 1
          {"jsonrpc":"2.0","id":1,"method":"x","params":{"_meta":1}}| PARAMS        | 1
          {"jsonrpc":"2.0","id":1,"method":"tools/call"}         | PARAMS           | 1
          {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}}| CALL          | 1
          {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":1}}| CALL  | 1
          {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","name":"b"}}| CALL | 1
          {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":{},"arguments":{}}}| CALL | 1
          {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":{},"\\u0061rguments":1}}| CALL | 1
          """)
  void noMessage_isAnsweredWithAFixedSentence(String line, JsonRpcFault fault, String id) {
    assertThat(read(line)).isEqualTo(fault.reply(id));
  }

  @Test
  void reply_isExactlyThis() {
    assertThat(new String(bad(read("[1]")).reply(), UTF_8))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,"
                + "\"message\":\"Batches are not supported: send one message at a time.\"}}");
  }

  @ParameterizedTest
  @MethodSource("allFaults")
  void reply_isValidJson(JsonRpcFault fault) {
    var reply = JsonMapper.shared().readTree(fault.reply("\"x\"").reply());
    assertThat(reply.at("/error/code").intValue()).isEqualTo(fault.code());
    assertThat(reply.at("/id").stringValue()).isEqualTo("x");
  }

  static Stream<JsonRpcFault> allFaults() {
    return Stream.of(JsonRpcFault.values());
  }

  @Test
  void faultyParamsOfANotification_areNotAnswered() {
    var bad = bad(read("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":[]}"));
    assertThat(bad.expectsReply()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encodings")
  void wrongEncoding_isRefused(String name, byte[] text, JsonRpcFault fault) {
    assertThat(JsonRpcMessage.read(text)).isEqualTo(fault.reply("null"));
  }

  static Stream<Arguments> encodings() {
    var ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"é\"}";
    return Stream.of(
        arguments("Latin-1", ping.getBytes(ISO_8859_1), JsonRpcFault.NOT_UTF8),
        arguments("UTF-16", ping.getBytes(UTF_16LE), JsonRpcFault.NOT_JSON),
        arguments("BOM", ("\uFEFF" + ping).getBytes(UTF_8), JsonRpcFault.NOT_UTF8),
        arguments("overlong", inString(0xC0, 0xAF), JsonRpcFault.NOT_UTF8),
        arguments("surrogate", inString(0xED, 0xA0, 0x80), JsonRpcFault.NOT_UTF8),
        arguments("cut off", inString(0xE2, 0x82), JsonRpcFault.NOT_UTF8),
        arguments("NUL", inString(0), JsonRpcFault.NOT_JSON),
        arguments("control character", inString(0x1F), JsonRpcFault.NOT_JSON),
        arguments("empty", new byte[0], JsonRpcFault.NOT_JSON),
        arguments("blank", " \r\n".getBytes(UTF_8), JsonRpcFault.NOT_JSON));
  }

  private static byte[] inString(int... bytes) {
    var text = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"@\"}".getBytes(UTF_8);
    var at = new String(text, UTF_8).indexOf('@');
    var result = new byte[text.length - 1 + bytes.length];
    System.arraycopy(text, 0, result, 0, at);
    for (int i = 0; i < bytes.length; i++) {
      result[at + i] = (byte) bytes[i];
    }
    System.arraycopy(text, at + 1, result, at + bytes.length, text.length - at - 1);
    return result;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{}",
        "{\"amount\":50000.0}",
        "{\"amount\":1e23,\"amount\":2}",
        "{\"a\":\"é \\u00e9 \\\\ \\\" \uD83D\uDE00\"}",
        "{ \"a\" :\t[ 1 ,2 ] }",
        "{\"mcp2p:json\":\"{}\"}",
        "[]",
        "null",
        "\"text\"",
        "-1.50e+400",
        "true"
      })
  void arguments_arriveAsTheyWereWritten(String arguments) {
    assertThat(argumentsOf(call(arguments))).isEqualTo(arguments);
  }

  @Test
  void call_isPassedOnWithItsNameAndRawArguments() {
    assertThat(request(call("{\"a\":\"x\"}")).params())
        .isEqualTo(Map.of("name", "t", "arguments", Map.of("mcp2p:json", "{\"a\":\"x\"}")));
  }

  @Test
  void absentArguments_stayAbsent() {
    var line =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}";
    assertThat(request(line).params()).isEqualTo(Map.of("name", "t"));
  }

  @Test
  void escapedNames_areReadAllTheSame() {
    var line =
        "{\"params\":{\"\\u0061rguments\":{},\"name\":\"t\"},\"jsonrpc\":\"2.0\","
            + "\"id\":1,\"method\":\"tools\\/call\"}";
    assertThat(argumentsOf(line)).isEqualTo("{}");
  }

  @Test
  void lineBreaks_areWhiteSpace() {
    assertThat(argumentsOf(call("{\r\n\"a\":1}").replace(",", ",\r\n ")))
        .isEqualTo("{\r\n\"a\":1}");
    assertThat(request("{\"jsonrpc\":\"2.0\",\r\"id\":1,\"method\":\n\"x\"}"))
        .isEqualTo(new Request(1L, "x", null));
  }

  @Test
  void argumentsBeyondEveryLimitOfTheSdk_areOursToJudge() {
    var deep = "[".repeat(100_000) + "]".repeat(100_000);
    var digits = "9".repeat(1_000_000);
    var name = "{\"" + "n".repeat(1_000_000) + "\":1}";
    assertThat(argumentsOf(call(deep))).isEqualTo(deep);
    assertThat(argumentsOf(call(digits))).isEqualTo(digits);
    assertThat(argumentsOf(call(name))).isEqualTo(name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooComplex")
  void limitsOfTheSdk_elsewhere_areKept(String name, String value) {
    var line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"x\":" + value + "}}";
    assertThat(read(line)).isEqualTo(JsonRpcFault.TOO_COMPLEX.reply("1"));
  }

  static Stream<Arguments> tooComplex() {
    return Stream.of(
        arguments("depth", "[".repeat(500) + "]".repeat(500)),
        arguments("deeper than the lenient limit", "[".repeat(300_000) + "]".repeat(300_000)),
        arguments("number", "9".repeat(1001)),
        arguments("name", "{\"" + "n".repeat(50_001) + "\":1}"));
  }

  static Request request(String line) {
    assertThat(read(line)).isInstanceOf(Request.class);
    return (Request) read(line);
  }

  static String call(String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
        + "\"params\":{\"name\":\"t\",\"arguments\":"
        + arguments
        + ",\"_meta\":{}}}";
  }

  /** The arguments of a call, as they are passed on. */
  static Object argumentsOf(String line) {
    var arguments = (Map<?, ?>) request(line).params().get("arguments");
    assertThat(arguments).hasSize(1);
    return arguments.get(JsonRpcMessage.RAW_ARGUMENTS);
  }

  private static JsonRpcMessage read(String line) {
    return JsonRpcMessage.read(line.getBytes(UTF_8));
  }

  private static Bad bad(JsonRpcMessage message) {
    return (Bad) message;
  }
}
