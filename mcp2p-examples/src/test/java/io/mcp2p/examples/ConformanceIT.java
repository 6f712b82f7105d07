package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The MCP conformance suite, whose results are those that docs/conformance.md tells. */
@Tag("clients")
class ConformanceIT {
  private static final Path DOCUMENT = Path.of("../docs/conformance.md");
  private static final Pattern FOLDER = Pattern.compile("server-(.+)-\\d{4}-\\d\\d-\\d\\dT.*");
  // What the suite quotes of our errors, and its own words for a tool that is not listed.
  private static final Pattern ABSENT =
      Pattern.compile(
          "Method not found: |Unknown tool: |No resource has this URI\\.|' not found\\.");

  /** A version of the suite, and which of its scenarios are tried. */
  private enum Suite {
    RELEASED("@modelcontextprotocol/conformance", "--suite", "all"),
    NEXT("conformance-next", "--requirements", "2025-11-25");

    private final String program;
    private final String option;
    private final String value;

    Suite(String folder, String option, String value) {
      this.program = "node_modules/" + folder + "/dist/index.js";
      this.option = option;
      this.value = value;
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void serverJar_endsEachScenarioAsDocumented(Suite suite) throws IOException {
    serverJar(suite, "server jar");
  }

  @ParameterizedTest
  @EnumSource
  void serverJarWithSessions_endsEachScenarioAsDocumented(Suite suite) throws IOException {
    serverJar(suite, "`--sessions`", "--sessions");
  }

  @ParameterizedTest
  @EnumSource
  void serverJarWithDocs_endsEachScenarioAsDocumented(Suite suite) throws IOException {
    serverJar(suite, "`--docs`", "--docs", "builtin");
  }

  @ParameterizedTest
  @EnumSource
  void hostWithFixtureTools_endsEachScenarioAsDocumented(Suite suite) throws IOException {
    var servers = new KeyedServers(folder);
    try (var server = ServerProcess.mainOfTests(ConformanceHost.class, servers.file())) {
      judge(results(suite, server, servers.key()), "host");
    }
  }

  private void serverJar(Suite suite, String column, String... options) throws IOException {
    var servers = new KeyedServers(folder);
    try (var server = servers.jar(options)) {
      judge(results(suite, server, servers.key()), column);
    }
  }

  private Map<String, List<Map<String, Object>>> results(
      Suite suite, ServerProcess server, String key) throws IOException {
    var port = Integer.parseInt(KeyedServers.url(server).replaceAll("\\D*[\\d.]+:(\\d+).*", "$1"));
    var found = folder.resolve("results");
    try (var proxy = new BearerProxy(port, key)) {
      var ended =
          NodePackages.node(
              Duration.ofMinutes(3),
              suite.program,
              "server",
              "--url",
              proxy.url("/mcp"),
              suite.option,
              suite.value,
              "--output-dir",
              found.toString());
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

  private static void judge(Map<String, List<Map<String, Object>>> results, String column)
      throws IOException {
    var documented = documented(column);
    assertThat(results).hasSizeGreaterThan(30);
    results.forEach(
        (scenario, checks) ->
            assertThat(outcome(checks))
                .as("%s: %s", scenario, checks)
                .isEqualTo(documented.get(scenario)));
  }

  /** How each scenario ends, by the column of the document's table that has this head. */
  private static Map<String, String> documented(String column) throws IOException {
    var table =
        Files.readAllLines(DOCUMENT).stream()
            .dropWhile(line -> !line.startsWith("| scenario |"))
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> List.of(line.split(" *\\| *")))
            .toList();
    int at = table.get(0).indexOf(column);
    assertThat(at).as("%s in %s", column, table.get(0)).isPositive();
    return table.stream()
        .skip(2)
        .collect(Collectors.toMap(row -> row.get(1).replace("`", ""), row -> row.get(at)));
  }

  private static String outcome(List<Map<String, Object>> checks) {
    var failed = checks.stream().filter(it -> it.get("status").equals("FAILURE")).toList();
    // The next suite adds the same check of every message's form to each scenario.
    boolean passed =
        checks.stream()
            .filter(it -> !it.get("id").equals("wire-schema-valid"))
            .anyMatch(it -> it.get("status").equals("SUCCESS"));
    if (failed.isEmpty()) {
      boolean warned = checks.stream().anyMatch(it -> it.get("status").equals("WARNING"));
      return passed ? warned ? "passes with a warning" : "passes" : "nothing";
    }
    boolean absent =
        failed.stream()
            .map(it -> String.valueOf(it.get("errorMessage")))
            .allMatch(it -> ABSENT.matcher(it).find());
    return absent ? "absent" : "fails";
  }
}
