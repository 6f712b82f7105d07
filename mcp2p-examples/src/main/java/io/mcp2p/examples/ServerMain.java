package io.mcp2p.examples;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.audit.AuditLog;
import io.mcp2p.audit.FileAuditLog;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.pix.PixRail;
import io.mcp2p.pse.PseRail;
import io.mcp2p.rail.Rail;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
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
    subcommands = {DemoCommand.class, KeysCommand.class, AuditCommand.class})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ServerMain implements Runnable {

  /** Where messages go. */
  enum Transport {
    STDIO,
    HTTP
  }

  private static final Set<String> HTTP_OPTIONS =
      Set.of("--host", "--port", "--path", "--api-keys", "--oauth-issuer", "--audience");

  @Spec private CommandSpec spec;

  @Option(
      names = "--transport",
      defaultValue = "${env:MCP2P_TRANSPORT:-stdio}",
      description = "stdio; http is not available yet.")
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

  @Option(
      names = "--ledger",
      defaultValue = "${env:MCP2P_LEDGER:-memory}",
      description = "Where payments are remembered: memory.")
  private String ledger;

  @Option(
      names = "--audit",
      paramLabel = "FILE",
      defaultValue = "${env:MCP2P_AUDIT}",
      description = "Keeps a line of every call in a file, too; see audit verify.")
  private @Nullable Path audit;

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

  @Option(
      names = {"--host", "--port", "--path", "--api-keys", "--oauth-issuer", "--audience"},
      hidden = true)
  private @Nullable String http;

  public static void main(String[] args) {
    // Hibernate Validator's logging would else pick java.util.logging.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.exit(commandLine().execute(withoutServe(args)));
  }

  static CommandLine commandLine() {
    return new CommandLine(new ServerMain())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(ServerMain::refuse);
  }

  /** {@code serve} is what the jar does anyway. */
  private static String[] withoutServe(String[] args) {
    return args.length > 0 && args[0].equals("serve")
        ? List.of(args).subList(1, args.length).toArray(String[]::new)
        : args;
  }

  /** One line that names the option, and exit status 2. */
  private static int refuse(ParameterException e, String[] args) {
    var line = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong options");
    e.getCommandLine().getErr().println("mcp2p-server: " + line);
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public void run() {
    if (transport == Transport.HTTP) {
      throw wrong("--transport: http is not available yet; use stdio");
    }
    if (http != null) {
      throw wrong(httpOption() + ": an option of HTTP, which is not available yet");
    }
    if (rails.isEmpty()) {
      throw wrong("--rails: name at least one of spei, pse and pix");
    }
    if (!ledger.equals("memory")) {
      throw wrong("--ledger: only memory is available yet");
    }
    var names = new LinkedHashSet<>(tools);
    try (var log = audit == null ? null : auditFile(audit);
        var server = server(names, log == null ? AuditLog.slf4j() : AuditLog.slf4j().and(log))) {
      server.serveStdio();
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

  private Mcp2pServer server(Set<String> names, AuditLog auditLog) {
    var caller = Caller.local(language());
    try {
      var selection = new ToolSelection(names);
      var server =
          Mcp2pServer.builder()
              .rails(rails.stream().map(this::rail).toList())
              .exposing(selection)
              .verifier(sandboxCode == null ? Verifier.sandbox() : Verifier.sandbox(sandboxCode))
              .phoneNumbers(always(phoneNumber()))
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
      throw wrong("--mode " + mode.wire() + ": " + e.getMessage());
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

  /** The option as it was written; several names share one field. */
  private String httpOption() {
    return spec.commandLine().getParseResult().originalArgs().stream()
        .map(it -> it.replaceFirst("=.*", ""))
        .filter(HTTP_OPTIONS::contains)
        .findFirst()
        .orElseThrow();
  }

  private ParameterException wrong(String line) {
    return new ParameterException(spec.commandLine(), line);
  }
}
