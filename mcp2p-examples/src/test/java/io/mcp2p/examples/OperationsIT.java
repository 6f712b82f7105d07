package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/operations.md tells an operator to do, done. */
class OperationsIT {
  private static final String CODE = "123456";
  private static final Map<String, ?> LUNCH =
      Map.of(
          "clabe", "014027000005555558",
          "amount", 150_00,
          "concept", "Comida",
          "recipientName", "Ana Ruiz");

  @TempDir private Path folder;
  private String ledger = "";
  private String audit = "";
  private String suspendFile = "";

  @BeforeEach
  void places() {
    ledger = "jdbc:sqlite:" + folder.resolve("payments.db");
    audit = folder.resolve("audit.jsonl").toString();
    suspendFile = folder.resolve("suspended").toString();
  }

  private ServerProcess server(String... more) {
    var options =
        new String[] {
          "--ledger",
          ledger,
          "--audit",
          audit,
          "--suspend-file",
          suspendFile,
          "--sandbox-code",
          CODE
        };
    var all = new String[options.length + more.length];
    System.arraycopy(options, 0, all, 0, options.length);
    System.arraycopy(more, 0, all, options.length, more.length);
    return ServerProcess.jar(all).initialize();
  }

  private static Answer pay(ServerProcess server) {
    assertThat(server.call("spei_send_payment", LUNCH).data("status")).isEqualTo("2fa_required");
    var approved = new HashMap<String, Object>(LUNCH);
    approved.put("verificationCode", CODE);
    return server.call("spei_send_payment", approved);
  }

  private static List<String> printed(String... arguments) {
    try (var process = ServerProcess.jar(arguments)) {
      assertThat(process.exitStatus()).as("%s", process.err()).isZero();
      return process.out();
    }
  }

  @Test
  void show_tellsEverythingOfAPayment_byIdAndByReference() {
    Answer paid;
    try (var server = server()) {
      paid = pay(server);
    }

    for (var known : List.of("paymentId", "trackingKey")) {
      var shown =
          printed(
              "payments",
              "show",
              paid.data(known).toString(),
              "--ledger",
              ledger,
              "--audit",
              audit);
      assertThat(String.join("\n", shown))
          .contains(paid.data("paymentId").toString(), paid.data("trackingKey").toString())
          .contains("settled", "local (test)", "Pay MXN 150.00 to \"Ana Ruiz\"")
          .containsSubsequence("opened", "approved", "settled")
          .containsSubsequence("\"outcome\":\"2fa_required\"", "\"outcome\":\"success\"")
          .doesNotContain(CODE, "014027000005555558");
    }
  }

  @Test
  void show_ofWhatNobodyKnows_saysSo() {
    server().close();
    try (var process = ServerProcess.jar("payments", "show", "X1", "--ledger", ledger)) {
      assertThat(process.exitStatus()).isEqualTo(1);
      assertThat(process.out()).isEmpty();
      assertThat(process.err()).containsExactly("no payment is known as X1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"show X1", "purge --older-than 400", "rotate-key"})
  void ledgerThatIsNotThere_isRefused_andNoneIsMade(String what) {
    for (var named : List.of("", "--ledger " + ledger)) {
      try (var process = ServerProcess.jar(("payments " + what + " " + named).trim().split(" "))) {
        assertThat(process.exitStatus()).isEqualTo(2);
        assertThat(process.out()).isEmpty();
        assertThat(process.err()).singleElement().asString().startsWith("mcp2p-server: --ledger: ");
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void suspend_stopsPaymentsOfARunningServer_untilResume() {
    try (var server = server()) {
      assertThat(printed("payments", "suspend", "--suspend-file", suspendFile))
          .containsExactly("payments are suspended");
      assertThat(server.call("spei_send_payment", LUNCH).code()).isEqualTo("PAYMENTS_SUSPENDED");

      assertThat(printed("payments", "resume", "--suspend-file", suspendFile))
          .containsExactly("payments go on");
      assertThat(pay(server).data("status")).isEqualTo("success");
    }
  }

  @Test
  void purge_leavesWhatIsYoung() {
    try (var server = server()) {
      pay(server);
    }

    assertThat(printed("payments", "purge", "--older-than", "400", "--ledger", ledger))
        .containsExactly("0 payments purged");
    try (var tooYoung =
        ServerProcess.jar("payments", "purge", "--older-than", "1", "--ledger", ledger)) {
      assertThat(tooYoung.exitStatus()).isEqualTo(2);
      assertThat(tooYoung.err().get(0)).startsWith("mcp2p-server: --older-than: ");
    }
  }

  @Test
  void rotatedKey_encryptsWhatComes_andWhatIsThereStaysReadable() throws IOException {
    Answer before;
    Answer after;
    try (var server = server()) {
      before = pay(server);
    }
    assertThat(printed("payments", "rotate-key", "--ledger", ledger))
        .containsExactly("key 2 was added; start every node anew");
    assertThat(Files.readAllLines(folder.resolve("payments.db.secret"))).hasSize(2);
    try (var server = server()) {
      after = pay(server);
    }

    assertThat(after.data("paymentId")).isNotEqualTo(before.data("paymentId"));
    for (var payment : List.of(before, after)) {
      assertThat(
              printed("payments", "show", payment.data("paymentId").toString(), "--ledger", ledger))
          .anySatisfy(it -> assertThat(it).contains("Ana Ruiz"));
    }
  }

  @Test
  void verify_findsTheAuditLogInOrder() {
    try (var server = server()) {
      pay(server);
    }

    assertThat(printed("audit", "verify", audit).get(0)).contains("2 lines in order");
  }

  @Test
  void scrape_showsEveryMetricOfTheRunbook() throws Exception {
    try (var server = server("--metrics-port", "0")) {
      pay(server);
      var url = URI.create(server.logged("metrics at (http://\\S+)"));
      var scrape =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
              .body();

      var shown = new ArrayList<>(metrics(Path.of("..", "docs", "operations.md")));
      shown.addAll(metrics(Path.of("src", "main", "grafana", "mcp2p.json")));
      assertThat(shown).hasSizeGreaterThan(20);
      assertThat(shown).allSatisfy(it -> assertThat(scrape).contains("\n" + it));
    }
  }

  private static List<String> metrics(Path file) throws IOException {
    return Pattern.compile("\\bmcp(?:_server|2p)_[a-z_]+(?=[\\s`\\[{]|\"$)", Pattern.MULTILINE)
        .matcher(Files.readString(file))
        .results()
        .map(MatchResult::group)
        .filter(it -> !it.equals("mcp2p_mode"))
        .toList();
  }
}
