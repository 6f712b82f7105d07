package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The configuration of docs/clients.md has the form that clients read, and starts the server. */
class ClientsDocumentIT {
  private static final Path DOCUMENT = Path.of("../docs/clients.md");
  private static final Pattern JSON = Pattern.compile("(?ms)^```json\\n(.*?)^```$");
  private static final Pattern COMMAND =
      Pattern.compile("java -jar \\S*mcp2p-server\\.jar([^\\n`]*)");
  private static final Set<String> LOCAL = Set.of("type", "command", "args", "env");
  private static final Set<String> REMOTE =
      Set.of("type", "url", "serverUrl", "headers", "auth", "oauth");

  /** One server of one block. */
  record Entry(String name, Map<String, Object> members) {
    boolean isLocal() {
      return members.containsKey("command");
    }
  }

  private static String text() throws IOException {
    return Files.readString(DOCUMENT);
  }

  static List<Entry> entries() throws IOException {
    var entries = new ArrayList<Entry>();
    for (var block : JSON.matcher(text()).results().toList()) {
      var file = JsonText.object(block.group(1));
      assertThat(file.keySet()).isSubsetOf("mcpServers", "servers", "inputs");
      var servers = file.getOrDefault("mcpServers", file.get("servers"));
      assertThat(servers).as(block.group(1)).isInstanceOf(Map.class);
      ((Map<?, ?>) servers)
          .forEach((name, members) -> entries.add(new Entry((String) name, object(members))));
    }
    assertThat(entries).hasSizeGreaterThan(10);
    return entries;
  }

  /** Without those that start the same. */
  static Collection<Entry> localEntries() throws IOException {
    var distinct = new LinkedHashMap<Object, Entry>();
    for (Entry entry : entries()) {
      if (entry.isLocal()) {
        var members = new HashMap<>(entry.members());
        members.remove("type");
        distinct.put(members, entry);
      }
    }
    return distinct.values();
  }

  @SuppressWarnings("unchecked") // members of a JSON object
  private static Map<String, Object> object(Object json) {
    assertThat(json).isInstanceOf(Map.class);
    return (Map<String, Object>) json;
  }

  @ParameterizedTest
  @MethodSource("entries")
  void entry_hasTheMembersOfItsKind(Entry entry) {
    var members = entry.members();
    assertThat(members.keySet()).isSubsetOf(entry.isLocal() ? LOCAL : REMOTE);
    if (entry.isLocal()) {
      assertThat(members.get("command")).isIn("java", "docker");
      assertThat((List<?>) members.get("args")).allMatch(String.class::isInstance);
      assertThat(members.getOrDefault("type", "stdio")).isEqualTo("stdio");
    } else {
      assertThat(members.getOrDefault("serverUrl", members.get("url")))
          .isEqualTo("https://pay.example/mcp");
      assertThat(members.getOrDefault("type", "http")).isEqualTo("http");
      if (members.containsKey("headers")) {
        assertThat(String.valueOf(object(members.get("headers")).get("Authorization")))
            .as("a key never stands in the file")
            .matches("Bearer \\$\\{[A-Za-z0-9:_-]+}");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("localEntries")
  void localEntry_startsTheServer(Entry entry) {
    var arguments = ((List<?>) entry.members().get("args")).stream().map(String::valueOf).toList();
    var server =
        entry.members().get("command").equals("java")
            ? arguments.indexOf("-jar") + 1
            : arguments.indexOf("mcp2p/mcp2p-server:0.1.0");
    assertThat(arguments.get(server)).contains("mcp2p-server");
    var environment = object(entry.members().getOrDefault("env", Map.of()));

    answersUntilItsInputEnds(strings(environment), arguments.subList(server + 1, arguments.size()));
  }

  private static Map<String, String> strings(Map<String, Object> members) {
    var strings = new HashMap<String, String>();
    members.forEach((name, value) -> strings.put(name, String.valueOf(value)));
    return strings;
  }

  private static void answersUntilItsInputEnds(
      Map<String, String> environment, List<String> arguments) {
    try (var process = ServerProcess.jar(environment, arguments.toArray(String[]::new))) {
      process.initialize();
      process.endInput();
      assertThat(process.exitStatus()).as("%s: %s", arguments, process.err()).isZero();
    }
  }

  /** In the order of the page: a key is made before it is used. */
  @Test
  void everyCommandLine_isAccepted(@TempDir Path folder) throws IOException {
    var keys = folder.resolve("keys.jsonl").toString();
    var id = "";
    int tried = 0;
    for (var command : COMMAND.matcher(text()).results().toList()) {
      var line =
          command
              .group(1)
              .strip()
              .replace("keys.jsonl", keys)
              .replace("3f8k2m1a", id)
              .replace("--port 8080", "--port 0");
      var arguments = line.isEmpty() ? new String[0] : line.split(" +");
      try (var process = ServerProcess.jar(arguments)) {
        if (line.contains("--transport http")) {
          assertThat(process.logged("listening on (http://\\S+/mcp)")).isNotEmpty();
        } else {
          process.endInput();
          assertThat(process.exitStatus()).as("%s: %s", line, process.err()).isZero();
        }
        if (line.startsWith("keys create")) {
          id = process.out().get(0).substring(11, 19);
        }
      }
      tried++;
    }
    assertThat(tried).isGreaterThan(6);
  }

  @Test
  void optionsInTheText_areOfTheServerOrOfTheClientThatIsTalkedOf() throws IOException {
    var known = new ArrayList<>(List.of("--scope", "--header"));
    var all = Stream.concat(Stream.of(ServerMain.commandLine()), subcommands());
    all.forEach(
        command ->
            command
                .getCommandSpec()
                .options()
                .forEach(option -> known.addAll(Arrays.asList(option.names()))));
    var named = Pattern.compile("(?<=[` ])--[a-z][a-z-]+").matcher(text()).results();
    assertThat(named.map(it -> it.group()))
        .filteredOn(it -> !it.equals("--rm"))
        .isNotEmpty()
        .allMatch(known::contains);
  }

  private static Stream<CommandLine> subcommands() {
    return ServerMain.commandLine().getSubcommands().values().stream()
        .flatMap(it -> Stream.concat(Stream.of(it), it.getSubcommands().values().stream()));
  }
}
