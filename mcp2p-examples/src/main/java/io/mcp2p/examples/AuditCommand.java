package io.mcp2p.examples;

import io.mcp2p.audit.AuditChain;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an operator does with an audit log. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Checks an audit log that --audit has written.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "audit: say what to do with it: verify FILE");
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Names the first line that was changed, removed, added or moved.")
  int verify(@Parameters(paramLabel = "FILE") Path file) {
    AuditChain.Result result;
    try {
      result = AuditChain.verify(file);
    } catch (UncheckedIOException e) {
      throw new ParameterException(spec.commandLine(), "audit verify: cannot read " + file);
    }
    var out = spec.commandLine().getOut();
    if (result.broken().isPresent()) {
      out.println(file + ": line " + result.broken().get() + " is not in order");
      return ExitCode.SOFTWARE;
    }
    out.println(file + ": " + result.lines() + " lines in order, the last one " + result.hash());
    return ExitCode.OK;
  }
}
