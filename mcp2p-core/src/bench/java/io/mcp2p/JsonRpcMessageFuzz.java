package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import tools.jackson.databind.json.JsonMapper;

/** Whatever comes over stdin is one line of JSON afterwards: a message, or our answer to none. */
class JsonRpcMessageFuzz {
  private static final JsonMapper JSON = new JsonMapper();

  @FuzzTest(maxDuration = "60s")
  void line(byte[] bytes) {
    var judged = JsonRpcMessage.read(bytes);
    var line =
        judged instanceof JsonRpcMessage.Good good
            ? good.bytes()
            : ((JsonRpcMessage.Bad) judged).reply();
    var text = new String(line, UTF_8);
    if (text.indexOf('\n') >= 0) {
      throw new AssertionError("more than one line");
    }
    if (judged instanceof JsonRpcMessage.Bad && !text.isEmpty()) {
      JSON.readTree(text);
    }
  }
}
