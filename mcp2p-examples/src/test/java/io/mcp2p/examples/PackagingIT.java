package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.json.McpJsonDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form of Dockerfile and server.json; what the image runs is run here. */
class PackagingIT {
  private static final Path ROOT = Path.of("..");
  private static final String VERSION =
      System.getProperty("mcp2p.build.version", "").replace("-SNAPSHOT", "");

  /** One instruction, its lines joined. */
  record Instruction(String name, String arguments) {}

  private static List<Instruction> dockerfile() throws IOException {
    var text =
        Files.readString(ROOT.resolve("Dockerfile"))
            .replaceAll("(?m)^\\s*#.*\\n", "")
            .replaceAll("\\\\\\n\\s*", " ");
    return text.lines()
        .filter(it -> !it.isBlank())
        .map(it -> it.split(" +", 2))
        .map(it -> new Instruction(it[0], it[1]))
        .toList();
  }

  /** What ends up in the image: from the last FROM on. */
  private static List<Instruction> image() throws IOException {
    var all = dockerfile();
    int last = 0;
    for (int i = 0; i < all.size(); i++) {
      last = all.get(i).name().equals("FROM") ? i : last;
    }
    return all.subList(last, all.size());
  }

  private static List<String> all(List<Instruction> from, String name) {
    return from.stream().filter(it -> it.name().equals(name)).map(Instruction::arguments).toList();
  }

  private static String only(List<Instruction> from, String name) {
    assertThat(all(from, name)).as(name).hasSize(1);
    return all(from, name).get(0);
  }

  private static List<String> words(String jsonArray) {
    var array = (List<?>) JsonText.object("{\"words\":" + jsonArray + "}").get("words");
    return array.stream().map(String::valueOf).toList();
  }

  @Test
  void image_isASmallOneOfOurJar_andRunsAsNobody() throws IOException {
    var image = image();
    assertThat(all(dockerfile(), "FROM")).hasSize(2);
    assertThat(only(image, "FROM")).matches("eclipse-temurin:(1[7-9]|[2-9]\\d)-jre-\\w+");
    assertThat(only(image, "USER")).matches("[1-9]\\d*:[1-9]\\d*");
    assertThat(only(image, "COPY"))
        .isEqualTo(
            "--from=build /src/mcp2p-examples/target/mcp2p-server.jar /app/mcp2p-server.jar");
    var names = image.stream().map(Instruction::name).toList();
    assertThat(names.indexOf("USER")).isBetween(names.lastIndexOf("RUN"), names.size());
    assertThat(names).doesNotContain("CMD");
  }

  @Test
  void nothingIsFetchedFromElsewhere_andNoSecretIsInIt() throws IOException {
    for (var each : dockerfile()) {
      var line = each.name() + " " + each.arguments();
      assertThat(each.name())
          .isIn(
              "FROM",
              "WORKDIR",
              "COPY",
              "RUN",
              "LABEL",
              "VOLUME",
              "USER",
              "ENV",
              "EXPOSE",
              "HEALTHCHECK",
              "ENTRYPOINT");
      assertThat(line).doesNotContainPattern("https?:|curl|wget|sudo|apt|777");
      assertThat(line).doesNotContainPattern("(?i)secret|token|passw|key");
      if (each.name().equals("FROM")) {
        assertThat(each.arguments())
            .as("an image with a version, and no host")
            .matches("[a-z-]+:\\d[\\w.-]*( AS build)?");
      }
    }
    assertThat(Files.readAllLines(ROOT.resolve(".dockerignore"))).contains(".git", "**/target");
    assertThat(all(image(), "ENV").stream().map(it -> it.replaceFirst("=.*", "")))
        .isSubsetOf(environment());
  }

  @Test
  void entrypoint_keepsStandardOutputForTheProtocol() throws IOException {
    var words = words(only(image(), "ENTRYPOINT"));
    int jar = words.indexOf("-jar");
    assertThat(words).element(0).isEqualTo("java");
    assertThat(words.subList(jar + 1, words.size())).containsExactly("/app/mcp2p-server.jar");
    var command = new ArrayList<>(words.subList(1, jar));
    command.addAll(List.of("-XX:SharedArchiveFile=missing.jsa", "-jar", ServerProcess.serverJar()));

    try (var process = ServerProcess.java(command.toArray(String[]::new))) {
      process.send(ServerProcess.INITIALIZE);
      process.reply("init");
      process.endInput();
      assertThat(process.exitStatus()).isZero();
      assertThat(process.out()).hasSize(1);
    }
  }

