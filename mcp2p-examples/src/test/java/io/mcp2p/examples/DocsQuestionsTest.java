package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.docs.Docs;
import io.mcp2p.verification.Verifier;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people may ask of mcp2p's own documents: the right page is among the first three. */
class DocsQuestionsTest {
  private static final McpJsonMapper JSON = McpJsonDefaults.getMapper();
  private static final TypeRef<Map<String, Object>> MAP = new TypeRef<>() {};
  private static final Map<String, Map<String, Object>> ANSWERS = new HashMap<>();

  static Stream<Arguments> questions() throws IOException {
    try (InputStream in = DocsQuestionsTest.class.getResourceAsStream("questions.tsv")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.split("\t"))
          .map(parts -> Arguments.of(parts[0], parts[1]));
    }
  }

  @BeforeAll
  static void ask() throws IOException {
    var lines = new StringBuilder();
    lines.append(
        "{\"jsonrpc\":\"2.0\",\"id\":\"hello\",\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
            + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}\n");
    for (var question : questions().map(it -> (String) it.get()[0]).toList()) {
      var call = Map.of("name", Docs.SEARCH, "arguments", Map.of("query", question));
      lines
          .append(
              JSON.writeValueAsString(
                  Map.of("jsonrpc", "2.0", "id", question, "method", "tools/call", "params", call)))
          .append('\n');
    }
    var questions = new ByteArrayInputStream(lines.toString().getBytes(UTF_8));
    var out = new Answers((int) questions().count() + 1);
    try (var server =
        Mcp2pServer.builder()
            .docs(Docs.fromClasspath("io/mcp2p/examples/docs"))
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> null)
            .build()) {
      server.serve(new SequenceInputStream(questions, out.end()), out);
    }
    for (var line : out.toString(UTF_8).lines().toList()) {
      var answer = JSON.readValue(line, MAP);
      ANSWERS.put(String.valueOf(answer.get("id")), answer);
    }
  }

  /** Ends the input when all answers are there. */
  private static final class Answers extends ByteArrayOutputStream {
    private final CountDownLatch open;

    Answers(int lines) {
      open = new CountDownLatch(lines);
    }

    @Override
    public void flush() {
      open.countDown(); // the server flushes each line
    }

    InputStream end() {
      return new InputStream() {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          return read();
        }

        @Override
        public int read() throws IOException {
          try {
            assertThat(open.await(60, TimeUnit.SECONDS)).as("all answers came").isTrue();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return -1;
        }
      };
    }
  }

  @ParameterizedTest
  @MethodSource("questions")
  void rightPage_isAmongTheFirstThree(String question, String page) {
    var found = pages(question);
    assertThat(found.stream().distinct().limit(3)).as("%s", found).contains(page);
  }

  private static List<String> pages(String question) {
    var envelope = member(member(ANSWERS.get(question), "result"), "structuredContent");
    return ((List<?>) member(envelope, "data").get("items"))
        .stream().map(it -> String.valueOf(((Map<?, ?>) it).get("page"))).toList();
  }

  private static Map<?, ?> member(Map<?, ?> object, String name) {
    return (Map<?, ?>) object.get(name);
  }
}
