package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.json.McpJsonDefaults;
import java.util.List;
import java.util.Map;

/**
 * A tool's answer, after the checks that every answer has to pass: the envelope twice, {@code
 * isError} with an error and only then, {@code details.retryable}, the tool's output schema.
 */
record Answer(String line, Map<String, Object> envelope) {

  static Answer of(String line, Map<String, Object> outputSchema) {
    var result = JsonText.object(line).get("result");
    assertThat(result).as(line).isInstanceOf(Map.class);
    var members = (Map<?, ?>) result;
    var content = (Map<?, ?>) ((List<?>) members.get("content")).get(0);
    var text = (String) content.get("text");
    assertThat(content.get("type")).isEqualTo("text");
    assertThat(line).contains("\"structuredContent\":" + text);
    var envelope = JsonText.object(text);
    assertThat(envelope).isEqualTo(members.get("structuredContent"));
    assertThat(envelope).containsOnlyKeys("data", "error");
    var validated = McpJsonDefaults.getSchemaValidator().validate(outputSchema, envelope);
    assertThat(validated.valid()).as("%s: %s", validated.errorMessage(), text).isTrue();
    var answer = new Answer(line, envelope);
    boolean failed = envelope.get("error") != null;
    assertThat(failed).isEqualTo(envelope.get("data") == null);
    assertThat(members.get("isError")).isEqualTo(failed);
    if (failed) {
      assertThat(answer.error()).containsOnlyKeys("code", "message", "details");
      assertThat(answer.message()).isNotBlank();
      assertThat(answer.details().get("retryable")).isInstanceOf(Boolean.class);
    }
    return answer;
  }

  Map<String, Object> data() {
    return member(envelope, "data");
  }

  Object data(String name) {
    return data().get(name);
  }

  String text(String name) {
    return (String) data(name);
  }

  Map<String, Object> error() {
    return member(envelope, "error");
  }

  String code() {
    return (String) error().get("code");
  }

  String message() {
    return (String) error().get("message");
  }

  Map<String, Object> details() {
    return member(error(), "details");
  }

  Object detail(String name) {
    return details().get(name);
  }

  @SuppressWarnings("unchecked") // members of a JSON object
  private static Map<String, Object> member(Map<String, Object> object, String name) {
    assertThat(object.get(name)).as("%s of %s", name, object).isInstanceOf(Map.class);
    return (Map<String, Object>) object.get(name);
  }
}
