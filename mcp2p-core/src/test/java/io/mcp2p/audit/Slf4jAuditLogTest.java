package io.mcp2p.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.auth.Mode;
import io.mcp2p.tck.CapturedLog;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Slf4jAuditLogTest {
  @Test
  void call_isOneLine() {
    assertThat(line(entry("ana", "pay_test_12345678")))
        .isEqualTo(
            "at=2026-03-02T15:00:00Z call=C1 mode=test caller=ana tool=spei_send_payment outcome=success"
                + " payment=pay_test_12345678 reference=MCP2P1 amount=\"MXN 150.00\""
                + " payee=\"Fonda **** 5558\" ms=42");
  }

  @Test
  void whatIsNotKnown_isNotWritten() {
    var entry =
        new AuditEntry(
            Instant.EPOCH,
            "C1",
            "ana",
            Mode.LIVE,
            "payments_list",
            "FORBIDDEN",
            null,
            null,
            null,
            null,
            Duration.ZERO);

    assertThat(line(entry))
        .isEqualTo(
            "at=1970-01-01T00:00:00Z call=C1 mode=live caller=ana tool=payments_list outcome=FORBIDDEN ms=0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ana\ncall=C2",
        "ana\r\ncall=C2",
        "ana\rcall=C2",
        "ana\u000Bcall=C2",
        "ana\fcall=C2",
        "ana\u0085call=C2",
        "ana\u2028call=C2",
        "ana\u2029call=C2"
      })
  void callerWithALineBreak_forgesNoLine(String caller) {
    assertThat(line(entry(caller, "p"))).contains("caller=\"ana").contains("call=C2\" tool=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ana outcome=forged",
        "ana\" outcome=forged x=\"",
        "ana\\\" outcome=forged",
        "ana\toutcome=forged",
        "ana\u00A0outcome=forged",
        "outcome=forged"
      })
  void callerWithAField_staysInItsQuotes(String caller) {
    var line = line(entry(caller, "p"));

    assertThat(line.replaceAll("\"[^\"]*\"", "\"\""))
        .startsWith(
            "at=2026-03-02T15:00:00Z call=C1 mode=test caller=\"\" tool=spei_send_payment outcome=success")
        .doesNotContain("forged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0000", "\u001B[2K", "\u007F", "\u009B2K", "\u202E", "\u200B", "\uFEFF"})
  void callerWithControlCharacters_cannotChangeWhatIsSeen(String control) {
    assertThat(line(entry("ana" + control + "x", "p"))).doesNotContain(control.substring(0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ana@example.com", "auth0|5f7c", "https://issuer.example/ana"})
  void plainCaller_isWrittenAsItIs(String caller) {
    assertThat(line(entry(caller, "p"))).contains(" caller=" + caller + " tool=");
  }

  @Test
  void callerInAnyLanguage_staysReadable() {
    assertThat(line(entry("José Ñandú", "p"))).contains(" caller=\"José Ñandú\" ");
  }

  private static AuditEntry entry(String caller, String payment) {
    return new AuditEntry(
        Instant.parse("2026-03-02T15:00:00Z"),
        "C1",
        caller,
        Mode.TEST,
        "spei_send_payment",
        "success",
        payment,
        "MCP2P1",
        "MXN 150.00",
        "Fonda **** 5558",
        Duration.ofMillis(42));
  }

  private static String line(AuditEntry entry) {
    try (var log = CapturedLog.start()) {
      AuditLog.slf4j().record(entry);
      assertThat(log.lines()).hasSize(1);
      var line = log.lines().get(0);
      assertThat(line).contains("INFO mcp2p.audit - ");
      return line.substring(line.indexOf(" - ") + 3);
    }
  }
}
