package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Projects outside the reactor ({@code src/it/consumers}), built by a Maven of their own against
 * our artifacts as {@code install} would leave them, in a local repository below {@code target}.
 * What is not ours comes from the local repository of the outer build, and from where that gets it.
 */
class ConsumersIT {
  private static final Path SOURCES = Path.of("src/it/consumers");
  private static final Path PROJECTS = Path.of("target/consumers/projects").toAbsolutePath();
  private static final Path REPOSITORY = Path.of("target/consumers/repository").toAbsolutePath();
  private static final String VERSION = property("version");
  // Not "assertj": Spring Boot's BOM has a property of that name.
  private static final List<String> VERSIONS =
      List.of(
          "compiler-plugin",
          "dependency-plugin",
          "spring-boot",
          "surefire-plugin",
          "tests-assertj",
          "tests-junit",
          "twilio");
  private static final Map<String, Map<String, Object>> PAYMENTS =
      Map.of(
          "spei_send_payment",
          Map.of(
              "clabe", "014027000005555558",
              "amount", 25000,
              "concept", "Comida",
              "recipientName", "Ana Ramírez"),
          "pse_send_payment",
          Map.of(
              "recipientId", "NIT:900123456",
              "bankCode", "001",
              "amount", 10000000,
              "description", "Factura 1"),
          "pix_send_payment",
          Map.of("pixKey", "12345678909", "amount", 15000));

  private static String property(String name) {
    var value = System.getProperty("mcp2p.build." + name);
    assertThat(value).as("this test runs in Maven: mvn verify sets %s", name).isNotNull();
    return value;
  }

  @BeforeAll
  static void build() throws Exception {
    stage("parent", Path.of(".."), ".pom");
    for (String module : List.of("core", "spei", "pse", "pix")) {
      stage(module, Path.of("..", "mcp2p-" + module), ".pom", ".jar", "-tests.jar");
    }
    copy(SOURCES, PROJECTS);
    Files.createDirectories(PROJECTS.resolve(".mvn")); // else Maven takes ours
    maven();
  }

