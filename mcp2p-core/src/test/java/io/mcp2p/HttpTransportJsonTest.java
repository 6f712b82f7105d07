package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.jsonrpc.JsonRpcMessage.Request;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpTransportJsonTest {

  @Test
  void answerToACall_isWhatTheSdkWouldWrite() throws IOException {
    var data =
        Map.of("summary", "Pago a Ñuñoa \"🎈\" \\ \u2028 \u0000 \ud83c", "amount", Long.MAX_VALUE);
    for (Object id : List.of(7L, "a \"7\" \ud83c")) {
      for (boolean isError : new boolean[] {false, true}) {
        var json = Json.ANSWERS.createObjectNode();
        json.set("data", Json.ANSWERS.valueToTree(data));
        var text = Json.ANSWERS.writeValueAsString(json);
        var reply = new Reply(text, isError, "ok", null, null);
        var bySdk =
            McpJsonDefaults.getMapper()
                .writeValueAsString(McpSchema.JSONRPCResponse.result(id, McpBridge.result(reply)));

        var written = HttpTransport.json(new Request(id, "tools/call", Map.of()), reply);

        assertThat(new String(written, UTF_8)).isEqualTo(new String(bySdk.getBytes(UTF_8), UTF_8));
      }
    }
  }
}
