package io.mcp2p.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** Writes answers. What refuses is a JSON-RPC error without an id: nothing of what came in. */
final class JsonPages {

  static void refuse(HttpServletResponse response, int status, String line) throws IOException {
    var json =
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\""
            + line
            + "\"}}";
    write(response, status, json.getBytes(UTF_8));
  }

  static void write(HttpServletResponse response, int status, byte[] json) throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }

  /** Rounded up: who comes back in time is not to be too early. */
  static void retryAfter(HttpServletResponse response, Duration wait) {
    response.setHeader("Retry-After", Long.toString(wait.plusSeconds(1).minusNanos(1).toSeconds()));
  }

  private JsonPages() {}
}
