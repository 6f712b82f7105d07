package io.mcp2p.verification.twilio;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Twilio's published OpenAPI document says of Verify v2: which requests and answers there are.
 * Where it is from stands in the file.
 */
final class VerifyDocument {
  private static final JsonNode DOCUMENT = read();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(Dialects.getOpenApi30());

  private VerifyDocument() {}

  private static JsonNode read() {
    try (var in = VerifyDocument.class.getResourceAsStream("verify_v2.json")) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a POST; nothing if it is as the document has it. */
  static List<String> request(String path, String contentType, Map<String, String> form) {
    var wrong = new ArrayList<String>();
    var template = template(path);
    if (template == null) {
      return List.of("no such path: " + path);
    }
    var operation = DOCUMENT.get("paths").get(template).get("post");
    var names = template.split("/");
    var values = path.split("/");
    for (JsonNode parameter : operation.get("parameters")) {
      var name = "{" + parameter.get("name").asString() + "}";
      var value =
          JsonMapper.shared().getNodeFactory().stringNode(values[List.of(names).indexOf(name)]);
      wrong.addAll(against(parameter.get("schema"), value));
    }
    if (!contentType.equals("application/x-www-form-urlencoded")) {
      wrong.add("content type " + contentType);
    }
    var schema = operation.at("/requestBody/content/application~1x-www-form-urlencoded/schema");
    var body = JsonMapper.shared().createObjectNode();
    form.forEach(
        (name, value) -> {
          body.put(name, value);
          if (!schema.get("properties").has(name)) {
            wrong.add("no such parameter: " + name);
          }
        });
    wrong.addAll(against(schema, body));
    return wrong;
  }

  /** What is wrong with an answer; nothing if it is as the document has it. */
  static List<String> answer(String path, int status, JsonNode body) {
    var template = template(path);
    var schema =
        DOCUMENT
            .get("paths")
            .path(template == null ? "" : template)
            .at("/post/responses/" + status + "/content/application~1json/schema");
    return schema.isMissingNode()
        ? List.of("no such answer: " + status + " to " + path)
        : against(schema, body);
  }

  private static String template(String path) {
    for (String template : DOCUMENT.get("paths").propertyNames()) {
      if (path.matches(template.replaceAll("\\{\\w+}", "[^/]+"))) {
        return template;
      }
    }
    return null;
  }

  private static List<String> against(JsonNode schema, JsonNode value) {
    var whole = ((ObjectNode) schema).deepCopy();
    whole.set("components", DOCUMENT.get("components"));
    return REGISTRY.getSchema(whole).validate(value).stream().map(Object::toString).toList();
  }
}
