package io.mcp2p.examples.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.Mcp2pServer;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.examples.JettyMain;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.payment.Money;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A payment gateway: over stdio for one person who may do everything, or over HTTP. */
@Command(name = "gateway", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class GatewayMain implements Callable<Integer> {
  private static final long SEED = 20261121;
  private static final int SECRET = 32;

  @Spec private CommandSpec spec;

  @Option(names = "--api-keys", description = "Serve HTTP, for who holds a key of this file.")
  private @Nullable Path apiKeys;

  @Option(names = "--port", defaultValue = "8080", description = "The port of HTTP.")
  private int port;

  @Option(
      names = "--database",
      description = "Keep everything in this file; GATEWAY_SECRET holds 64 characters or more.")
  private @Nullable Path file;

  @Option(names = "--now", description = "What time it is at the start, 2026-11-20T12:00:00Z.")
  private @Nullable Instant now;

  public static void main(String[] args) {
    System.exit(new CommandLine(new GatewayMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    var secret = file == null ? null : secret();
    var clock =
        now == null
            ? Clock.systemUTC()
            : Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), now));
    var builder =
        Mcp2pServer.builder()
            .serverInfo("gateway", "0.1.0")
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
            .policy(PaymentPolicy.perPayment(Money.mxn(50_000_00)))
            .reconcileEvery(Duration.ofMinutes(1))
            .clock(clock);
    try (var source = dataSource()) {
      builder.tools(Gateway.tools(source, SEED, clock.instant()));
      if (secret != null) {
        JdbcLedger.createSchema(source);
        var key = Arrays.copyOfRange(secret, SECRET, 2 * SECRET);
        builder
            .secret(Arrays.copyOf(secret, SECRET))
            .ledger(JdbcLedger.builder(source).encryptingWith("1", key).build());
      }
      if (apiKeys == null) {
        try (var server = builder.build()) {
          server.serveStdio();
        }
      } else {
        try (var server = builder.authenticator(Authenticator.apiKeys(apiKeys)).build()) {
          JettyMain.serve(server, "127.0.0.1", port, "/mcp");
        }
      }
    }
    return 0;
  }

  /** What hashes, and what encrypts: neither is filled up if the environment's is too short. */
  private byte[] secret() {
    var secret = System.getenv().getOrDefault("GATEWAY_SECRET", "").getBytes(UTF_8);
    if (secret.length < 2 * SECRET) {
      throw new ParameterException(
          spec.commandLine(), "--database: GATEWAY_SECRET is to hold 64 characters or more");
    }
    return secret;
  }

  private HikariDataSource dataSource() throws IOException {
    var config = new HikariConfig();
    var path = file;
    if (path == null) {
      path = Files.createTempFile("gateway", ".db");
      path.toFile().deleteOnExit();
    }
    config.setJdbcUrl("jdbc:sqlite:" + path);
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }
}