  /** Puts an artifact where {@code install} would put it. */
  private static void stage(String module, Path from, String... files) throws IOException {
    var artifact = "mcp2p-" + module;
    var to = REPOSITORY.resolve(Path.of("io", "mcp2p", artifact, VERSION));
    Files.createDirectories(to);
    for (String file : files) {
      var name = artifact + "-" + VERSION + file;
      var built = file.equals(".pom") ? from.resolve("pom.xml") : from.resolve("target/" + name);
      Files.copy(built, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        var copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void maven() throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(property("maven"), "bin", "mvn").toString());
    command.addAll(List.of("-B", "-q", "-ntp", "-Daether.offline.protocols=file"));
    if (property("offline").endsWith("true")) {
      command.add("-o");
    }
    command.add("-Dmaven.repo.local=" + REPOSITORY);
    command.add("-Douter.repository=" + Path.of(property("outer")).toUri());
    command.add("-Dmcp2p.version=" + VERSION);
    for (String name : VERSIONS) {
      command.add("-D" + name + ".version=" + property(name));
    }
    command.addAll(List.of("compiler:compile", "compiler:testCompile"));
    command.addAll(List.of("surefire:test", "dependency:build-classpath"));
    var log = PROJECTS.resolve("build.log").toFile();
    var builder =
        new ProcessBuilder(command)
            .directory(PROJECTS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log);
    builder.environment().keySet().removeIf(it -> it.startsWith("MAVEN_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("Maven within five minutes").isTrue();
      assertThat(process.exitValue()).as(Files.readString(log.toPath())).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String classPath(String project) {
    try {
      var directory = PROJECTS.resolve(project + "/target");
      return directory.resolve("classes")
          + File.pathSeparator
          + Files.readString(directory.resolve("classpath"), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the jars, without ".jar". */
  private static Set<String> jars(String project) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(classPath(project))
        .map(it -> Path.of(it).getFileName().toString())
        .filter(it -> it.endsWith(".jar"))
        .map(it -> it.replaceFirst("\\.jar$", ""))
        .collect(toSet());
  }

  private static String versionOf(String artifact, String project) {
    var name = Pattern.compile(Pattern.quote(artifact) + "-(\\d.*)");
    return jars(project).stream()
        .map(name::matcher)
        .filter(it -> it.matches())
        .map(it -> it.group(1))
        .findFirst()
        .orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "spei, spei, mcp2p",
    "pse, pse, mcp2p",
    "pix, pix, mcp2p",
    "twilio, spei, twilio pending",
    "spring-bom, spei, mcp2p"
  })
  void consumer_paysInTheSandbox(String project, String rail, String name) {
    var server =
        ServerParameters.builder(ServerProcess.javaCommand())
            .args("-XX:TieredStopAtLevel=1", "-cp", classPath(project), "com.example.Main")
            .build();
    var log = new ArrayList<String>();
    var transport = new StdioClientTransport(server, McpJsonDefaults.getMapper());
    transport.setStdErrorHandler(log::add);
    try (var client = McpClient.sync(transport).build()) {
      assertThat(client.initialize().serverInfo().name()).as("%s", log).isEqualTo(name);
      var tool = rail + "_send_payment";
      var payment = new HashMap<>(PAYMENTS.get(tool));
      for (String status : List.of("2fa_required", "success")) {
        var answer =
            client.callTool(McpSchema.CallToolRequest.builder(tool).arguments(payment).build());
        var envelope = (Map<?, ?>) answer.structuredContent();
        assertThat((Map<?, ?>) envelope.get("data"))
            .as("%s", envelope)
            .extracting("status")
            .isEqualTo(status);
        payment.put("verificationCode", "123456");
      }
    }
  }

  @Test
  void connector_isTestedWithWhatTheDocumentSays() throws IOException {
    var report = PROJECTS.resolve("connector/target/surefire-reports");
    var summary = Files.readString(report.resolve("com.example.BankConnectorTest.txt"));

    var counts =
        Pattern.compile("Tests run: (\\d+), Failures: 0, Errors: 0, Skipped: (\\d+),")
            .matcher(summary);
    assertThat(counts.find()).as(summary).isTrue();
    assertThat(Integer.parseInt(counts.group(1)) - Integer.parseInt(counts.group(2)))
        .as("what ran, without refunds, for which it has nobody to ask: %s", summary)
        .isGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spei", "pse", "pix"})
  void oneDependency_bringsCoreAndNothingOptional(String rail) {
    assertThat(jars(rail)).contains("mcp2p-core-" + VERSION, "mcp2p-" + rail + "-" + VERSION);
    assertThat(jars(rail).stream().filter(it -> it.startsWith("mcp2p-"))).hasSize(2);
    var optional =
        Stream.of(
            "flyway",
            "HikariCP",
            "jakarta.servlet",
            "jetty",
            "lucene",
            "micrometer",
            "nimbus",
            "picocli",
            "postgresql",
            "slf4j-simple",
            "sqlite",
            "twilio");
    assertThat(optional)
        .noneMatch(name -> jars(rail).stream().anyMatch(jar -> jar.startsWith(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spei", "twilio", "twilio-first", "spring-bom"})
  void slf4jAndJacksonAnnotations_areNewEnough(String project) {
    assertThat(versionOf("slf4j-api", project)).startsWith("2.");
    assertThat(versionOf("jackson-annotations", project)).startsWith("2.21");
    assertThat(versionOf("jackson-databind", "spei")).startsWith("3.");
  }

  @Test
  void missingLibrary_isNamed() {
    try (var process = ServerProcess.java("-cp", classPath("spei"), "com.example.OAuthMain")) {
      assertThat(process.exitStatus()).isNotZero();
      assertThat(String.join("\n", process.err())).contains("com.nimbusds:nimbus-jose-jwt");
    }
  }
}
