package io.mcp2p.examples;

import io.mcp2p.auth.ApiKey;
import io.mcp2p.auth.ApiKeys;
import io.mcp2p.auth.Mode;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Makes, lists and revokes API keys. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Makes, lists and revokes the API keys of a file.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class KeysCommand implements Runnable {
  private static final Pattern OF_THIS_JAR =
      Pattern.compile("mcp:((spei|pse|pix):)?(payments:(read|write)|reference:read)|mcp:docs:read");

  @Spec private CommandSpec spec;

  @Option(
      names = "--api-keys",
      paramLabel = "FILE",
      required = true,
      scope = ScopeType.INHERIT,
      defaultValue = "${env:MCP2P_API_KEYS}",
      description = "The file of the keys.")
  private Path file;

  @Override
  public void run() {
    throw wrong("keys: say what to do: create, list or revoke ID");
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a key and prints it, once; nothing else goes to standard output.")
  int create(
      @Option(
              names = "--scopes",
              split = ",",
              required = true,
              description = "What it allows: mcp:payments:read, mcp:spei:payments:write, ...")
          Set<String> scopes,
      @Option(
              names = "--mode",
              required = true,
              description = "The servers that take it: test or live.")
          Mode mode,
      @Option(names = "--caller", description = "Whom it stands for; if not set, its own id.")
          @Nullable String caller,
      @Option(
              names = "--locale",
              defaultValue = "en",
              description = "Language of the caller's messages: en, es or pt.")
          String locale,
      @Option(names = "--days", description = "For how many days it is taken; for ever if not set.")
          @Nullable Integer days) {
    if (!Set.of("en", "es", "pt").contains(locale)) {
      throw wrong("--locale: en, es or pt, not " + locale);
    }
    var lifetime = days == null ? null : Duration.ofDays(days);
    var language = Locale.forLanguageTag(locale);
    var key = onFile(() -> ApiKeys.in(file).create(mode, scopes, caller, language, lifetime));
    scopes.stream()
        .filter(scope -> !OF_THIS_JAR.matcher(scope).matches())
        .forEach(
            scope ->
                spec.commandLine()
                    .getErr()
                    .println("keys create: no tool of this jar asks for the scope " + scope));
    spec.commandLine().getOut().println(key);
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the keys, oldest first, without what is secret.")
  int list() {
    List<ApiKey> keys = onFile(() -> ApiKeys.in(file).list());
    var now = Instant.now();
    keys.forEach(key -> spec.commandLine().getOut().println(line(key, now)));
    return ExitCode.OK;
  }

  private static String line(ApiKey key, Instant now) {
    var standing =
        key.revokedAt() != null
            ? "revoked " + key.revokedAt()
            : key.expiresAt() == null
                ? "taken"
                : (key.isTaken(now) ? "taken until " : "expired ") + key.expiresAt();
    return String.join(
        "  ", key.id(), key.mode().wire(), key.caller(), String.join(",", key.scopes()), standing);
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Has a key no longer taken; running servers notice within a second.")
  int revoke(
      @Parameters(paramLabel = "ID", description = "Its 8 letters and digits in keys list.")
          String id) {
    if (!id.matches("[0-9a-z]{8}")) { // which is not repeated here, for it may be the key itself
      throw wrong("keys revoke: a key is named by the 8 letters and digits that keys list shows");
    }
    if (!onFile(() -> ApiKeys.in(file).revoke(id))) {
      throw wrong("keys revoke: there is no key " + id + " that is not revoked");
    }
    return ExitCode.OK;
  }

  private <T> T onFile(Supplier<T> work) {
    try {
      return work.get();
    } catch (UncheckedIOException e) {
      throw wrong(
          e.getCause() instanceof NoSuchFileException
              ? "--api-keys: there is no file " + file
              : "--api-keys: cannot read or write " + file);
    } catch (IllegalStateException e) {
      throw wrong("--api-keys: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw wrong("keys create: " + e.getMessage());
    }
  }

  private ParameterException wrong(String line) {
    return new ParameterException(spec.commandLine(), line);
  }
}
