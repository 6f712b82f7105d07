package io.mcp2p.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcp2p.auth.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileAuditLogTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("audit.jsonl");
  }

  @Test
  void entries_areLinesOfJsonThatVerify() throws IOException {
    write("C1", "C2");

    var lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith(
            "{\"line\":1,\"before\":\""
                + "0".repeat(64)
                + "\",\"at\":\"2026-03-02T15:00:00Z\",\"call\":\"C1\",\"mode\":\"test\",\"caller\":\"añá\\n\"")
        .contains("\"payment\":null", "\"ms\":42,\"hash\":\"");
    assertThat(lines.get(1)).contains("\"before\":\"" + AuditChain.hash(lines.get(0)) + "\"");
    assertThat(AuditChain.verify(file))
        .isEqualTo(new AuditChain.Result(2, AuditChain.hash(lines.get(1)), Optional.empty()));
  }

  @Test
  void emptyFile_isAChainOfNothing() {
    write();

    assertThat(AuditChain.verify(file))
        .isEqualTo(new AuditChain.Result(0, "0".repeat(64), Optional.empty()));
  }

  @Test
  void fileOpenedAgain_isContinued() {
    write("C1", "C2");
    write("C3");
    write("C4", "C5");

    assertThat(AuditChain.verify(file).lines()).isEqualTo(5);
    assertThat(AuditChain.verify(file).broken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void lineThatWasChanged_isNamed(int changed) throws IOException {
    write("C1", "C2", "C3", "C4", "C5");
    var lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(changed, lines.get(changed).replace("MXN 150.00", "MXN 950.00"));
    Files.write(file, lines);

    assertThat(AuditChain.verify(file).broken()).contains(changed + 1L);
    assertThat(AuditChain.verify(file).lines()).isEqualTo(changed);
  }

  @Test
  void lineThatWasRemovedAddedOrMoved_isNamed() throws IOException {
    write("C1", "C2", "C3", "C4");
    var lines = List.copyOf(Files.readAllLines(file));

    var removed = new ArrayList<>(lines);
    removed.remove(1);
    var repeated = new ArrayList<>(lines);
    repeated.add(2, lines.get(1));
    var swapped = new ArrayList<>(lines);
    Collections.swap(swapped, 1, 2);
    var withoutTheFirst = lines.subList(1, 4);

    assertThat(brokenAt(removed)).contains(2L);
    assertThat(brokenAt(repeated)).contains(3L);
    assertThat(brokenAt(swapped)).contains(2L);
    assertThat(brokenAt(withoutTheFirst)).contains(1L);
  }

  @Test
  void lineWithAHashMadeAnew_breaksTheNext() throws IOException {
    write("C1", "C2", "C3");
    var lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(1, AuditChain.line(entry("forged"), 2, AuditChain.hash(lines.get(0))));

    assertThat(brokenAt(lines)).contains(3L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "no json", "{\"line\":2}", "{\"line\":2,\"hash\":\"abc\"}"})
  void lineThatIsNoneOfOurs_isNamed(String line) throws IOException {
    write("C1");

    assertThat(brokenAt(List.of(Files.readAllLines(file).get(0), line))).contains(2L);
  }

  @Test
  void halfALineAtTheEnd_isDroppedAndTheChainGoesOn() throws IOException {
    write("C1", "C2");
    var whole = Files.readString(file);
    for (int cut = 1; cut < 40; cut += 13) {
      Files.writeString(file, whole + whole.substring(0, cut));

      write("C3");

      assertThat(AuditChain.verify(file).lines()).isEqualTo(3);
      assertThat(AuditChain.verify(file).broken()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"something else\n", "{\"line\":7}\n", "\n"})
  void fileThatEndsWithSomethingElse_isNotContinued(String end) throws IOException {
    write("C1");
    Files.writeString(file, end, UTF_8, StandardOpenOption.APPEND);
    var before = Files.readString(file);

    assertThatIllegalStateException()
        .isThrownBy(() -> FileAuditLog.open(file))
        .withMessageContaining("audit.jsonl does not end with a line of an audit chain");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no line break", "a line\nand half of another", "{\"line\":1", "\0"})
  void fileThatIsNoAuditLog_keepsEveryByte(String content) throws IOException {
    Files.writeString(file, content.length() == 1 ? content.repeat((1 << 20) + 1) : content);
    var before = Files.readAllBytes(file);

    if (content.startsWith("{")) {
      write("C1"); // the first line of a chain, cut off by a crash
      assertThat(AuditChain.verify(file).lines()).isEqualTo(1);
    } else {
      assertThatIllegalStateException().isThrownBy(() -> FileAuditLog.open(file));
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
  }

  @Test
  void threadThatWasInterrupted_writesItsEntryAndEndsNothing() throws Exception {
    try (var log = FileAuditLog.open(file)) {
      var interrupted =
          new Thread(
              () -> {
                Thread.currentThread().interrupt();
                log.record(entry("C1"));
              });
      interrupted.start();
      interrupted.join();
      log.record(entry("C2"));
    }

    assertThat(AuditChain.verify(file).lines()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u2028", "\u2029", "\u0085"})
  void callerWithALineSeparator_doesNotHinderTheNextStart(String separator) {
    try (var log = FileAuditLog.open(file)) {
      log.record(entry("C1" + separator));
    }
    write("C2");

    assertThat(AuditChain.verify(file).lines()).isEqualTo(2);
  }

  @Test
  void fileThatIsOpen_isNotOpenedTwice() {
    try (var open = FileAuditLog.open(file)) {
      open.record(entry("C1"));
      assertThatIllegalStateException()
          .isThrownBy(() -> FileAuditLog.open(file))
          .withMessageContaining("another process writes");
    }
    write("C2");
    assertThat(AuditChain.verify(file).lines()).isEqualTo(2);
  }

  @Test
  void fileThatCannotBeWritten_isRefusedAtOnce() {
    assertThatThrownBy(() -> FileAuditLog.open(folder.resolve("none").resolve("audit.jsonl")))
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> AuditChain.verify(file)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void manyThreads_writeOneChain() throws Exception {
    var executor = Executors.newFixedThreadPool(16);
    try (var log = FileAuditLog.open(file)) {
      var calls =
          IntStream.range(0, 500)
              .<Callable<Void>>mapToObj(
                  it ->
                      () -> {
                        log.record(entry("C" + it));
                        return null;
                      })
              .toList();
      for (var call : executor.invokeAll(calls)) {
        call.get();
      }
    } finally {
      executor.shutdownNow();
    }

    assertThat(AuditChain.verify(file).lines()).isEqualTo(500);
    assertThat(AuditChain.verify(file).broken()).isEmpty();
  }

  @Test
  void twoLogs_bothGetTheEntryThoughOneThrows() {
    var kept = new ArrayList<AuditEntry>();
    AuditLog throwing =
        entry -> {
          throw new IllegalStateException("full");
        };

    assertThatIllegalStateException()
        .isThrownBy(() -> throwing.and(kept::add).record(entry("C1")))
        .withMessage("full");
    assertThat(kept).hasSize(1);
  }

  private Optional<Long> brokenAt(List<String> lines) throws IOException {
    return AuditChain.verify(Files.write(file, lines)).broken();
  }

  private void write(String... calls) {
    try (var log = FileAuditLog.open(file)) {
      for (var call : calls) {
        log.record(entry(call));
      }
    }
  }

  private static AuditEntry entry(String call) {
    return new AuditEntry(
        Instant.parse("2026-03-02T15:00:00Z"),
        call,
        "añá\n",
        Mode.TEST,
        "spei_send_payment",
        "success",
        null,
        "MCP2P1",
        "MXN 150.00",
        "Fonda **** 5558",
        Duration.ofMillis(42));
  }
}
