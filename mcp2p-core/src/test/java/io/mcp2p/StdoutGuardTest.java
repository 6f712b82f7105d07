package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StdoutGuardTest {

  @Test
  void strayPrints_landOnStderr_untilClosed() {
    var out = System.out;
    var err = System.err;
    var stderr = new ByteArrayOutputStream();
    System.setErr(new PrintStream(stderr, true));
    try (var guard = StdoutGuard.install()) {
      System.out.println("stray");
      assertThat(guard.protocol()).isNotSameAs(out);
    } finally {
      System.setErr(err);
    }
    assertThat(stderr.toString(UTF_8)).startsWith("stray");
    assertThat(System.out).isSameAs(out);
  }

  @Test
  void close_leavesAlone_whatSomeoneElseInstalled() {
    var out = System.out;
    var theirs = new PrintStream(new ByteArrayOutputStream());
    var guard = StdoutGuard.install();
    System.setOut(theirs);
    guard.close();
    assertThat(System.out).isSameAs(theirs);
    System.setOut(out);
  }
}
