package io.mcp2p;

import static tools.jackson.core.JsonToken.PROPERTY_NAME;
import static tools.jackson.core.JsonToken.START_OBJECT;
import static tools.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static tools.jackson.core.JsonToken.VALUE_STRING;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Tells which request a line of the SDK answers. */
final class JsonRpcReply {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonRpcReply() {}

  /**
   * Returns the id, a {@code String} or a {@code Long}; null if the line is a request or a
   * notification of the server's own. Reads no further than it must: the SDK writes the id first.
   */
  static @Nullable Object idOf(byte[] line) {
    try (var json = JSON.createParser(ObjectReadContext.empty(), line)) {
      return json.nextToken() == START_OBJECT ? idOf(json) : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static @Nullable Object idOf(JsonParser json) {
    Object id = null;
    boolean answer = false;
    while ((id == null || !answer) && json.nextToken() == PROPERTY_NAME) {
      var name = json.currentName();
      if (name.equals("method")) {
        return null;
      }
      answer |= name.equals("result") || name.equals("error");
      if (answer && id != null) {
        break;
      }
      var value = json.nextToken();
      if (name.equals("id")) {
        id =
            value == VALUE_STRING
                ? json.getString()
                : value == VALUE_NUMBER_INT ? json.getLongValue() : null;
      }
      json.skipChildren();
    }
    return answer ? id : null;
  }
}