  @Test
  void healthcheck_asksTheServerOverHttp_andHasNothingToAskOverStdio(@TempDir Path folder)
      throws Exception {
    var keys = folder.resolve("keys.jsonl").toString();
    try (var made =
        ServerProcess.jar(
            "keys", "create", "--api-keys", keys, "--scopes", "a", "--mode", "test")) {
      assertThat(made.exitStatus()).isZero();
    }
    try (var server = ServerProcess.jar("--transport", "http", "--port", "0", "--api-keys", keys)) {
      var port = server.logged("listening on http://[^:]+:(\\d+)/");
      assertThat(healthcheck("http", port)).isZero();
      server.terminate();
      server.exitStatus();
      assertThat(healthcheck("http", port)).isNotZero();
      assertThat(healthcheck("stdio", port)).isZero();
    }
  }

  private static int healthcheck(String transport, String port) throws Exception {
    var command = only(image(), "HEALTHCHECK");
    var builder = new ProcessBuilder(words(command.substring(command.indexOf("CMD ") + 4)));
    builder.environment().put("MCP2P_TRANSPORT", transport);
    builder.environment().put("MCP2P_PORT", port);
    var process = builder.redirectErrorStream(true).start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void serverJson_isAsTheRegistrysSchemaHasIt() throws IOException {
    var server = JsonText.object(Files.readString(ROOT.resolve("server.json")));
    var schema = JsonText.object(resource("server.schema.json"));
    assertThat(String.valueOf(schema.get("$comment"))).startsWith((String) server.get("$schema"));

    var checked = McpJsonDefaults.getSchemaValidator().validate(schema, server);

    assertThat(checked.valid()).as(checked.errorMessage()).isTrue();
    for (String required : List.of("name", "description", "version")) {
      var without = new HashMap<>(server);
      without.remove(required);
      assertThat(McpJsonDefaults.getSchemaValidator().validate(schema, without).valid())
          .as("without " + required)
          .isFalse();
    }
  }

  @Test
  void serverJson_speaksOfThisImageThisVersionAndThisServersOptions() throws IOException {
    var server = JsonText.object(Files.readString(ROOT.resolve("server.json")));
    assertThat(server.get("version")).isEqualTo(VERSION);
    assertThat(only(image(), "LABEL"))
        .isEqualTo("io.modelcontextprotocol.server.name=\"" + server.get("name") + "\"");
    var packages = (List<?>) server.get("packages");
    assertThat(packages).hasSize(1);
    var oci = (Map<?, ?>) packages.get(0);
    assertThat(oci.get("identifier")).isEqualTo("mcp2p/mcp2p-server:" + VERSION);
    var variables = (List<?>) oci.get("environmentVariables");
    assertThat(variables.stream().map(it -> String.valueOf(((Map<?, ?>) it).get("name"))))
        .isNotEmpty()
        .isSubsetOf(environment());
  }

  @Test
  void commandsOfTheDocument_areThoseOfTheServer() throws IOException {
    var document = Files.readString(ROOT.resolve("docs/container.md"));
    var commands =
        Pattern.compile(
                "(?m)^docker run (.*) mcp2p/mcp2p-server:" + Pattern.quote(VERSION) + "(.*)$")
            .matcher(document)
            .results()
            .toList();
    assertThat(commands).hasSize(3);
    for (var command : commands) {
      var arguments = command.group(2).strip();
      ServerMain.commandLine()
          .parseArgs(arguments.isEmpty() ? new String[0] : arguments.split(" +"));
    }
    assertThat(Pattern.compile("MCP2P_[A-Z_]+").matcher(document).results().map(it -> it.group()))
        .isSubsetOf(environment());
  }

  /** The variables that the server reads, as the sources of its options name them. */
  private static List<String> environment() throws IOException {
    var names = new ArrayList<String>();
    for (String options : List.of("ServerMain", "HttpArguments", "LedgerArguments")) {
      var source = Path.of("src/main/java/io/mcp2p/examples/" + options + ".java");
      Pattern.compile("(?<=\\$\\{env:)\\w+")
          .matcher(Files.readString(source))
          .results()
          .forEach(it -> names.add(it.group()));
    }
    return names;
  }

  private static String resource(String name) throws IOException {
    try (var in = PackagingIT.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
