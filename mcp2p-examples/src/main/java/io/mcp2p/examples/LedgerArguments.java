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
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where payments are remembered, and the secrets that protect what is stored. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class LedgerArguments {
  private static final String SQLITE = "jdbc:sqlite:";

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
          "A file of secrets, the same on every node; made beside a SQLite file if not set.")
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
    var stored = open();
    builder.secret(stored.secret().hashing()).ledger(stored.ledger());
    return stored;
  }

  /** A ledger in a database, open. */
  record Stored(JdbcLedger ledger, SecretFile secret, HikariDataSource source)
      implements Closeable {
    @Override
    public void close() {
      source.close();
    }
  }

  /** Opens the ledger, which is in a database, and makes what of it is not there. */
  Stored open() {
    return open(true);
  }

  /**
   * Opens the ledger of a server. Nothing is made: in an empty ledger of a mistyped name there
   * would be no payments, and nothing to do.
   */
  Stored openExisting() {
    requireExisting();
    return open(false);
  }

  /** Reads the secrets of a server, which need not be asked for its ledger if they are named. */
  SecretFile existingSecretFile() {
    if (secret == null) {
      requireExisting();
    }
    return secretFile(false);
  }

  private void requireExisting() {
    if (ledger.equals("memory")) {
      throw new WrongOption("--ledger: name the ledger that the server was started with");
    }
    if (ledger.startsWith(SQLITE) && !Files.exists(Path.of(file().replaceFirst("^file:", "")))) {
      throw new WrongOption("--ledger: there is no file " + file());
    }
  }

  private String file() {
    return ledger.substring(SQLITE.length()).replaceFirst("\\?.*", "");
  }

  private Stored open(boolean making) {
    if (!ledger.startsWith(SQLITE) && !ledger.startsWith("jdbc:postgresql:")) {
      throw new WrongOption("--ledger: memory, jdbc:sqlite:FILE or jdbc:postgresql://...");
    }
    var file = secretFile(making);
    var source = dataSource();
    try {
      if (making) {
        JdbcLedger.createSchema(source);
      }
      return new Stored(file.decrypting(JdbcLedger.builder(source)).build(), file, source);
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

  /** Reads the secret; if {@code making}, makes one beside a SQLite file that has none. */
  private SecretFile secretFile(boolean making) {
    if (secret != null) {
      return SecretFile.read(secret);
    }
    if (!ledger.startsWith(SQLITE)) {
      throw new WrongOption("--secret: a ledger that nodes share needs the same secret on each");
    }
    var beside = Path.of(file() + ".secret");
    try {
      if (making) {
        SecretFile.make(beside);
      }
    } catch (FileAlreadyExistsException e) {
      // Made by an earlier start: what is stored can be read with that one only.
    } catch (IOException e) {
      throw new WrongOption("--ledger: cannot write " + beside);
    }
    return SecretFile.read(beside);
  }
}
