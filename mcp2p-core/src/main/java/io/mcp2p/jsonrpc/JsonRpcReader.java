package io.mcp2p.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static tools.jackson.core.JsonToken.END_OBJECT;
import static tools.jackson.core.JsonToken.START_ARRAY;
import static tools.jackson.core.JsonToken.START_OBJECT;
import static tools.jackson.core.JsonToken.VALUE_NULL;
import static tools.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static tools.jackson.core.JsonToken.VALUE_STRING;

import io.mcp2p.jsonrpc.JsonRpcMessage.Request;
import io.mcp2p.jsonrpc.JsonRpcMessage.Response;
import io.mcp2p.jsonrpc.JsonRpcMessage.Unasked;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one message in one pass over its bytes. Used once, by {@link JsonRpcMessage#read}.
 *
 * <p>A fault is noted and reading goes on, so that an id further on can still be answered; only
 * what is no JSON ends the reading.
 */
final class JsonRpcReader {
  // The W3C's trace context: all of a call's _meta that anybody here reads.
  private static final Set<String> TRACE = Set.of("traceparent", "tracestate");

  private static final int MAX_ID_LENGTH = 256;

  /**
   * For arguments, which pass as a string: only memory sets a limit to the nesting, as the parser
   * keeps some 60 bytes a level.
   */
  private static final JsonFactory LENIENT =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.threadLocalPool()) // all threads would wait for one
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(200_000)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** For all else, read as the SDK would, within its limits. */
  private static final ObjectReader PARAMS = JsonMapper.shared().readerForMapOf(Object.class);

  private final byte[] text;
  private @Nullable JsonRpcFault fault;

  private boolean version;
  private boolean hasId;
  private @Nullable Object id;
  private String idAsJson = "null";
  private boolean hasMethod;
  private @Nullable String method;
  private boolean hasResult;
  private @Nullable Slice result;
  private boolean hasError;
  private @Nullable Slice params;
  private @Nullable String toolName;
  private boolean ambiguousCall;
  private @Nullable Slice arguments;
  private final Map<String, Object> meta = new HashMap<>();

  private record Slice(int from, int length) {}

  JsonRpcReader(byte[] text) {
    this.text = text;
  }

  JsonRpcMessage read() {
    var encoding = Utf8.check(text);
    if (encoding != null) {
      return encoding.reply("null");
    }
    try (var json = LENIENT.createParser(ObjectReadContext.empty(), text)) {
      var first = json.nextToken();
      if (first == null) {
        return JsonRpcFault.NOT_JSON.reply("null");
      }
      if (first == START_OBJECT) {
        members(json);
      } else {
        note(first == START_ARRAY ? JsonRpcFault.BATCH : JsonRpcFault.NOT_AN_OBJECT);
        json.skipChildren();
      }
      if (json.nextToken() != null) {
        return JsonRpcFault.NOT_JSON.reply("null");
      }
      return verdict();
    } catch (StreamConstraintsException e) {
      return JsonRpcFault.TOO_COMPLEX.reply(method == null ? "null" : idAsJson);
    } catch (JacksonException e) {
      return JsonRpcFault.NOT_JSON.reply("null");
    }
  }

  private void members(JsonParser json) {
    Set<String> seen = new HashSet<>();
    while (json.nextToken() != END_OBJECT) {
      var name = json.currentName();
      var value = json.nextToken();
      if (!seen.add(name)) {
        note(JsonRpcFault.DUPLICATE_MEMBER);
      }
      switch (name) {
        case "jsonrpc" -> version = value == VALUE_STRING && "2.0".equals(json.getString());
        case "id" -> id(json, value);
        case "method" -> method(json, value);
        case "params" -> params(json, value);
        case "result" -> result(json, value);
        case "error" -> error(json, value);
        default -> {}
      }
      json.skipChildren();
    }
  }

  private void id(JsonParser json, JsonToken value) {
    if (hasId) { // twice: neither may be answered
      id = null;
      idAsJson = "null";
      return;
    }
    hasId = true;
    id = idOf(json, value);
    if (id == null) {
      note(JsonRpcFault.ID);
    } else {
      idAsJson = text(slice(json, start(json)));
    }
  }

  /** The id as the SDK would echo it, or null if it would not take it. */
  private static @Nullable Object idOf(JsonParser json, JsonToken value) {
    var written = value == VALUE_STRING || value == VALUE_NUMBER_INT ? json.getString() : null;
    if (written == null || written.length() > MAX_ID_LENGTH) {
      return null;
    }
    if (value == VALUE_STRING) {
      return UTF_8.newEncoder().canEncode(written) ? written : null; // a lone surrogate has no echo
    }
    try {
      return Long.valueOf(written);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private void method(JsonParser json, JsonToken value) {
    hasMethod = true;
    if (value == VALUE_STRING) {
      method = json.getString();
    } else {
      note(JsonRpcFault.METHOD);
    }
  }

  private void params(JsonParser json, JsonToken value) {
    int from = start(json);
    if (value != START_OBJECT) {
      note(JsonRpcFault.PARAMS);
      json.skipChildren();
    } else {
      while (json.nextToken() != END_OBJECT) {
        param(json, json.currentName(), json.nextToken());
        json.skipChildren();
      }
    }
    params = slice(json, from);
  }

  private void param(JsonParser json, String name, JsonToken value) {
    if (name.equals("arguments")) {
      ambiguousCall |= arguments != null;
      int from = start(json);
      json.skipChildren();
      arguments = slice(json, from);
    } else if (name.equals("name")) {
      ambiguousCall |= toolName != null || value != VALUE_STRING;
      toolName = value == VALUE_STRING ? json.getString() : "";
    } else if (name.equals("_meta")) {
      if (value == START_OBJECT) {
        meta(json);
      } else {
        note(JsonRpcFault.PARAMS); // the SDK would answer with the names of its classes
      }
    }
  }

  private void meta(JsonParser json) {
    while (json.nextToken() != END_OBJECT) {
      var name = json.currentName();
      if (json.nextToken() == VALUE_STRING && TRACE.contains(name)) {
        meta.put(name, json.getString());
      }
      json.skipChildren();
    }
  }

  private void result(JsonParser json, JsonToken value) {
    hasResult = value != VALUE_NULL;
    if (value == START_OBJECT) {
      int from = start(json);
      json.skipChildren();
      result = slice(json, from);
    }
  }

  private void error(JsonParser json, JsonToken value) {
    if (value == VALUE_NULL) {
      return;
    }
    hasError = true;
    boolean code = false;
    boolean message = false;
    if (value == START_OBJECT) {
      while (json.nextToken() != END_OBJECT) {
        var name = json.currentName();
        var member = json.nextToken();
        if (name.equals("code")) {
          code = member == VALUE_NUMBER_INT && isInt(json.getString());
        } else if (name.equals("message")) {
          message = member == VALUE_STRING;
        }
        json.skipChildren();
      }
    }
    if (!code || !message) {
      note(JsonRpcFault.RESPONSE);
    }
  }

  private static boolean isInt(String digits) {
    try {
      Integer.parseInt(digits);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private JsonRpcMessage verdict() {
    if (!version) {
      note(JsonRpcFault.VERSION);
    }
    boolean response = hasResult || hasError;
    if (response && (hasMethod || hasResult == hasError || id == null)) {
      note(JsonRpcFault.RESPONSE);
    } else if (!response && !hasMethod) {
      note(JsonRpcFault.NO_MEANING);
    }
    boolean call = "tools/call".equals(method);
    if (call && (ambiguousCall || toolName == null)) {
      note(params == null ? JsonRpcFault.PARAMS : JsonRpcFault.CALL);
    }
    if (fault == null && id != null) {
      try {
        return method == null
            ? new Response(id, asMap(result))
            : new Request(id, method, call ? callParams() : asMap(params));
      } catch (JacksonException e) {
        note(JsonRpcFault.TOO_COMPLEX);
      }
    }
    return fault == null ? new Unasked() : refusal(fault, response);
  }

  private Map<String, Object> callParams() {
    var name = Objects.requireNonNull(toolName, "a call without a name is refused");
    var params = new HashMap<String, Object>();
    params.put("name", name);
    if (arguments != null) {
      params.put("arguments", Map.of(JsonRpcMessage.RAW_ARGUMENTS, text(arguments)));
    }
    if (!meta.isEmpty()) {
      params.put("_meta", meta);
    }
    return params;
  }

  private @Nullable Map<String, Object> asMap(@Nullable Slice object) {
    return object == null ? null : PARAMS.readValue(text, object.from, object.length);
  }

  private JsonRpcMessage refusal(JsonRpcFault found, boolean response) {
    boolean notification = method != null && !hasId && found.code() == -32602;
    if (notification) {
      return found.silence();
    }
    // The id of a response is ours: echoed, it would end some other request of the client's.
    return found.reply(response ? "null" : idAsJson);
  }

  private void note(JsonRpcFault found) {
    if (fault == null) {
      fault = found;
    }
  }

  private static int start(JsonParser json) {
    return (int) json.currentTokenLocation().getByteOffset();
  }

  /** From there to the end of the value that the parser is at. */
  private static Slice slice(JsonParser json, int from) {
    json.finishToken(); // strings are read lazily
    return new Slice(from, (int) json.currentLocation().getByteOffset() - from);
  }

  private String text(Slice slice) {
    return new String(text, slice.from, slice.length, UTF_8);
  }
}
