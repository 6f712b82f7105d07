package io.mcp2p.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.Mcp2pServer;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.ledger.LedgerException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where payments are remembered, and the secrets that protect what is stored. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class LedgerArguments {
  private static final String SQLITE = "jdbc:sqlite:";
  private static final int BYTES = 64; // 32 to hash with, 32 to encrypt with

  @Option(
      names = "--ledger",
      paramLabel = "memory|JDBC-URL",
      defaultValue = "${env:MCP2P_LEDGER:-memory}",
      description =
          "Where payments are remembered: memory, jdbc:sqlite:FILE or jdbc:postgresql:...")
  private String ledger;

  @Option(
      names = "--secret",
      paramLabel = "FILE",
      defaultValue = "${env:MCP2P_SECRET}",
      description =
          "64 secret bytes in base 64, the same on every node; made beside a SQLite file if not set.")
  private @Nullable Path secret;

  /**
   * Configures the ledger.
   *
   * @return what is to be closed when the server is
   */
  Closeable configure(Mcp2pServer.Builder builder) {
    if (ledger.equals("memory")) {
      return () -> {};
    }
    if (!ledger.startsWith(SQLITE) && !ledger.startsWith("jdbc:postgresql:")) {
      throw new WrongOption("--ledger: memory, jdbc:sqlite:FILE or jdbc:postgresql://...");
    }
    var bytes = secretBytes();
    var source = dataSource();
    try {
      JdbcLedger.createSchema(source);
      builder
          .secret(Arrays.copyOf(bytes, 32))
          .ledger(
              JdbcLedger.builder(source)
                  .encryptingWith("1", Arrays.copyOfRange(bytes, 32, BYTES))
                  .build());
      return source;
    } catch (LedgerException | IllegalStateException e) {
      source.close();
      throw new WrongOption("--ledger: " + e.getMessage());
    }
  }

  private HikariDataSource dataSource() {
    var config = new HikariConfig();
    config.setJdbcUrl(ledger);
    config.setMaximumPoolSize(ledger.startsWith(SQLITE) ? 4 : 16);
    config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
    config.setInitializationFailTimeout(-1); // the ledger says it better
    return new HikariDataSource(config);
  }

  private byte[] secretBytes() {
    try {
      var file = secretFile();
      var bytes = Base64.getMimeDecoder().decode(Files.readString(file));
      if (bytes.length < BYTES) {
        throw new WrongOption("--secret: " + file + " has fewer than 64 bytes in base 64");
      }
      return bytes;
    } catch (IOException | IllegalArgumentException e) {
      throw new WrongOption("--secret: cannot read " + secret);
    }
  }

  private Path secretFile() throws IOException {
    if (secret != null) {
      return secret;
    }
    if (!ledger.startsWith(SQLITE)) {
      throw new WrongOption("--secret: a ledger that nodes share needs the same secret on each");
    }
    var beside = Path.of(ledger.substring(SQLITE.length()).replaceFirst("\\?.*", "") + ".secret");
    try {
      makeSecret(beside);
    } catch (FileAlreadyExistsException e) {
      // Made by an earlier start: what is stored can be read with that one only.
    } catch (IOException e) {
      throw new WrongOption("--ledger: cannot write " + beside);
    }
    return beside;
  }

  private static void makeSecret(Path file) throws IOException {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      var owner = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
    } else {
      Files.createFile(file);
    }
    Files.writeString(file, Base64.getEncoder().encodeToString(bytes) + "\n");
  }
}
