package io.mcp2p;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.MinorUnits;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.JsonNode;

/**
 * JSON becomes a record, strictly, and then passes its constraints. There is no other check of
 * arguments before this one, so that each refusal has a code and names a field.
 */
final class ToolInputs {
  /** Slow to make, so made when the first arguments, or {@link #warmUp}, ask for it. */
  private static final class Constraints {
    static final Validator VALIDATOR =
        Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();
  }

  /**
   * An argument as its record declares it; the annotation is parsed anew each time it is asked for.
   */
  private record Argument(String name, Class<?> type, @Nullable MinorUnits money) {
    static Map<String, Argument> of(Class<?> type) {
      var arguments = new LinkedHashMap<String, Argument>();
      for (var it : type.getRecordComponents()) {
        var money = it.getAnnotation(MinorUnits.class);
        arguments.put(it.getName(), new Argument(it.getName(), it.getType(), money));
      }
      return arguments;
    }
  }

  /** By their names, in the order of their record. */
  private static final ClassValue<Map<String, Argument>> ARGUMENTS =
      new ClassValue<>() {
        @Override
        protected Map<String, Argument> computeValue(Class<?> type) {
          return Argument.of(type);
        }
      };

  void warmUp() {
    Constraints.VALIDATOR.getConstraintsForClass(Record.class);
  }

  /** Reads {@code json}, the arguments as the client wrote them. */
  <I extends Record> Answer<I> read(String json, Class<I> type) {
    return tree(json).then(tree -> bind(tree, type)).then(this::validate);
  }

  private static Answer<JsonNode> tree(String json) {
    try (JsonParser parser = Json.STRICT.createParser(json)) {
      try {
        JsonNode tree = Json.STRICT.readTree(parser);
        return tree != null && tree.isObject()
            ? Answer.of(tree)
            : Answer.refused(Refusal.of(ErrorCode.INVALID_ARGUMENT, CoreText.of("json.noObject")));
      } catch (JacksonException | NumberFormatException e) {
        var refusal = Refusal.of(ErrorCode.INVALID_ARGUMENT, CoreText.of("json.unreadable"));
        var field = topLevelField(parser.streamReadContext());
        return Answer.refused(field == null ? refusal : refusal.field(field));
      }
    }
  }

  /** Names the argument inside which reading failed; cut, because it is the caller's text. */
  private static @Nullable String topLevelField(TokenStreamContext where) {
    String name = null;
    for (var at = where; at != null && !at.inRoot(); at = at.getParent()) {
      name = at.currentName();
    }
    return name == null || name.length() <= 64 ? name : name.substring(0, 64);
  }

  private static <I extends Record> Answer<I> bind(JsonNode tree, Class<I> type) {
    var arguments = ARGUMENTS.get(type);
    for (String name : tree.propertyNames()) {
      if (!arguments.containsKey(name)) {
        return Answer.refused(unknown(name, arguments.keySet()));
      }
    }
    for (Argument argument : arguments.values()) {
      var refusal = wrongType(argument, tree.get(argument.name()));
      if (refusal != null) {
        return Answer.refused(refusal);
      }
    }
    try {
      return Answer.of(Json.STRICT.treeToValue(tree, type));
    } catch (JacksonException e) {
      var field = e.getPath().isEmpty() ? null : e.getPath().get(0).getPropertyName();
      return Answer.refused(wrongForm(field == null ? "arguments" : field));
    }
  }

  private static Refusal unknown(String name, Set<String> arguments) {
    var shown = name.length() <= 64 ? name : name.substring(0, 64);
    var known = String.join(", ", arguments);
    return Refusal.of(
            ErrorCode.INVALID_ARGUMENT,
            CoreText.of("json.unknown", Map.of("field", shown, "known", known)))
        .field(shown);
  }

  /** Null as a value counts as absent, which the constraints judge. */
  private static @Nullable Refusal wrongType(Argument argument, @Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return null;
    }
    var money = argument.money();
    if (money != null) {
      return value.isIntegralNumber() && value.canConvertToLong()
          ? null
          : Amounts.refusal(argument.name(), money, value);
    }
    var type = argument.type();
    String expected = null;
    if (type == String.class || type == Instant.class || type.isEnum()) {
      expected = value.isString() ? null : "text";
    } else if (type == Long.class || type == long.class) {
      expected = value.isIntegralNumber() && value.canConvertToLong() ? null : "integer";
    } else if (type == Integer.class || type == int.class) {
      expected = value.isIntegralNumber() && value.canConvertToInt() ? null : "integer";
    } else if (type == Boolean.class || type == boolean.class) {
      expected = value.isBoolean() ? null : "boolean";
    } else if (List.class.isAssignableFrom(type)) {
      expected = value.isArray() ? null : "list";
    }
    if (expected == null) {
      return hasForm(type, value) ? null : wrongForm(argument.name());
    }
    return Refusal.of(
            ErrorCode.INVALID_ARGUMENT,
            CoreText.of(
                "json.type",
                Map.of("field", argument.name(), "expected", CoreText.of("type." + expected))))
        .field(argument.name());
  }

  /** Refuses what binding would let pass and the schema does not. */
  private static boolean hasForm(Class<?> type, JsonNode value) {
    if (type == Instant.class) {
      // Else a number in quotes would be taken for seconds.
      return value.stringValue().contains("T");
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .anyMatch(it -> value.equals(Json.STRICT.valueToTree(it)));
    }
    if (value.isArray()) {
      return value.valueStream().noneMatch(it -> it.isNull() || it.isArray() || !isWellFormed(it));
    }
    return isWellFormed(value);
  }

  /** Half a character would be hashed and sent as a question mark, like any other half. */
  private static boolean isWellFormed(JsonNode value) {
    var text = value.isString() ? value.stringValue() : "";
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        return false;
      }
    }
    return true;
  }

  private static Refusal wrongForm(String field) {
    return Refusal.of(ErrorCode.INVALID_ARGUMENT, CoreText.of("json.form", Map.of("field", field)))
        .field(field);
  }

  private <I extends Record> Answer<I> validate(I input) {
    var violations = Constraints.VALIDATOR.validate(input);
    return violations.isEmpty()
        ? Answer.of(input)
        : Answer.refused(Violations.first(violations, input.getClass()));
  }
}
