package io.mcp2p.examples.gateway;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** docs/gateway.md says what the gateway does; its code is compiled with that of the others. */
class GatewayDocumentTest {

  private static Stream<MatchResult> found(String pattern) throws IOException {
    var text = Files.readString(Path.of("..", "docs", "gateway.md"));
    return Pattern.compile("(?m)" + pattern).matcher(text).results();
  }

  @Test
  void tools_areShownWithTheirScopes() throws IOException {
    var shown =
        found("^\\| `(gateway_\\w+)` \\| `([a-z:-]+)` \\|")
            .collect(toMap(it -> it.group(1), it -> it.group(2), (a, b) -> a, TreeMap::new));
    var known = new TreeMap<String, String>();
    GatewayCalls.TOOLS.forEach(
        (scope, tools) -> tools.forEach(it -> known.put("gateway_" + it, scope)));

    assertThat(shown).isEqualTo(known);
  }

  @Test
  void codes_areThoseThatHaveWords() throws IOException {
    var known = new TreeSet<>(ResourceBundle.getBundle(GatewayText.BUNDLE).keySet());
    known.removeIf(it -> !it.startsWith("GATEWAY_"));
    known.add("GATEWAY_REJECTED"); // whose words are mcp2p's

    assertThat(found("^\\| `(GATEWAY_[A-Z_]+)` \\|").map(it -> it.group(1)))
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void options_areThoseOfTheProgram() throws IOException {
    var known = new TreeSet<String>();
    new CommandLine(new GatewayMain())
        .getCommandSpec()
        .options()
        .forEach(it -> known.add(it.longestName()));
    known.removeAll(Set.of("--help", "--version"));

    assertThat(found("^\\| `(--[a-z-]+)` \\|").map(it -> it.group(1)))
        .containsExactlyInAnyOrderElementsOf(known);
  }
}
