package io.mcp2p.examples;

import io.mcp2p.ledger.Payment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an operator does with payments; the server may go on meanwhile. */
@Command(
    name = "payments",
    mixinStandardHelpOptions = true,
    description = "Shows, suspends and purges payments. See docs/operations.md.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class PaymentsCommand implements Runnable {
  // Controls, and what cannot be seen or turns a line around.
  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new WrongOption("payments: say what to do: show, suspend, resume, purge or rotate-key");
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Tells all that is known of a payment.")
  int show(
      @Parameters(paramLabel = "REF", description = "Its id, our reference or the rail's.")
          String reference,
      @Mixin LedgerArguments ledger,
      @Option(names = "--audit", paramLabel = "FILE", description = "Shows its calls, too.")
          @Nullable Path audit) {
    try (var stored = ledger.openExisting()) {
      var found = stored.ledger().search(reference);
      if (found.isEmpty()) {
        spec.commandLine().getErr().println("no payment is known as " + reference);
        return ExitCode.SOFTWARE;
      }
      for (Payment payment : found) {
        print(payment);
        if (audit != null) {
          calls(payment, audit);
        }
      }
      return ExitCode.OK;
    }
  }

  private void print(Payment payment) {
    line("payment", payment.id().value());
    line("state", payment.stateAt(Instant.now()).wire());
    line("caller", payment.caller() + " (" + payment.mode().wire() + ")");
    line("tool", payment.tool());
    line("summary", payment.summary());
    line("amount", payment.amount().formatted());
    line("payee", payment.payee());
    line("reference", payment.reference());
    line("rail's id", payment.railId());
    line("refund of", payment.refundOf());
    line("like", payment.duplicateOf() == null ? null : payment.duplicateOf().value());
    line("phone", payment.question().sentTo());
    line("codes sent", Integer.toString(payment.question().sends()));
    line("attempts left", Integer.toString(payment.question().attemptsLeft()));
    payment.facts().forEach((name, value) -> line(name, value));
    line("asks next", payment.askAt() == null ? null : payment.askAt().toString());
    payment
        .history()
        .forEach(it -> line(it.at().toString(), it.what() + " -> " + it.state().wire()));
  }

  private void calls(Payment payment, Path audit) {
    try (var lines = Files.lines(audit)) {
      var id = '"' + payment.id().value() + '"';
      lines.filter(it -> it.contains(id)).forEach(it -> line("call", it));
    } catch (IOException e) {
      throw new WrongOption("--audit: cannot read " + audit);
    }
  }

  private void line(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      // An issuer names callers, and a terminal does what control characters say.
      out().printf("%-24s  %s%n", name, UNSEEN.matcher(value).replaceAll("?"));
    }
  }

  @Command(
      name = "suspend",
      mixinStandardHelpOptions = true,
      description = "No payment is begun or approved any more until resume.")
  void suspend(@Mixin SuspendFile switched) {
    try {
      Files.createFile(switched.path());
      out().println("payments are suspended");
    } catch (FileAlreadyExistsException e) {
      out().println("payments were suspended already");
    } catch (IOException e) {
      throw new WrongOption("--suspend-file: cannot write " + switched.path());
    }
  }

  @Command(name = "resume", mixinStandardHelpOptions = true, description = "Ends suspend.")
  void resume(@Mixin SuspendFile switched) {
    try {
      out()
          .println(
              Files.deleteIfExists(switched.path())
                  ? "payments go on"
                  : "payments were not suspended");
    } catch (IOException e) {
      throw new WrongOption("--suspend-file: cannot remove " + switched.path());
    }
  }

  @Command(
      name = "purge",
      mixinStandardHelpOptions = true,
      description = "Removes personal data of payments that ended long ago.")
  void purge(
      @Option(
              names = "--older-than",
              paramLabel = "DAYS",
              required = true,
              description = "How many days they have not changed, 2 or more.")
          int days,
      @Mixin LedgerArguments ledger) {
    try (var stored = ledger.openExisting()) {
      out().println(stored.ledger().purge(Duration.ofDays(days)) + " payments purged");
    } catch (IllegalArgumentException e) {
      throw new WrongOption("--older-than: " + e.getMessage());
    }
  }

  @Command(
      name = "rotate-key",
      mixinStandardHelpOptions = true,
      description = "Adds a key, with which the next start of each node encrypts.")
  void rotateKey(@Mixin LedgerArguments ledger) {
    try {
      out()
          .println(
              "key " + ledger.existingSecretFile().rotate() + " was added; start every node anew");
    } catch (IOException e) {
      throw new WrongOption("--secret: cannot write");
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
