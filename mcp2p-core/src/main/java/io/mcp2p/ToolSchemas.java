package io.mcp2p;

import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import io.mcp2p.auth.Mode;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.MinorUnits;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.Tool;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schema (2020-12) from the records that are read and written, so that what a client is told
 * and what is checked cannot differ. Neither {@code $schema} nor {@code $id} is written: MCP's
 * default dialect is this one, and clients that compile a schema twice stumble over a repeated
 * {@code $id}.
 */
final class ToolSchemas {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private final Mode mode;
  private final List<String> rails;
  private final List<LazySchema> handedOut = new CopyOnWriteArrayList<>();

  /** One for all servers of a process: they are slow to make, and the same. */
  private static final class Generators {
    static final SchemaGenerator INPUTS = new SchemaGenerator(configuration(true).build());
    static final SchemaGenerator OUTPUTS = new SchemaGenerator(configuration(false).build());
  }

  ToolSchemas(Mode mode, List<String> rails) {
    this.mode = mode;
    this.rails = List.copyOf(rails);
  }

  Map<String, Object> input(Tool<?, ?> tool) {
    return lazy(() -> map(ofThisServer(Generators.INPUTS.generateSchema(tool.spec().input()))));
  }

  /** The rails that this server has are the examples of a rail: it shows nothing of others. */
  private ObjectNode ofThisServer(ObjectNode schema) {
    if (schema.at("/properties/rail/examples") instanceof ArrayNode examples && !rails.isEmpty()) {
      examples.removeAll();
      rails.forEach(examples::add);
    }
    return schema;
  }

  /** The envelope around the tool's data; both of its shapes have all members. */
  Map<String, Object> output(Tool<?, ?> tool) {
    return lazy(() -> map(envelope(tool)));
  }

  private Map<String, Object> lazy(Supplier<Map<String, Object>> source) {
    var schema = new LazySchema(source);
    handedOut.add(schema);
    return schema;
  }

  /** Makes all schemas that were handed out, so that the first list need not wait for them. */
  void warmUp() {
    handedOut.forEach(LazySchema::make);
  }

  private ObjectNode envelope(Tool<?, ?> tool) {
    var data = Generators.OUTPUTS.generateSchema(tool.spec().output());
    if (tool instanceof PaymentTool<?, ?>) {
      // The tool's own part is there once the payment was approved.
      var common = Generators.OUTPUTS.generateSchema(PaymentData.class);
      properties(common).setAll(properties(data));
      data = common;
    }
    properties(data).putObject("mode").put("const", mode.wire());
    data.putArray("type").add("object").add("null");
    var schema = Json.ANSWERS.createObjectNode().put("type", "object");
    var members = schema.putObject("properties");
    members.set("data", data);
    var error = members.putObject("error");
    error.putArray("type").add("object").add("null");
    error.putArray("required").add("code").add("message");
    schema.putArray("required").add("data").add("error");
    return schema;
  }

  private static ObjectNode properties(ObjectNode schema) {
    return schema.withObjectProperty("properties");
  }

  private static Map<String, Object> map(ObjectNode schema) {
    return Json.ANSWERS.convertValue(schema, MAP);
  }

  /** Arguments are closed; answers stay open, so that a member can be added to them later. */
  private static SchemaGeneratorConfigBuilder configuration(boolean closed) {
    var configuration =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                new JakartaValidationModule(
                    JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS,
                    JakartaValidationOption.NOT_NULLABLE_FIELD_IS_REQUIRED))
            .with(new JacksonSchemaModule())
            .with(Option.INLINE_ALL_SCHEMAS)
            .without(Option.SCHEMA_VERSION_INDICATOR);
    if (closed) {
      configuration.with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT);
    }
    configuration.forTypesInGeneral().withPropertySorter((unused, unusedToo) -> 0);
    configuration.forFields().withInstanceAttributeOverride(ToolSchemas::describe);
    return configuration;
  }

  private static void describe(
      ObjectNode schema, FieldScope field, SchemaGenerationContext context) {
    var money = field.getAnnotation(MinorUnits.class);
    if (money != null) {
      schema.put("minimum", 1).put("maximum", money.max());
    }
    var text =
        field.getAnnotation(
            Described.class, it -> it.annotationType().isAnnotationPresent(Described.class));
    if (text != null) {
      schema.put("description", text.value());
      var examples = schema.putArray("examples");
      var type = field.getRawMember().getType();
      boolean quoted = type == String.class || type == Instant.class || type.isEnum();
      for (String example : text.examples()) {
        if (quoted) {
          examples.add(example);
        } else {
          examples.add(Json.STRICT.readTree(example));
        }
      }
      if (examples.isEmpty()) {
        schema.remove("examples");
      }
    }
  }
}
