package io.mcp2p.examples;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import java.io.IOException;
import java.util.Map;

/** JSON as a client reads and writes it. */
final class JsonText {
  private static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() {};

  static Map<String, Object> object(String json) {
    try {
      return McpJsonDefaults.getMapper().readValue(json, OBJECT);
    } catch (IOException | RuntimeException e) {
      throw new AssertionError("no JSON object: " + json, e);
    }
  }

  static String of(Object value) {
    try {
      return McpJsonDefaults.getMapper().writeValueAsString(value);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private JsonText() {}
}
