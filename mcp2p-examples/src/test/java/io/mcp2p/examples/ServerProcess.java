package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A program of ours in a process of its own, spoken to line by line. */
final class ServerProcess implements AutoCloseable {
  static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":\"init\",\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";
  static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String END = "";

  private final Process process;
  private final LinkedBlockingQueue<String> unread = new LinkedBlockingQueue<>();
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final Map<Object, String> early = new HashMap<>();
  private final Map<String, Map<String, Object>> outputSchemas = new HashMap<>();
  private final List<Thread> readers = new ArrayList<>();
  private String toolsLine = "";
  private int lastId;
  private boolean terminating;

  private ServerProcess(List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("MCP2P_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    read(
        process.getInputStream(),
        line -> {
          out.add(line);
          unread.add(line);
        },
        () -> unread.add(END));
    read(process.getErrorStream(), err::add, () -> {});
  }

  private void read(InputStream from, Consumer<String> each, Runnable end) {
    var reader =
        new Thread(
            () -> {
              try (var lines = new BufferedReader(new InputStreamReader(from, UTF_8))) {
                lines.lines().forEach(each);
              } catch (IOException | UncheckedIOException e) {
                err.add("(stream closed: " + e.getMessage() + ")");
              } finally {
                end.run();
              }
            });
    reader.setDaemon(true);
    reader.start();
    readers.add(reader);
  }

  /**
   * What the server jar loads when it starts, kept for the processes of this JVM as {@code
   * fast-start} keeps it: most of the processor's time would go into loading it anew.
   */
  private static final class Archive {
    static final List<String> OPTIONS = made();

    private static List<String> made() {
      try {
        var folder = Files.createTempDirectory("mcp2p");
        folder.toFile().deleteOnExit();
        var file = folder.resolve("server.jsa");
        file.toFile().deleteOnExit();
        var command = java();
        command.addAll(List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + file));
        command.addAll(List.of("-jar", serverJar()));
        try (var server = new ServerProcess(command, Map.of()).initialize()) {
          server.endInput();
          assertThat(server.exitStatus()).isZero();
        }
        return List.of("-XX:SharedArchiveFile=" + file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static List<String> server() {
    var command = java();
    command.addAll(Archive.OPTIONS);
    return command;
  }

  /** The server jar, started with these arguments. */
  static ServerProcess jar(String... arguments) {
    return jar(Map.of(), arguments);
  }

  static ServerProcess jar(Map<String, String> environment, String... arguments) {
    var command = server();
    command.addAll(List.of("-jar", serverJar()));
    command.addAll(List.of(arguments));
    return new ServerProcess(command, environment);
  }

  /** Another program of the server jar. */
  static ServerProcess main(Class<?> program, String... arguments) {
    var command = server();
    command.addAll(List.of("-cp", serverJar(), program.getName()));
    command.addAll(List.of(arguments));
    return new ServerProcess(command, Map.of());
  }

  /** A program of these tests, over the server jar. */
  static ServerProcess mainOfTests(Class<?> program, String... arguments) {
    var tests = Path.of(program.getProtectionDomain().getCodeSource().getLocation().getPath());
    var command = server();
    command.addAll(List.of("-cp", serverJar() + File.pathSeparator + tests, program.getName()));
    command.addAll(List.of(arguments));
    return new ServerProcess(command, Map.of());
  }

  /** A program that has nothing to do with the server jar. */
  static ServerProcess java(String... arguments) {
    var command = java();
    command.addAll(List.of(arguments));
    return new ServerProcess(command, Map.of());
  }

  static String javaCommand() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static String serverJar() {
    return System.getProperty("mcp2p.server.jar", "target/mcp2p-server.jar");
  }

  private static List<String> java() {
    return new ArrayList<>(
        List.of(javaCommand(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
  }

  /** Shakes hands and learns the tools. */
  ServerProcess initialize() {
    send(INITIALIZE);
    reply("init");
    send(INITIALIZED);
    toolsLine = request("tools/list", "{}");
    var result = (Map<?, ?>) JsonText.object(toolsLine).get("result");
    for (Object each : (List<?>) result.get("tools")) {
      var tool = (Map<?, ?>) each;
      @SuppressWarnings("unchecked") // a JSON object
      var schema = (Map<String, Object>) tool.get("outputSchema");
      outputSchemas.put((String) tool.get("name"), schema);
    }
    return this;
  }

  /** The reply to {@code tools/list}, as it came. */
  String toolsLine() {
    return toolsLine;
  }

  List<String> toolNames() {
    return outputSchemas.keySet().stream().sorted().toList();
  }

  void send(String line) {
    send((line + "\n").getBytes(UTF_8));
  }

  void send(byte[] bytes) {
    try {
      OutputStream in = process.getOutputStream();
      in.write(bytes);
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the process no longer reads; it said " + err, e);
    }
  }

  /** Sends a request and returns the line that answers it. */
  String request(String method, String params) {
    int id = ++lastId;
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, params));
    return reply(id);
  }

  /** Calls a tool with arguments as they are to stand on the wire. */
  Answer call(String tool, String arguments) {
    var params = "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments);
    return Answer.of(request("tools/call", params), outputSchemas.get(tool));
  }

  Answer call(String tool, Map<String, ?> arguments) {
    return call(tool, JsonText.of(arguments));
  }

  /** Reads until the reply to {@code id} is there; what comes before it is kept. */
  String reply(Object id) {
    while (!early.containsKey(id)) {
      var line = next();
      early.put(JsonText.object(line).get("id"), line);
    }
    return early.remove(id);
  }

  /** The next line, which is JSON-RPC like every other. */
  String next() {
    try {
      var line = unread.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(line).as("a line within %s; log: %s", PATIENCE, err).isNotNull();
      assertThat(line).as("the process has ended; log: %s", err).isNotSameAs(END);
      assertThat(JsonText.object(line).get("jsonrpc")).isEqualTo("2.0");
      return line;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes our end of its standard output, as a client that is gone. */
  void stopReading() {
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, sure to have taken effect: a read that is under way holds the pipe open. */
  void stopReadingAfter(String request) {
    stopReading();
    send(request);
    join(readers.get(0));
  }

  private static void join(Thread reader) {
    try {
      reader.join(PATIENCE.toMillis());
      assertThat(reader.isAlive()).isFalse();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for its end and returns its exit status. */
  int exitStatus() {
    return exitStatus(PATIENCE);
  }

  int exitStatus(Duration within) {
    try {
      assertThat(process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS))
          .as("ended within %s; log: %s", within, err)
          .isTrue();
      readers.forEach(ServerProcess::join);
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** All that it has written to standard output so far. */
  List<String> out() {
    return List.copyOf(out);
  }

  /** All that it has written to standard error so far. */
  List<String> err() {
    return List.copyOf(err);
  }

  /** Waits for a line of its log, and returns what the group of {@code pattern} holds. */
  String logged(String pattern) {
    var wanted = Pattern.compile(pattern);
    return await(pattern)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> found(wanted), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<String> found(Pattern wanted) {
    boolean alive = process.isAlive();
    for (String line : err) {
      var found = wanted.matcher(line);
      if (found.find()) {
        return Optional.of(found.group(1));
      }
    }
    assertThat(alive).as("still running; log: %s", err).isTrue();
    return Optional.empty();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
    terminating = true;
  }

  boolean isTerminating() {
    return terminating;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
