package io.mcp2p.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.jsonrpc.JsonRpcMessage.Request;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.core.io.JsonStringEncoder;

class JsonRpcMessagePropertyTest {

  @Property
  void anyArguments_arriveAsTheyWereWritten(@ForAll("json") String arguments) {
    assertThat(JsonRpcMessageTest.argumentsOf(JsonRpcMessageTest.call(arguments)))
        .isEqualTo(arguments);
  }

  /** Members that are nearly right, in any order: what passes is what the SDK would have read. */
  @Property(tries = 5000)
  void whateverPasses_isReadAsTheSdkReadsIt(@ForAll("nearlyMessages") String line)
      throws IOException {
    if (JsonRpcMessage.read(line.getBytes(UTF_8)) instanceof Request request) {
      var message = McpSchema.deserializeJsonRpcMessage(McpJsonDefaults.getMapper(), line);
      var read = (JSONRPCRequest) message;
      assertThat(request.method()).isEqualTo(read.method());
      assertThat(request.id()).hasToString(read.id().toString());
      if (!request.method().equals("tools/call")) {
        assertThat(request.params()).isEqualTo(read.params());
      }
    }
  }

  @Property(tries = 5000)
  void anyBytes_areJudged(@ForAll byte[] text) {
    assertThat(JsonRpcMessage.read(text)).isNotNull();
  }

  /** One byte of a good message replaced: still judged, and what passes is no less than a call. */
  @Property(tries = 5000)
  void anyByteReplaced_isJudged(@ForAll byte b, @ForAll int where) {
    var text = JsonRpcMessageTest.call("{\"é\":[1.5e3,\"\\u00e9\",true,null]}").getBytes(UTF_8);
    text[Math.floorMod(where, text.length)] = b;
    if (JsonRpcMessage.read(text) instanceof Request request
        && request.method().equals("tools/call")) {
      assertThat(request.params()).containsKey("name");
    }
  }

  @Provide
  Arbitrary<String> nearlyMessages() {
    var members =
        Arbitraries.of(
            "\"jsonrpc\":\"2.0\"",
            "\"id\":1",
            "\"id\":\"\"",
            "\"id\":12345678901",
            "\"id\":99999999999999999999",
            "\"id\":null",
            "\"id\":1.0",
            "\"method\":\"ping\"",
            "\"method\":\"\"",
            "\"method\":\"tools/call\"",
            "\"params\":{}",
            "\"params\":{\"name\":\"x\"}",
            "\"params\":{\"name\":\"x\",\"arguments\":[1]}",
            "\"params\":null",
            "\"params\":[]",
            "\"result\":{}",
            "\"result\":7",
            "\"result\":null",
            "\"error\":null",
            "\"error\":{}",
            "\"error\":{\"code\":1,\"message\":\"m\",\"data\":{}}",
            "\"error\":{\"code\":1,\"code\":null,\"message\":\"m\"}",
            "\"error\":{\"code\":\"1\",\"message\":\"m\"}",
            "\"params\":{\"_meta\":{\"x\":\"\\ud800\"}}",
            "\"params\":{\"_meta\":{\"x\":1e999999999999}}",
            "\"x\":\"\\udc00\\ud800\"",
            "\"x\":1");
    return members
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(chosen -> "{\"jsonrpc\":\"2.0\"," + String.join(",", chosen) + "}");
  }

  @Provide
  Arbitrary<String> json() {
    var numbers =
        Arbitraries.of("0", "-0", "50000.0", "1e23", "-1.5E-7", "12345678901234567890123", "1e999");
    var words = Arbitraries.of("true", "false", "null");
    var strings = Arbitraries.oneOf(plainStrings(), escapes());
    return Arbitraries.lazyOf(
        () -> numbers,
        () -> words,
        () -> strings,
        () -> Combinators.combine(json().list().ofMaxSize(4), space()).as(this::array),
        () ->
            Combinators.combine(plainStrings(), json(), space())
                .as((name, value, space) -> name + space + ":" + space + value)
                .list()
                .ofMaxSize(4)
                .map(members -> "{" + String.join(",", members) + "}"));
  }

  private String array(List<String> values, String space) {
    return values.stream().collect(Collectors.joining(space + "," + space, "[" + space, "]"));
  }

  private Arbitrary<String> space() {
    return Arbitraries.of("", "", " ", "\t", "\r\n");
  }

  private Arbitrary<String> plainStrings() {
    return Arbitraries.strings()
        .ofMaxLength(12)
        .filter(it -> UTF_8.newEncoder().canEncode(it))
        .map(it -> "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(it)) + "\"");
  }

  private Arbitrary<String> escapes() {
    return Arbitraries.of("\\n", "\\\"", "\\\\", "\\/", "\\u0000", "\\ud800", "\\uD83D\\uDE00", "é")
        .list()
        .ofMaxSize(5)
        .map(parts -> "\"" + String.join("", parts) + "\"");
  }
}
