package io.mcp2p.examples.spring;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/embedding.md shows of Spring is what {@link SpringMainTest} runs. */
class EmbeddingDocumentTest {
  private static final Path SOURCES = Path.of("src/main/java/io/mcp2p/examples/spring");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java spring\\n(.*?)\\n^```$");

  @Test
  void springBlocks_standInTheSources() throws IOException {
    String sources;
    try (var files = Files.list(SOURCES)) {
      sources = files.sorted().map(EmbeddingDocumentTest::unindented).collect(joining("\n"));
    }
    var blocks =
        BLOCK.matcher(Files.readString(Path.of("../docs/embedding.md"))).results().toList();

    assertThat(blocks).hasSize(3);
    for (var block : blocks) {
      for (String member : block.group(1).split("\n\n")) {
        assertThat(sources).contains(member);
      }
    }
  }

  private static String unindented(Path file) {
    try {
      return Files.readString(file).replaceAll("(?m)^ {2}", "");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
