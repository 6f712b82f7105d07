package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The MCP conformance suite, whose results are those that docs/conformance.md tells. */
@Tag("clients")
class ConformanceIT {
  private static final Path DOCUMENT = Path.of("../docs/conformance.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| (\\w+) \\| (\\w+) \\|");
  private static final Pattern FOLDER = Pattern.compile("server-(.+)-\\d{4}-\\d\\d-\\d\\dT.*");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "@modelcontextprotocol/conformance, --suite all",
    "conformance-next, --requirements 2025-11-25"
  })
  void serverJar_endsEachScenarioAsDocumented(String suite, String scenarios) throws IOException {
    var servers = new KeyedServers(folder);
    try (var server = servers.jar()) {
      judge(results(suite, scenarios, server, servers.key()), 2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "@modelcontextprotocol/conformance, --suite all",
    "conformance-next, --requirements 2025-11-25"
  })
  void hostWithFixtureTools_endsEachScenarioAsDocumented(String suite, String scenarios)
      throws IOException {
    var servers = new KeyedServers(folder);
    try (var server = ServerProcess.mainOfTests(ConformanceHost.class, servers.file())) {
      judge(results(suite, scenarios, server, servers.key()), 3);
    }
  }

  private Map<String, List<Map<String, Object>>> results(
      String suite, String scenarios, ServerProcess server, String key) throws IOException {
    var port = Integer.parseInt(KeyedServers.url(server).replaceAll("\\D*[\\d.]+:(\\d+).*", "$1"));
    var found = folder.resolve("results");
    try (var proxy = new BearerProxy(port, key)) {
      var arguments = new ArrayList<>(List.of("server", "--url", proxy.url("/mcp")));
      arguments.addAll(List.of(scenarios.split(" ")));
      arguments.addAll(List.of("--output-dir", found.toString()));
      var ended =
          NodePackages.node(
              Duration.ofMinutes(3),
              "node_modules/" + suite + "/dist/index.js",
              arguments.toArray(String[]::new));
      assertThat(found).as(ended.out() + ended.err()).exists();
    }
    var results = new TreeMap<String, List<Map<String, Object>>>();
    try (var folders = Files.list(found)) {
      for (Path each : folders.toList()) {
        var name = FOLDER.matcher(each.getFileName().toString());
        assertThat(name.matches()).as(each.toString()).isTrue();
        results.put(name.group(1), checks(each));
      }
    }
    return results;
  }

  @SuppressWarnings("unchecked") // as the suite writes it
  private static List<Map<String, Object>> checks(Path result) throws IOException {
    var json = "{\"checks\":" + Files.readString(result.resolve("checks.json")) + "}";
    return (List<Map<String, Object>>) JsonText.object(json).get("checks");
  }

  private static void judge(Map<String, List<Map<String, Object>>> results, int column)
      throws IOException {
    var rows = ROW.matcher(Files.readString(DOCUMENT)).results().toList();
    assertThat(rows.stream().map(it -> it.group(1)).toList()).containsAll(results.keySet());
    assertThat(results).hasSizeGreaterThan(30);
    for (MatchResult row : rows) {
      var checks = results.get(row.group(1));
      if (checks != null) {
        assertThat(outcome(checks)).as("%s: %s", row.group(1), checks).isEqualTo(row.group(column));
      }
    }
  }

  private static String outcome(List<Map<String, Object>> checks) {
    var failed = checks.stream().filter(it -> it.get("status").equals("FAILURE")).toList();
    // The next suite adds the same check of every message's form to each scenario.
    boolean passed =
        checks.stream()
            .filter(it -> !it.get("id").equals("wire-schema-valid"))
            .anyMatch(it -> it.get("status").equals("SUCCESS"));
    if (failed.isEmpty()) {
      return passed ? "passes" : "nothing";
    }
    boolean absent =
        failed.stream()
            .map(it -> String.valueOf(it.get("errorMessage")))
            .allMatch(it -> it.matches("(?s).*(Method not found|Unknown tool|' not found\\.).*"));
    return absent ? "absent" : "fails";
  }
}
