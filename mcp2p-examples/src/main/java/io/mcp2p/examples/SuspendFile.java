package io.mcp2p.examples;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.mcp2p.policy.PaymentPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The switch that stops payments: a file that is there. */
final class SuspendFile {
  private static final Logger LOG = LoggerFactory.getLogger(SuspendFile.class);

  @Option(
      names = "--suspend-file",
      paramLabel = "FILE",
      defaultValue = "${env:MCP2P_SUSPEND_FILE}",
      description = "While this file is there, no payment is begun or approved.")
  private @Nullable Path file;

  /**
   * Tells whether payments are stopped now; never, if no file was named. Where that cannot be found
   * out, as in a folder that may not be read any more, they are.
   */
  boolean isThere() {
    return file != null && !Files.notExists(file, NOFOLLOW_LINKS);
  }

  /**
   * Refuses payments while they are stopped. Says once which file does it, as others may be meant.
   */
  PaymentPolicy policy() {
    if (file != null) {
      LOG.info("no payments while there is a file {}", file.toAbsolutePath());
    }
    return PaymentPolicy.suspendedWhile(this::isThere);
  }

  /** Returns the file, which was named. */
  Path path() {
    if (file == null) {
      throw new WrongOption("--suspend-file: name the file that the server was started with");
    }
    return Objects.requireNonNull(file);
  }
}
