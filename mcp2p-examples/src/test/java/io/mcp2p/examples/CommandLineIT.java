package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of the server jar. */
class CommandLineIT {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--transport carrier-pigeon | --transport",
        "--transport http | --api-keys or --oauth-issuer",
        "--port 8080 | --port: an option of HTTP",
        "--api-keys keys.txt | --api-keys: an option of HTTP",
        "--transport http --api-keys no/such/file | --api-keys: there is no file",
        "--transport http --oauth-issuer https://login.example | --audience",
        "--transport http --oauth-issuer x --audience https://a.example/mcp | --oauth-issuer",
        "--transport http --port x --api-keys k | --port",
        "--approval-url https://pay.example/approve | --approval-url: an option of HTTP",
        "--transport http --oauth-issuer https://login.example --audience https://a.example/mcp"
            + " --approval-url http://pay.example/approve | --approval-url",
        "--transport http --port 70000 --api-keys k | --port: 0 to 65535",
        "--rails swift | --rails",
        "--rails spei,swift | --rails",
        "--rails SPEI | --rails",
        "--rails , | --rails",
        "--tools spei_send_mony | --tools",
        "--mode real | --mode",
        "--mode live | live needs a bank's connector",
        "--ledger jdbc:h2:x | --ledger",
        "--ledger jdbc:sqlite:no/such/folder/x.db | --ledger",
        "--ledger jdbc:postgresql://localhost:1/x | --secret",
        "--ledger jdbc:postgresql://localhost:1/x --secret no/such/file | --secret: there is no file",
        "--sandbox-code 12 | --sandbox-code",
        "--phone 5512345678 | --phone",
        "--locale fr | --locale",
        "--locale | --locale",
        "--audit no/such/folder/audit.jsonl | --audit",
        "--colour red | --colour",
        "keys --api-keys k.jsonl | keys",
        "keys create --scopes a --mode test | --api-keys",
        "keys create --api-keys k.jsonl --mode test | --scopes",
        "keys create --api-keys k.jsonl --scopes a | --mode",
        "keys create --api-keys no/such/folder/k --scopes a --mode test | --api-keys",
        "keys list --api-keys no/such/file | --api-keys: there is no file",
        "audit | verify",
        "audit verify no/such/file | no/such/file",
        "audit verify | FILE",
        "server | server"
      })
  void wrongOption_isOneLineThatNamesItAndStatus2(String arguments, String named) {
    try (var process = ServerProcess.jar(arguments.split(" "))) {
      assertThat(process.exitStatus()).isEqualTo(2);
      assertThat(process.out()).isEmpty();
      assertThat(process.err()).hasSize(1);
      assertThat(process.err().get(0)).startsWith("mcp2p-server: ").contains(named);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MCP2P_LOCALE | fr | --locale",
        "MCP2P_TOOLS | nothing | --tools",
        "MCP2P_MODE | live | --mode",
        "MCP2P_SANDBOX_CODE | abc | --sandbox-code"
      })
  void wrongEnvironment_isRefusedLikeTheOption(String name, String value, String named) {
    try (var process = ServerProcess.jar(Map.of(name, value))) {
      assertThat(process.exitStatus()).isEqualTo(2);
      assertThat(process.err()).hasSize(1);
      assertThat(process.err().get(0)).contains(named);
    }
  }

  @Test
  void environment_countsUnlessAnOptionSaysOtherwise() {
    var environment =
        Map.of(
            "MCP2P_LOCALE", "es",
            "MCP2P_TOOLS", "core",
            "MCP2P_SANDBOX_CODE", "424242",
            "MCP2P_PHONE", "+525500000099",
            "MCP2P_RAILS", "spei");
    var lunch =
        Map.of(
            "clabe", "014027000005555558",
            "amount", 20000,
            "concept", "Comida",
            "recipientName", "Ana");
    try (var process = ServerProcess.jar(environment, "serve", "--locale", "pt").initialize()) {
      assertThat(process.toolNames())
          .containsExactly("spei_check_status", "spei_request_refund", "spei_send_payment");
      var asked = process.call("spei_send_payment", lunch);
      assertThat(asked.text("message")).contains("Nada foi feito");
      assertThat(asked.text("sentTo")).endsWith("99");
      assertThat(process.err()).anyMatch(it -> it.contains("code 424242 for"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "core | spei_check_status,spei_request_refund,spei_send_payment",
        "read | payments_get,payments_list,spei_check_status,spei_list_banks,spei_validate_clabe",
        "spei_list_banks | spei_list_banks",
        "core,spei_list_banks |"
            + " spei_check_status,spei_list_banks,spei_request_refund,spei_send_payment"
      })
  void tools_areTheOnesChosenAndAHiddenOneIsRefused(String chosen, String expected) {
    try (var process = ServerProcess.jar("--rails", "spei", "--tools", chosen).initialize()) {
      assertThat(String.join(",", process.toolNames())).isEqualTo(expected);
      assertThat(process.request("tools/call", "{\"name\":\"payments_cancel\",\"arguments\":{}}"))
          .contains("-32602");
    }
  }

  @Test
  void auditFile_isContinuedByTheNextProcessAndCanBeVerified(@TempDir Path folder)
      throws IOException {
    var file = folder.resolve("audit.jsonl").toString();
    for (int process = 0; process < 2; process++) {
      try (var server = ServerProcess.jar("--audit", file).initialize()) {
        server.call("spei_list_banks", Map.of());
        server.call("spei_validate_clabe", Map.of("clabe", "1"));
      }
    }

    try (var verify = ServerProcess.jar("audit", "verify", file)) {
      assertThat(verify.exitStatus()).isZero();
      assertThat(verify.out()).hasSize(1);
      assertThat(verify.out().get(0)).contains("4 lines in order");
    }
    var text = Files.readString(Path.of(file));
    assertThat(text).contains("\"outcome\":\"SPEI_INVALID_CLABE\"").endsWith("\"}\n");
    Files.writeString(Path.of(file), text.replaceFirst("SPEI_INVALID_CLABE", "ok"));
    try (var verify = ServerProcess.jar("audit", "verify", file)) {
      assertThat(verify.exitStatus()).isOne();
      assertThat(verify.out()).containsExactly(file + ": line 2 is not in order");
    }
  }

  @Test
  void key_isPrintedOnceThenListedAndRevoked(@TempDir Path folder) {
    var file = folder.resolve("keys.jsonl").toString();
    var made =
        printed(
            "keys create --mode test --scopes mcp:payments:read,mcp:reference:read --caller ana"
                + " --days 30 --api-keys "
                + file);
    assertThat(made).hasSize(1);
    assertThat(made.get(0)).matches("mcp2p_test_[0-9a-z]{8}[A-Za-z0-9_-]{43}");
    var id = made.get(0).substring(11, 19);

    var listed = printed("keys list --api-keys " + file);
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0))
        .startsWith(id + "  test  ana  mcp:payments:read,mcp:reference:read  taken until 20")
        .doesNotContain(made.get(0).substring(19));

    assertThat(printed("keys revoke " + id + " --api-keys " + file)).isEmpty();
    assertThat(printed("keys list --api-keys " + file).get(0)).contains("revoked 20");
    try (var again = ServerProcess.jar("keys", "revoke", id, "--api-keys", file)) {
      assertThat(again.exitStatus()).isEqualTo(2);
      assertThat(again.err().get(0)).contains("no key " + id);
    }
    try (var whole = ServerProcess.jar("keys", "revoke", made.get(0), "--api-keys", file)) {
      assertThat(whole.exitStatus()).isEqualTo(2);
      assertThat(whole.err().get(0)).contains("keys list shows");
      assertThat(String.join("", whole.err())).doesNotContain(made.get(0).substring(19));
    }
  }

  @Test
  void keyWithAScopeThatNoToolAsksFor_isMade_andTheScopeNamed(@TempDir Path folder) {
    var file = folder.resolve("keys.jsonl").toString();
    var scopes = "mcp:payment:read,mcp:docs:read,mcp:pix:payments:write";
    try (var made =
        ServerProcess.jar(
            "keys", "create", "--mode", "test", "--scopes", scopes, "--api-keys", file)) {
      assertThat(made.exitStatus()).isZero();
      assertThat(made.out()).hasSize(1);
      assertThat(made.err())
          .containsExactly("keys create: no tool of this jar asks for the scope mcp:payment:read");
    }
  }

  private static List<String> printed(String arguments) {
    try (var process = ServerProcess.jar(arguments.split(" "))) {
      assertThat(process.exitStatus()).isZero();
      assertThat(process.err()).isEmpty();
      return process.out();
    }
  }

  @Test
  void auditFileThatAnotherServerWrites_isRefused(@TempDir Path folder) {
    var file = folder.resolve("audit.jsonl").toString();
    try (var first = ServerProcess.jar("--audit", file).initialize();
        var second = ServerProcess.jar("--audit", file)) {
      assertThat(second.exitStatus()).isEqualTo(2);
      assertThat(second.err().get(0)).contains("--audit: another process writes " + file);
      assertThat(first.toolNames()).isNotEmpty();
    }
  }

  @Test
  void railNamedTwice_isOneRail() {
    try (var process = ServerProcess.jar("--rails", "spei,spei").initialize()) {
      assertThat(process.toolNames()).contains("spei_send_payment");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"spei | spei", "pse | pse", "pix | pix", "pix,spei | pix,spei"})
  void rails_areTheOnesChosenAndNothingShowsAnyOther(String chosen, String expected) {
    try (var process = ServerProcess.jar("--rails", chosen).initialize()) {
      var rails =
          process.toolNames().stream()
              .map(it -> it.replaceFirst("_.*", ""))
              .filter(it -> !it.equals("payments"))
              .distinct()
              .toList();
      assertThat(String.join(",", rails)).isEqualTo(expected);
      for (var other : List.of("spei", "pse", "pix")) {
        if (!expected.contains(other)) {
          assertThat(process.request("tools/call", "{\"name\":\"" + other + "_check_status\"}"))
              .contains("-32602");
          assertThat(process.toolsLine().toLowerCase(Locale.ROOT))
              .doesNotContainPattern("\\b" + other);
        }
      }
    }
  }

  @Test
  void coreTools_areNine() {
    try (var process = ServerProcess.jar("--tools", "core").initialize()) {
      assertThat(process.toolNames())
          .containsExactly(
              "pix_check_status",
              "pix_request_refund",
              "pix_send_payment",
              "pse_check_status",
              "pse_request_refund",
              "pse_send_payment",
              "spei_check_status",
              "spei_request_refund",
              "spei_send_payment");
    }
  }

  @ParameterizedTest
  @CsvSource({"--help, Usage:", "--version, mcp2p-server"})
  void help_isPrintedWithStatusZero(String option, String expected) {
    try (var process = ServerProcess.jar(option)) {
      assertThat(process.exitStatus()).isZero();
      assertThat(process.out().get(0)).contains(expected);
      assertThat(process.err()).isEmpty();
    }
  }

  @Test
  void demo_showsEveryAct() {
    try (var process = ServerProcess.jar("demo")) {
      assertThat(process.exitStatus()).isZero();
      assertThat(String.join("\n", process.out()))
          .contains("spei_send_payment")
          .containsSubsequence(
              "lists its tools",
              "First turn",
              "✓ 2fa_required · MXN 250.00",
              "the person's phone shows",
              "wrong code",
              "✗ 2FA_INVALID_CODE",
              "Second turn",
              "✓ success · MXN 250.00",
              "repeats the call",
              "✓ success · MXN 250.00",
              "Where is the money?",
              "✓ settled · MXN 250.00",
              "asks for it back",
              "✓ 2fa_required · MXN 250.00",
              "✓ refund_requested · MXN 250.00",
              "prompt-injected",
              "✓ 2fa_required · MXN 300.00",
              "✗ 2FA_MISMATCH",
              "wrong digit",
              "✗ SPEI_INVALID_CLABE",
              "Second act",
              "✓ 2fa_required · COP 100,000.00",
              "✓ success · COP 100,000.00",
              "✓ 2fa_required · BRL 150.00",
              "✓ success · BRL 150.00",
              "One list over all rails",
              "pix · payment · settled · BRL 150.00",
              "pse · payment · settled · COP 100,000.00",
              "spei · payment · settled · MXN 250.00");
    }
  }
}
