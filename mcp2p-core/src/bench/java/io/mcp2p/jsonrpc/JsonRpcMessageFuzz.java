package io.mcp2p.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import tools.jackson.databind.json.JsonMapper;

/** Whatever comes over stdin is judged, and what is no message gets one line of JSON. */
class JsonRpcMessageFuzz {
  private static final JsonMapper JSON = new JsonMapper();

  @FuzzTest(maxDuration = "60s")
  void line(byte[] bytes) {
    if (JsonRpcMessage.read(bytes) instanceof JsonRpcMessage.Bad bad && bad.expectsReply()) {
      var text = new String(bad.reply(), UTF_8);
      if (text.indexOf('\n') >= 0) {
        throw new AssertionError("more than one line");
      }
      JSON.readTree(text);
    }
  }
}
