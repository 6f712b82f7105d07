package io.mcp2p;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import tools.jackson.databind.json.JsonMapper;

/** Whatever comes over stdin is one line of JSON afterwards: a message, or our answer to none. */
class JsonRpcLineFuzz {
  private static final JsonMapper JSON = new JsonMapper();

  @FuzzTest(maxDuration = "60s")
  void line(byte[] bytes) {
    var judged = JsonRpcLine.read(ByteBuffer.wrap(bytes));
    var text =
        judged instanceof JsonRpcLine.Good good ? good.text() : ((JsonRpcLine.Bad) judged).reply();
    if (text.indexOf('\n') >= 0) {
      throw new AssertionError("more than one line");
    }
    if (judged instanceof JsonRpcLine.Bad) {
      JSON.readTree(text);
    }
  }
}
