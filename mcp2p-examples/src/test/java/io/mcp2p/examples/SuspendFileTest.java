package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The switch that stops payments. */
class SuspendFileTest {
  @TempDir private Path folder;

  private static boolean isThere(Path file) {
    var suspended = new SuspendFile();
    new CommandLine(suspended).parseArgs("--suspend-file", file.toString());
    return suspended.isThere();
  }

  @Test
  void file_stopsPaymentsWhileItIsThere() throws IOException {
    var file = folder.resolve("suspended");
    assertThat(isThere(file)).isFalse();
    Files.createFile(file);
    assertThat(isThere(file)).isTrue();
    Files.delete(file);
    assertThat(isThere(file)).isFalse();
  }

  @Test
  void linkThatLeadsNowhere_isAFile() throws IOException {
    var link = Files.createSymbolicLink(folder.resolve("suspended"), folder.resolve("gone"));
    assertThat(isThere(link)).isTrue();
  }

  @Test
  void fileThatCannotBeLookedFor_stopsPayments() throws IOException {
    var loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    assertThat(isThere(loop.resolve("suspended"))).isTrue();
  }
}
