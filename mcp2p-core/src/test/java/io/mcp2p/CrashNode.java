package io.mcp2p;

import static io.mcp2p.TinyServer.SEND;
import static io.mcp2p.TinyServer.caller;
import static io.mcp2p.TinyServer.payment;
import static io.mcp2p.TinyServer.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.auth.Caller;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.tck.CapturingVerifier;
import io.mcp2p.tck.TinyRail;
import io.mcp2p.verification.PhoneNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that pays, until its standard input ends or it is killed. Four agents pay at once, two
 * for callers of the node's own and two for callers of all nodes, and write down what they were
 * told. When it starts, it repeats the last calls of the process before it, whatever they were told
 * then. What must never be goes to standard output.
 */
final class CrashNode implements AutoCloseable {
  private static final byte[] SECRET = "a secret that outlives processes".getBytes(UTF_8);
  private static final int AGENTS = 4;
  private static final int REPEATED = 3;

  private final int number;
  private final Path directory;
  private final SplittableRandom random;
  private final HikariDataSource pool;
  private final CrashBank bank;
  private final CapturingVerifier verifier = new CapturingVerifier();
  private final Wiring wiring;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  CrashNode(int number, String url, Path directory, long seed, Duration ahead, int perDay)
      throws Exception {
    this.number = number;
    this.directory = directory;
    this.random = new SplittableRandom(seed);
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(6);
    config.setConnectionTimeout(3000);
    config.setInitializationFailTimeout(20_000);
    pool = new HikariDataSource(config);
    bank = CrashBank.open(directory.resolve("bank.db"), seed);
    var clock = Clock.offset(Clock.systemUTC(), ahead);
    wiring =
        Wiring.of(
            Mcp2pServer.builder()
                .rails(TinyRail.of(bank.connector(clock)))
                .ledger(
                    JdbcLedger.builder(pool)
                        .encryptingWith("k1", SECRET)
                        .timeout(Duration.ofSeconds(2))
                        .build())
                .secret(SECRET)
                .verifier(random.nextBoolean() ? verifier : verifier.local())
                .phoneNumbers(caller -> new PhoneNumber("+5255123456" + caller.id()))
                .policy(PaymentPolicy.perDayCount(perDay))
                .audit(entry -> {})
                .clock(clock));
  }

  public static void main(String[] args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    var ahead = Duration.ofHours(Long.parseLong(args[4]));
    var node =
        new CrashNode(
            Integer.parseInt(args[0]),
            args[1],
            Path.of(args[2]),
            Long.parseLong(args[3]),
            ahead,
            Integer.parseInt(args[5]));
    System.out.println("started");
    node.work();
    while (System.in.read() >= 0) {
      // until the parent lets go
    }
    System.exit(0);
  }

  int reconcile() {
    return wiring.reconcile();
  }

  private void work() {
    for (int agent = 0; agent < AGENTS; agent++) {
      int shared = AGENTS / 2;
      var caller = caller("%d%d".formatted(agent < shared ? 0 : number, agent), Locale.ENGLISH);
      var journal = directory.resolve(number + "-" + agent + ".journal");
      var dice = random.split();
      threads.execute(
          () -> {
            try {
              repeat(caller, journal);
              for (long i = 0; ; i++) {
                pay(caller, journal, number + "/" + dice.nextInt(1 << 30) + "/" + i);
                if (i == 0) {
                  System.out.println("paid");
                }
              }
            } catch (IOException | RuntimeException e) {
              System.out.println("FAILED " + e);
            }
          });
    }
    threads.execute(
        () -> {
          while (true) {
            LockSupport.parkNanos(5_000_000);
            try {
              reconcile();
            } catch (RuntimeException e) {
              // The ledger does not answer: the next round asks again.
            }
          }
        });
  }

  /** Two second turns at once, as an impatient agent sends them, perhaps to two nodes. */
  private void pay(Caller caller, Path journal, String note) throws IOException {
    var arguments = payment("1234567890", 150_00, note);
    var asked = call(caller, arguments);
    if (!told(asked).startsWith("2fa_required")) {
      return; // the day's limit, or the ledger does not answer
    }
    var code = verifier.codeOf(TinyServer.json(asked).get("data").get("challengeId").asString());
    write(journal, note + " " + code + " presented");
    var twice = CompletableFuture.supplyAsync(() -> present(caller, note, code), threads);
    var answer = told(present(caller, note, code));
    var other = told(twice.join());
    if (answer.startsWith("success") && other.startsWith("success") && !answer.equals(other)) {
      System.out.println("FAILED two payments for one code: " + answer + ", " + other);
    }
    write(journal, note + " " + code + " " + (answer.startsWith("success") ? answer : other));
  }

  private Reply present(Caller caller, String note, String code) {
    return call(caller, with(payment("1234567890", 150_00, note), "verificationCode", code));
  }

  private Reply call(Caller caller, Map<String, ?> arguments) {
    return wiring.call(SEND, Json.ANSWERS.writeValueAsString(arguments), caller);
  }

  /** Status and payment, or the code of the refusal. */
  private static String told(Reply reply) {
    if (reply.isError()) {
      var code = TinyServer.json(reply).get("error").get("code").asString();
      if (code.equals("INTERNAL_ERROR")) {
        System.out.println("FAILED " + reply.text());
      }
      return code;
    }
    var data = TinyServer.json(reply).get("data");
    return data.get("status").asString() + " " + data.get("paymentId").asString();
  }

  /** What was a success stays that success; of what was not heard, no second payment is made. */
  private void repeat(Caller caller, Path journal) throws IOException {
    for (String line : last(journal)) {
      var parts = line.split(" ", 3);
      var answer = told(present(caller, parts[0], parts[1]));
      if (parts[2].startsWith("success")
          && !answer.equals(parts[2])
          && !answer.equals("LEDGER_UNAVAILABLE")) {
        System.out.println("FAILED " + line + ", and now " + answer);
      }
    }
  }

  private static List<String> last(Path journal) throws IOException {
    if (!Files.exists(journal)) {
      return List.of();
    }
    var whole = new ArrayList<>(Files.readAllLines(journal));
    whole.removeIf(it -> it.split(" ", 3).length < 3);
    return whole.subList(Math.max(0, whole.size() - REPEATED), whole.size());
  }

  private static void write(Path journal, String line) {
    try {
      Files.writeString(journal, line + "\n", CREATE, APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    threads.shutdownNow();
    wiring.close();
    pool.close();
    bank.close();
  }
}
