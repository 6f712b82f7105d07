package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static tools.jackson.core.JsonToken.END_OBJECT;
import static tools.jackson.core.JsonToken.START_ARRAY;
import static tools.jackson.core.JsonToken.START_OBJECT;
import static tools.jackson.core.JsonToken.VALUE_NULL;
import static tools.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static tools.jackson.core.JsonToken.VALUE_STRING;

import io.mcp2p.JsonRpcMessage.Good;
import io.mcp2p.JsonRpcMessage.Kind;
import java.util.HashSet;
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

/**
 * Reads one message in one pass over its bytes. Used once, by {@link JsonRpcMessage#read}.
 *
 * <p>A fault is noted and reading goes on, so that an id further on can still be answered; only
 * what is no JSON ends the reading.
 */
final class JsonRpcReader {

  /** Below this length a text cannot break the SDK's limits on nesting, names and numbers. */
  private static final int HARMLESS_LENGTH = StreamReadConstraints.DEFAULT_MAX_DEPTH;

  private static final int MAX_ID_LENGTH = 256;

  /**
   * For arguments, which reach the SDK as a string: only memory sets a limit to the nesting, as the
   * parser keeps some 60 bytes a level.
   */
  private static final JsonFactory LENIENT =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(200_000)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** Reads as the SDK's own mapper will. */
  private static final JsonFactory LIKE_THE_SDK = new JsonFactory();

  private final byte[] text;
  private @Nullable JsonRpcFault fault;

  private boolean version;
  private boolean hasId;
  private @Nullable Object id;
  private String idAsJson = "null";
  private boolean hasMethod;
  private @Nullable String method;
  private boolean hasResult;
  private boolean hasError;
  private boolean hasParams;
  private boolean hasToolName;
  private boolean ambiguousCall;
  private @Nullable Slice arguments;

  private record Slice(int from, int to) {}

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
        case "result" -> hasResult = value != VALUE_NULL;
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
      var start = start(json);
      idAsJson = new String(text, start, end(json) - start, UTF_8);
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
    hasParams = true;
    if (value != START_OBJECT) {
      note(JsonRpcFault.PARAMS);
      return;
    }
    while (json.nextToken() != END_OBJECT) {
      var name = json.currentName();
      var member = json.nextToken();
      if (name.equals("arguments")) {
        ambiguousCall |= arguments != null;
        var from = start(json);
        json.skipChildren();
        arguments = new Slice(from, end(json));
      } else if (name.equals("name")) {
        ambiguousCall |= hasToolName || member != VALUE_STRING;
        hasToolName = true;
      } else if (name.equals("_meta") && member != START_OBJECT) {
        note(JsonRpcFault.PARAMS); // the SDK would answer with the names of its classes
      }
      json.skipChildren();
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
    if (call && (ambiguousCall || !hasToolName)) {
      note(hasParams ? JsonRpcFault.CALL : JsonRpcFault.PARAMS);
    }
    if (fault == null) {
      var bytes = RawArguments.oneLine(text);
      if (call && arguments != null) {
        bytes = RawArguments.wrap(text, arguments.from, arguments.to);
      }
      if (bytes.length < HARMLESS_LENGTH || readableBySdk(bytes)) {
        return new Good(bytes, kind(response), method, id);
      }
      note(JsonRpcFault.TOO_COMPLEX);
    }
    return refusal(Objects.requireNonNull(fault, "noted"), response);
  }

  private Kind kind(boolean response) {
    return response ? Kind.RESPONSE : hasId ? Kind.REQUEST : Kind.NOTIFICATION;
  }

  private JsonRpcMessage refusal(JsonRpcFault found, boolean response) {
    boolean notification = method != null && !hasId && found.code() == -32602;
    if (notification) {
      return found.silence();
    }
    // The id of a response is ours: echoed, it would end some other request of the client's.
    return found.reply(response ? "null" : idAsJson);
  }

  private static boolean readableBySdk(byte[] bytes) {
    try (var json = LIKE_THE_SDK.createParser(ObjectReadContext.empty(), bytes)) {
      json.nextToken();
      json.skipChildren();
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private void note(JsonRpcFault found) {
    if (fault == null) {
      fault = found;
    }
  }

  private static int start(JsonParser json) {
    return (int) json.currentTokenLocation().getByteOffset();
  }

  private static int end(JsonParser json) {
    json.finishToken(); // strings are read lazily
    return (int) json.currentLocation().getByteOffset();
  }
}
