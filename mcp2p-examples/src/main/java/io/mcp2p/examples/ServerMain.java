package io.mcp2p.examples;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.audit.AuditLog;
import io.mcp2p.audit.FileAuditLog;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.docs.Docs;
import io.mcp2p.pix.PixRail;
import io.mcp2p.pse.PseRail;
import io.mcp2p.rail.Rail;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The server jar: an MCP server over the sandbox, configured by options or the environment. */
@Command(
    name = "mcp2p-server",
    description = "Serves payments to an AI agent over MCP. Standard output is the protocol's.",
    mixinStandardHelpOptions = true,
    version = "mcp2p-server 0.1.0",
    sortOptions = false,
    showDefaultValues = true,
    subcommands = {DemoCommand.class, KeysCommand.class, AuditCommand.class, PaymentsCommand.class})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ServerMain implements Runnable {

  /** Where messages go. */
  enum Transport {
    STDIO,
    HTTP
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--transport",
      defaultValue = "${env:MCP2P_TRANSPORT:-stdio}",
      description = "How messages travel: stdio or http.")
  private Transport transport;

  @Option(
      names = "--rails",
      split = ",",
      defaultValue = "${env:MCP2P_RAILS:-spei,pse,pix}",
      description = "Which rails: some of spei, pse and pix.")
  private Set<String> rails;

  @Option(
      names = "--tools",
      split = ",",
      defaultValue = "${env:MCP2P_TOOLS:-all}",
      description = "Which tools: all, core, read, or names.")
  private Set<String> tools;

  @Option(
      names = "--mode",
      defaultValue = "${env:MCP2P_MODE:-test}",
      description = "test; live needs a bank's connector, which a program of your own brings.")
  private Mode mode;

  @Mixin private LedgerArguments ledger;

  @Option(
      names = "--audit",
      paramLabel = "FILE",
      defaultValue = "${env:MCP2P_AUDIT}",
      description = "Keeps a line of every call in a file, too; see audit verify.")
  private @Nullable Path audit;

  @Option(
      names = "--docs",
      paramLabel = "DIR|builtin",
      defaultValue = "${env:MCP2P_DOCS}",
      description = "Lets agents search the Markdown files of a folder, or mcp2p's own documents.")
  private @Nullable String docs;

  @Option(
      names = "--sandbox-code",
      defaultValue = "${env:MCP2P_SANDBOX_CODE}",
      description = "A fixed code of six digits; random if not set.")
  private @Nullable String sandboxCode;

  @Option(
      names = "--phone",
      defaultValue = "${env:MCP2P_PHONE:-+525500000000}",
      description = "The phone that codes go to, E.164.")
  private String phone;

  @Option(
      names = "--locale",
      defaultValue = "${env:MCP2P_LOCALE:-en}",
      description = "Language of messages: en, es or pt.")
  private String locale;

  @Mixin private SuspendFile suspended;

  @Mixin private MetricsArguments metrics;

  @Mixin private HttpArguments http;

  public static void main(String[] args) {
    StandardError.writeAside();
    // Hibernate Validator's logging would else pick java.util.logging.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    loadClassesAside();
    System.exit(commandLine().execute(withoutServe(args)));
  }

  /** Loading classes is most of a start: the server's are loaded while the options are read. */
  private static void loadClassesAside() {
    var loading =
        new Thread(
            () ->
                Mcp2pServer.builder()
                    .rails(SpeiRail.sandbox(), PseRail.sandbox(), PixRail.sandbox())
                    .verifier(Verifier.sandbox())
                    .phoneNumbers(caller -> null)
                    .build()
                    .close());
    loading.setDaemon(true);
    loading.start();
  }

  static CommandLine commandLine() {
    return new CommandLine(new ServerMain())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(ServerMain::refuse)
        .setExecutionExceptionHandler(ServerMain::failed);
  }

  /** {@code serve} is what the jar does anyway. */
  private static String[] withoutServe(String[] args) {
    return args.length > 0 && args[0].equals("serve")
        ? List.of(args).subList(1, args.length).toArray(String[]::new)
        : args;
  }

  /** One line that names the option, and exit status 2. */
  private static int refuse(ParameterException e, String[] args) {
    return refuse(e.getCommandLine(), String.valueOf(e.getMessage()));
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult arguments)
      throws Exception {
    if (e instanceof WrongOption wrong) {
      return refuse(command, wrong.line());
    }
    throw e;
  }

  private static int refuse(CommandLine command, String message) {
    var line = message.lines().findFirst().orElse("wrong options");
    command.getErr().println("mcp2p-server: " + line);
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  @SuppressWarnings("try") // the ledger is only to be closed after the server
  public void run() {
    if (transport == Transport.STDIO) {
      refuseHttpOptions();
    }
    if (rails.isEmpty()) {
      throw wrong("--rails: name at least one of spei, pse and pix");
    }
    var builder = Mcp2pServer.builder();
    if (docs != null) {
      builder.docs(documents(docs));
    }
    if (transport == Transport.HTTP) {
      http.configure(builder);
    }
    try (var log = audit == null ? null : auditFile(audit);
        var stored = ledger.configure(builder);
        var watched = metrics.configure(builder);
        var server = server(builder, log == null ? AuditLog.slf4j() : AuditLog.slf4j().and(log))) {
      if (transport == Transport.HTTP) {
        http.serve(server);
      } else {
        server.serveStdio();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileAuditLog auditFile(Path file) {
    try {
      return FileAuditLog.open(file);
    } catch (UncheckedIOException e) {
      throw wrong("--audit: cannot write " + file);
    } catch (IllegalStateException e) {
      throw wrong("--audit: " + e.getMessage());
    }
  }

  private Docs documents(String from) {
    try {
      return from.equals("builtin")
          ? Docs.fromClasspath("io/mcp2p/examples/docs")
          : Docs.fromDirectory(Path.of(from));
    } catch (IllegalArgumentException e) {
      throw wrong("--docs: " + String.valueOf(e.getMessage()).replaceFirst("^docs: ", ""));
    }
  }

  private Mcp2pServer server(Mcp2pServer.Builder builder, AuditLog auditLog) {
    var caller = Caller.local(language());
    try {
      var selection = new ToolSelection(new LinkedHashSet<>(tools));
      var server =
          builder
              .rails(rails.stream().map(this::rail).toList())
              .exposing(selection)
              .verifier(sandboxCode == null ? Verifier.sandbox() : Verifier.sandbox(sandboxCode))
              .phoneNumbers(always(phoneNumber()))
              .policy(suspended.policy())
              .mode(mode)
              .stdioCaller(caller)
              .audit(auditLog)
              .reconcileEvery(Duration.ofMinutes(1))
              .build();
      selection
          .unknown()
          .ifPresent(
              name -> {
                throw wrong("--tools: there is no tool " + name);
              });
      return server;
    } catch (IllegalStateException e) {
      throw wrong(
          mode == Mode.LIVE
              ? "--mode live: this jar has the sandbox alone; live needs a bank's connector, which a"
                  + " program of your own brings"
              : "--mode " + mode.wire() + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw wrong("--sandbox-code: " + e.getMessage());
    }
  }

  private static Function<Caller, @Nullable PhoneNumber> always(PhoneNumber number) {
    return caller -> number;
  }

  private PhoneNumber phoneNumber() {
    try {
      return new PhoneNumber(phone);
    } catch (IllegalArgumentException e) {
      throw wrong("--phone: " + e.getMessage());
    }
  }

  private Locale language() {
    if (!Set.of("en", "es", "pt").contains(locale)) {
      throw wrong("--locale: en, es or pt, not " + locale);
    }
    return Locale.forLanguageTag(locale);
  }

  private Rail rail(String name) {
    return switch (name) {
      case "spei" -> SpeiRail.sandbox();
      case "pse" -> PseRail.sandbox();
      case "pix" -> PixRail.sandbox();
      default -> throw wrong("--rails: there is no rail " + name);
    };
  }

  /** Names an option as it was written; one of the environment may lie there for other uses. */
  private void refuseHttpOptions() {
    spec.commandLine().getParseResult().originalArgs().stream()
        .map(it -> it.replaceFirst("=.*", ""))
        .filter(HttpArguments.NAMES::contains)
        .findFirst()
        .ifPresent(
            name -> {
              throw wrong(name + ": an option of HTTP; add --transport http");
            });
  }

  private ParameterException wrong(String line) {
    return new ParameterException(spec.commandLine(), line);
  }
}
