package io.mcp2p;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/** One pass over one message. */
final class JsonRpcScan {
  static final int PARSE_ERROR = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int INVALID_PARAMS = -32602;

  // What is skipped here is bounded by the length of a line; arguments have limits of their own.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  // The SDK takes ids that fit a long.
  private static final int MAX_ID_DIGITS = 18;
  private static final int MAX_ID_CHARACTERS = 1_000;

  private final String text;
  private final Set<String> members = new HashSet<>();
  private boolean version;
  private @Nullable String id;
  private boolean idValid = true;
  private @Nullable String method;
  private boolean paramsValid = true;
  private boolean toolNamed;
  private int argumentsFrom = -1;
  private int argumentsTo = -1;

  JsonRpcScan(String text) {
    this.text = text;
  }

  JsonRpcLine judge() {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return parser.nextToken() == null
            ? JsonRpcLine.bad(INVALID_REQUEST, "Invalid request: one object is expected", null)
            : notJson();
      }
      boolean distinct = true;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        distinct &= members.add(parser.currentName());
        member(parser);
      }
      return parser.nextToken() == null ? verdict(distinct) : notJson();
    } catch (JacksonException e) {
      return notJson();
    }
  }

  private static JsonRpcLine notJson() {
    return JsonRpcLine.bad(PARSE_ERROR, "Parse error: not JSON", null);
  }

  private void member(JsonParser parser) {
    var name = parser.currentName();
    var token = parser.nextToken();
    switch (name) {
      case "jsonrpc" ->
          version = token == JsonToken.VALUE_STRING && parser.getString().equals("2.0");
      case "method" -> method = token == JsonToken.VALUE_STRING ? parser.getString() : null;
      case "id" -> id(parser, token);
      case "params" -> params(parser, token);
      default -> parser.skipChildren();
    }
    parser.skipChildren();
  }

  private void id(JsonParser parser, JsonToken token) {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    parser.finishToken();
    int to = (int) parser.currentLocation().getCharOffset();
    idValid =
        token == JsonToken.VALUE_STRING
            ? to - from <= MAX_ID_CHARACTERS
            : token == JsonToken.VALUE_NUMBER_INT && to - from <= MAX_ID_DIGITS;
    id = idValid ? text.substring(from, to) : null;
  }

  private void params(JsonParser parser, JsonToken token) {
    paramsValid = token == JsonToken.START_OBJECT || token == JsonToken.VALUE_NULL;
    if (token != JsonToken.START_OBJECT) {
      return;
    }
    var names = new HashSet<String>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      paramsValid &= names.add(name);
      var value = parser.nextToken();
      if (name.equals("name")) {
        toolNamed = value == JsonToken.VALUE_STRING;
      }
      if (name.equals("arguments")) {
        argumentsFrom = (int) parser.currentTokenLocation().getCharOffset();
      }
      parser.skipChildren();
      if (name.equals("arguments")) {
        parser.finishToken();
        argumentsTo = (int) parser.currentLocation().getCharOffset();
      }
    }
  }

  private JsonRpcLine verdict(boolean distinct) {
    boolean response = members.contains("result") != members.contains("error");
    boolean wellFormed =
        distinct
            && version
            && idValid
            && (method != null
                ? !members.contains("result") && !members.contains("error")
                : response)
            && (method != null || !members.contains("method"));
    if (!wellFormed) {
      return JsonRpcLine.bad(INVALID_REQUEST, "Invalid request: no JSON-RPC 2.0 message", id);
    }
    boolean call = "tools/call".equals(method);
    if (!paramsValid || (call && !toolNamed)) {
      return JsonRpcLine.bad(INVALID_PARAMS, "Invalid params", id);
    }
    var line = call && argumentsFrom >= 0 ? wrapped() : text;
    return new JsonRpcLine.Good(
        line.replace('\r', ' ').replace('\n', ' '), method != null && id != null);
  }

  private String wrapped() {
    var quoted =
        JsonStringEncoder.getInstance()
            .quoteAsCharArray(text.substring(argumentsFrom, argumentsTo));
    return new StringBuilder(text.length() + quoted.length / 8 + 32)
        .append(text, 0, argumentsFrom)
        .append("{\"")
        .append(JsonRpcLine.RAW_ARGUMENTS)
        .append("\":\"")
        .append(quoted)
        .append("\"}")
        .append(text, argumentsTo, text.length())
        .toString();
  }

  /**
   * Tells whether {@code line}, which we wrote, is a reply and not a message of the server's own.
   */
  static boolean isReply(String line) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = parser.currentName();
        if (name.equals("result") || name.equals("error")) {
          return true;
        }
        parser.nextToken();
        parser.skipChildren();
      }
      return false;
    } catch (JacksonException e) {
      return false;
    }
  }
}
