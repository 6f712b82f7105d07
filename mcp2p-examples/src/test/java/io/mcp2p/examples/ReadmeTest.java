package io.mcp2p.examples;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.pix.PixRail;
import io.mcp2p.pse.PseRail;
import io.mcp2p.rail.Rail;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents show is what the code does. */
class ReadmeTest {
  private static final List<String> SERVER_OPTIONS =
      List.of("ServerMain", "HttpArguments", "LedgerArguments", "SuspendFile", "MetricsArguments");

  private static final Path ROOT = root();
  private static final List<Rail> RAILS =
      List.of(SpeiRail.sandbox(), PseRail.sandbox(), PixRail.sandbox());
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  @Test
  void quickstart_isQuickstartMain() {
    var source = code("mcp2p-examples/src/main/java/io/mcp2p/examples/QuickstartMain.java");
    var imports = source.lines().filter(it -> it.startsWith("import ")).collect(joining("\n"));
    var body = between(source, "main(String[] args) {\n", "\n  }\n").stripIndent();

    assertThat(blocks(ROOT.resolve("README.md"), "java")).containsExactly(imports + "\n\n" + body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BankConnector", "BankConnectorTest"})
  void connectorAndItsTest_areThoseThatConsumersItRuns(String name) {
    var folder = "mcp2p-examples/src/it/consumers/connector/src/test/java/com/example/";
    var source = code(folder + name + ".java").replaceFirst("package .*\n\n", "").stripTrailing();

    assertThat(blocks(ROOT.resolve("docs/embedding.md"), "java")).contains(source);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void javaBlocks_compile(Path document, @TempDir Path directory) throws IOException {
    var files = new ArrayList<Path>();
    for (String block : blocks(document, "java")) {
      var file = directory.resolve("Block" + files.size() + ".java");
      files.add(Files.writeString(file, compilationUnit(block, "Block" + files.size())));
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    for (Path file : files) {
      var messages = new StringWriter();
      var options =
          List.of(
              "-proc:none",
              "-Xlint:none",
              "-cp",
              System.getProperty("java.class.path") + File.pathSeparator + directory,
              "-d",
              directory.toString());
      try (var manager = compiler.getStandardFileManager(null, null, null)) {
        var units = manager.getJavaFileObjects(file);
        boolean compiled = compiler.getTask(messages, manager, null, options, null, units).call();
        assertThat(compiled).as("%s: %s", document, messages).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void relativeLinks_leadSomewhere(Path document) {
    LINK.matcher(text(document))
        .results()
        .map(it -> it.group(1))
        .filter(it -> !it.startsWith("https:"))
        .forEach(
            link -> {
              var parts = link.split("#", 2);
              var target =
                  parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
              assertThat(target).as("%s: %s", document, link).exists();
              if (parts.length == 2) {
                assertThat(anchors(target)).as("%s: %s", document, link).contains(parts[1]);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("documents")
  void jsonBlocks_areJson(Path document) throws IOException {
    for (String block : blocks(document, "json")) {
      assertThat(object(block)).as("%s: %s", document, block).isNotEmpty();
    }
  }

  @Test
  void options_areThoseOfTheServer() {
    var shown = new TreeSet<String>();
    var known = new TreeSet<String>();
    for (var option : ServerMain.commandLine().getCommandSpec().options()) {
      known.addAll(List.of(option.names()));
      if (!option.hidden()) {
        shown.add(option.longestName());
      }
    }

    assertThat(firstCells(section("docs/server.md", "Options"))).isEqualTo(shown);
    assertThat(found("--[a-z-]*[a-z]", text("docs/server.md"))).isSubsetOf(known);
    assertThat(found("--[a-z-]*[a-z]", text("docs/sandbox.md"))).isSubsetOf(known);
    assertThat(found("(?<=\")--[a-z-]+", text("README.md"))).isSubsetOf(known);
  }

  @Test
  void environment_isThatOfTheServer() {
    var source = new StringBuilder();
    for (String options : SERVER_OPTIONS) {
      source.append(code("mcp2p-examples/src/main/java/io/mcp2p/examples/" + options + ".java"));
    }
    var rows = new TreeMap<String, String>();
    Pattern.compile("(?m)^\\| `--([a-z-]+)` \\| `(\\w+)` \\|")
        .matcher(section("docs/server.md", "Options"))
        .results()
        .forEach(it -> rows.put(it.group(1), it.group(2)));

    assertThat(new TreeSet<>(rows.values()))
        .isEqualTo(found("(?<=env:)MCP2P_[A-Z_]+", source.toString()));
    assertThat(rows)
        .allSatisfy(
            (option, variable) ->
                assertThat(variable)
                    .isEqualTo("MCP2P_" + option.replace('-', '_').toUpperCase(Locale.ROOT)));
  }

  @Test
  void errorCodes_areThoseThatExist() throws IOException {
    var table = section("docs/tools.md", "Error codes");

    var existing = new TreeSet<String>();
    for (ErrorCode code : generalCodes()) {
      existing.add(code.value());
    }
    var suffixes = found("(?<=ofRail\\(payment.rail\\(\\), \")[A-Z_]+", sources("mcp2p-core"));
    for (Rail rail : RAILS) {
      var prefix = rail.name().toUpperCase(Locale.ROOT) + "_";
      suffixes.forEach(suffix -> existing.add(prefix + suffix));
      existing.addAll(found("(?<=\")" + prefix + "[A-Z_]+(?=\")", sources("mcp2p-" + rail.name())));
    }

    assertThat(firstCells(table)).isEqualTo(existing);
    assertThat(generalCodes())
        .allSatisfy(
            code ->
                assertThat(table)
                    .containsPattern(
                        "(?m)^\\| `%s` .*\\| %s \\|$"
                            .formatted(code.value(), code.retryable() ? "yes" : "no")));
  }

  @Test
  void tools_areThoseOfTheServer() throws IOException {
    var specs = specs();

    assertThat(found("(?m)(?<=^## )[a-z]+_[a-z_]+$", text("docs/tools.md")))
        .isEqualTo(specs.keySet());
    assertThat(found("(?<=`)(spei|pse|pix|payments)_[a-z_]+(?=`)", section("README.md", "Status")))
        .isEqualTo(specs.keySet());
    for (ToolSpec<?, ?> spec : specs.values()) {
      var section = section("docs/tools.md", spec.name());
      var arguments = section.substring(section.indexOf("| argument |")).split("\n\n", 2)[0];
      var components = new TreeSet<String>();
      for (var component : spec.input().getRecordComponents()) {
        components.add(component.getName());
        boolean required =
            Arrays.stream(component.getAccessor().getAnnotations())
                .map(it -> it.annotationType().getSimpleName())
                .anyMatch(Set.of("NotNull", "NotBlank")::contains);
        assertThat(arguments.contains("| `" + component.getName() + "` | required |"))
            .as("%s of %s is required", component.getName(), spec.name())
            .isEqualTo(required);
      }
      assertThat(firstCells(arguments)).as(spec.name()).isEqualTo(components);
      assertThat(object(blocks(section, "json").get(0)).keySet())
          .as("example of %s", spec.name())
          .isSubsetOf(components);
      assertThat(section("docs/tools.md", "Tools"))
          .contains("(#" + spec.name() + ") | `" + spec.scope() + "` |");
    }
  }

  private static Map<String, ToolSpec<?, ?>> specs() {
    var specs = new TreeMap<String, ToolSpec<?, ?>>();
    Mcp2pServer.builder()
        .rails(RAILS)
        .verifier(Verifier.sandbox())
        .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
        .exposing(
            spec -> {
              specs.put(spec.name(), spec);
              return true;
            })
        .build()
        .close();
    return specs;
  }

  private static List<ErrorCode> generalCodes() {
    return Arrays.stream(ErrorCode.class.getFields())
        .filter(it -> it.getType() == ErrorCode.class)
        .map(
            it -> {
              try {
                return (ErrorCode) it.get(null);
              } catch (IllegalAccessException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  /** Statements are put into a method; declarations stand as they are. */
  private static String compilationUnit(String block, String name) {
    if (Pattern.compile("(?m)^(final )?(class|record|interface) ").matcher(block).find()) {
      return block;
    }
    var imports = block.lines().filter(it -> it.startsWith("import ")).collect(joining("\n"));
    var rest = block.lines().filter(it -> !it.startsWith("import ")).collect(joining("\n"));
    return "%s\nclass %s { void run() throws Exception {\n%s\n} }".formatted(imports, name, rest);
  }

  static List<Path> documents() throws IOException {
    try (var pages = Files.walk(ROOT.resolve("docs"));
        var top = Files.list(ROOT)) {
      return Stream.concat(top, pages)
          .filter(it -> it.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  private static Path root() {
    var directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("CHANGELOG.md"))) {
      directory = directory.getParent();
    }
    return directory;
  }

  private static String text(String document) {
    return text(ROOT.resolve(document));
  }

  private static String code(String file) {
    return text(ROOT.resolve(file));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String sources(String module) throws IOException {
    try (var files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
      return files
          .filter(it -> it.toString().endsWith(".java"))
          .map(ReadmeTest::text)
          .collect(joining());
    }
  }

  /** From the heading to the next one of its level or above. */
  private static String section(String document, String heading) {
    var lines = text(document).lines().dropWhile(it -> !it.matches("#+ " + heading)).toList();
    assertThat(lines).as("%s has no %s", document, heading).isNotEmpty();
    return Stream.concat(
            lines.stream().limit(1), lines.stream().skip(1).takeWhile(it -> !it.matches("##? .*")))
        .collect(joining("\n"));
  }

  private static List<String> blocks(Path document, String language) {
    return blocks(text(document), language);
  }

  private static List<String> blocks(String text, String language) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(it -> it.group(1).equals(language))
        .map(it -> it.group(2).stripTrailing())
        .toList();
  }

  private static Set<String> firstCells(String table) {
    return FIRST_CELL
        .matcher(table)
        .results()
        .map(it -> it.group(1))
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(it -> it.group())
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> anchors(Path document) {
    return HEADING
        .matcher(text(document))
        .results()
        .map(it -> it.group(1).toLowerCase(Locale.ROOT))
        .map(it -> it.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .collect(toCollection(TreeSet::new));
  }

  private static Map<String, Object> object(String json) throws IOException {
    return McpJsonDefaults.getMapper().readValue(json, new TypeRef<Map<String, Object>>() {});
  }

  private static String between(String text, String from, String to) {
    int start = text.indexOf(from) + from.length();
    return text.substring(start, text.indexOf(to, start));
  }
}
