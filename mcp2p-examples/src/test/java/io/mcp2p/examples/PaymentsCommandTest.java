package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.tck.SamplePayment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What an operator is shown of a payment. */
class PaymentsCommandTest {
  @TempDir private Path folder;

  @Test
  void callerWithControlCharacters_cannotChangeWhatIsSeen() {
    var payment = SamplePayment.lunch().by("ana\u001b[2J\u009b2J\u202etset\nstate").payment();
    var url = "jdbc:sqlite:" + folder.resolve("payments.db");
    var ledger = new LedgerArguments();
    new CommandLine(ledger).parseArgs("--ledger", url);
    try (var stored = ledger.open()) {
      stored.ledger().open(payment, SamplePayment.NOW);
    }

    var out = new StringWriter();
    ServerMain.commandLine()
        .setOut(new PrintWriter(out))
        .execute("payments", "show", payment.id().value(), "--ledger", url);

    assertThat(out.toString().lines())
        .anyMatch(it -> it.matches("caller +ana\\?\\[2J\\?2J\\?tset\\?state \\(test\\)"))
        .noneMatch(it -> it.matches(".*\\p{C}.*"));
  }
}
