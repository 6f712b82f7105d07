package io.mcp2p;

import static io.mcp2p.TinyServer.SEND;
import static io.mcp2p.TinyServer.caller;
import static io.mcp2p.TinyServer.payment;
import static io.mcp2p.TinyServer.with;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.auth.Caller;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.ledger.Opening;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.ledger.TestDatabases;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.tck.RecordingConnector;
import io.mcp2p.tck.SamplePayment;
import io.mcp2p.tck.TinyRail;
import io.mcp2p.verification.Challenge;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * What a durable payment costs beside the least that a database can do for it: a row inserted and
 * the same row updated, each with a commit of its own, from the same driver and pool. Ratios of one
 * run; the absolute figures are the disk's. {@code java … io.mcp2p.LedgerFigures [seconds [most
 * rows]]}
 */
public final class LedgerFigures {
  private static final byte[] SECRET = "a secret that outlives processes".getBytes(UTF_8);
  private static final int POOL = 8;
  private static final int SLICES = 5;
  private static final OperatingSystemMXBean OS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int PAYMENTS_A_DAY = 100;
  private static long seconds = 3;
  private static double cpu; // microseconds of this process for each, in the last measurement

  private LedgerFigures() {}

  public static void main(String[] args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    if (args.length > 0) {
      seconds = Long.parseLong(args[0]);
    }
    int mostRows = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
    memory();
    for (int callers : new int[] {1, 8, 64}) {
      try (var server = server(PaymentLedger.inMemory(1_000_000), true)) {
        rate(callers, server::pay); // warm
        System.out.printf(
            Locale.ROOT,
            "memory callers=%d payments=%.0f/s cpu=%.0f us%n",
            callers,
            rate(callers, server::pay),
            cpu);
      }
    }
    var directory = Files.createTempDirectory("ledger-figures");
    figures("sqlite", "jdbc:sqlite:" + directory.resolve("ledger.db"), mostRows);
    try (var postgres = postgres(0)) {
      figures("postgresql", postgres.getJdbcUrl("postgres", "postgres"), mostRows);
    }
    // A disk across a network, or a standby that has to confirm, takes its time for each commit.
    try (var postgres = postgres(2000)) {
      figures("postgresql+2ms", postgres.getJdbcUrl("postgres", "postgres"), 0);
    }
  }

  private static EmbeddedPostgres postgres(int commitDelay) throws IOException {
    return TestDatabases.newPostgres()
        .setServerConfig("fsync", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("commit_delay", Integer.toString(commitDelay))
        .setServerConfig("commit_siblings", "0")
        .start();
  }

  private static void figures(String name, String url, int mostRows) throws Exception {
    try (var pool = pool(url)) {
      JdbcLedger.createSchema(pool);
      execute(pool, "create table bare (id text primary key, state text, at bigint)");
      for (int callers : new int[] {1, 8, 64}) {
        throughput(name, pool, callers);
      }
      int filled = 0;
      for (int rows = 1000; rows <= mostRows; rows *= 10) {
        TestDatabases.fill(pool, "caller 0", filled + 1, rows);
        filled = rows;
        try (var server = server(pool, true)) {
          rate(1, server::pay); // warm
          System.out.printf(
              Locale.ROOT,
              "%s rows=%d payment=%d us%n",
              name,
              rows,
              Math.round(1e6 / rate(1, server::pay)));
        }
      }
    }
  }

  private static void throughput(String name, HikariDataSource pool, int callers) throws Exception {
    try (var own = server(pool, true);
        var others = server(pool, false)) {
      rate(callers, own::pay); // warm
      rate(callers, caller -> pair(pool));
      rate(callers, others::pay);
      // In turns, because what else the machine does changes from second to second.
      var pairs = new double[SLICES];
      var payments = new double[SLICES];
      var elsewhere = new double[SLICES];
      var cpuOfPairs = new double[SLICES];
      var cpuOfPayments = new double[SLICES];
      for (int slice = 0; slice < SLICES; slice++) {
        pairs[slice] = rate(callers, caller -> pair(pool));
        cpuOfPairs[slice] = cpu;
        payments[slice] = rate(callers, own::pay);
        cpuOfPayments[slice] = cpu;
        elsewhere[slice] = rate(callers, others::pay);
      }
      System.out.printf(
          Locale.ROOT,
          "%s callers=%d pairs=%.0f/s payments=%.0f/s ratio=%.2f, codes checked elsewhere=%.0f/s"
              + " ratio=%.2f; cpu of this process: pair %.0f us, payment %.0f us%n",
          name,
          callers,
          median(pairs),
          median(payments),
          median(ratios(payments, pairs)),
          median(elsewhere),
          median(ratios(elsewhere, pairs)),
          median(cpuOfPairs),
          median(cpuOfPayments));
    }
  }

  private static double[] ratios(double[] some, double[] others) {
    return IntStream.range(0, SLICES).mapToDouble(i -> some[i] / others[i]).toArray();
  }

  private static double median(double[] of) {
    return Arrays.stream(of).sorted().toArray()[SLICES / 2];
  }

  private interface Work {
    void by(int caller) throws Exception;
  }

  /** How often a second so many threads do it. */
  private static double rate(int threads, Work work) throws Exception {
    var executor = Executors.newFixedThreadPool(threads);
    try {
      var done = new AtomicLong();
      long cpuBefore = OS.getProcessCpuTime();
      long began = System.nanoTime();
      long end = began + Duration.ofSeconds(seconds).toNanos();
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < threads; i++) {
        int caller = i;
        all.add(
            executor.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    work.by(caller);
                    done.incrementAndGet();
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      cpu = (OS.getProcessCpuTime() - cpuBefore) / 1000.0 / Math.max(1, done.get());
      return done.get() * 1e9 / (System.nanoTime() - began);
    } finally {
      executor.shutdownNow();
    }
  }

  private static void pair(HikariDataSource pool) throws SQLException {
    var id = UUID.randomUUID().toString();
    try (var connection = pool.getConnection();
        var insert = connection.prepareStatement("insert into bare values (?, 'pending', 0)");
        var update =
            connection.prepareStatement("update bare set state = 'settled' where id = ?")) {
      insert.setString(1, id);
      insert.executeUpdate();
      update.setString(1, id);
      update.executeUpdate();
    }
  }

  private record Server(Wiring wiring, AtomicLong number) implements AutoCloseable {

    void pay(int index) {
      long mine = number.incrementAndGet();
      // Nobody pays as often as a loop does: another person now and then, and so another day's sum.
      Caller caller = caller("caller " + index + "/" + mine / PAYMENTS_A_DAY, Locale.ENGLISH);
      var arguments = payment("1234567890", 150_00, "Lunch " + mine);
      call(caller, arguments);
      var reply = call(caller, with(arguments, "verificationCode", "123456"));
      if (!reply.outcome().equals("success")) {
        throw new IllegalStateException(reply.text());
      }
    }

    private Reply call(Caller caller, Map<String, ?> arguments) {
      return wiring.call(SEND, Json.ANSWERS.writeValueAsString(arguments), caller);
    }

    @Override
    public void close() {
      wiring.close();
    }
  }

  private static Server server(HikariDataSource pool, boolean ownCodes) {
    return server(JdbcLedger.builder(pool).encryptingWith("1", SECRET).build(), ownCodes);
  }

  private static Server server(PaymentLedger ledger, boolean ownCodes) {
    var connector = new RecordingConnector(Clock.systemUTC());
    connector.script(it -> PaymentOutcome.Settled.at(Clock.systemUTC().instant()));
    return new Server(
        Wiring.of(
            Mcp2pServer.builder()
                .rails(TinyRail.of(connector))
                .ledger(ledger)
                .secret(SECRET)
                .verifier(ownCodes ? Verifier.sandbox("123456") : new AnyCode())
                .phoneNumbers(
                    it ->
                        new PhoneNumber("+525" + "%09d".formatted(it.id().hashCode() & 0xFFFFFFF)))
                .policy(PaymentPolicy.perDay(Money.mxn(Long.MAX_VALUE)))
                .audit(entry -> {})),
        new AtomicLong());
  }

  /** Sends nothing, finds every code right, and is taken for one that asks somebody. */
  private static final class AnyCode implements Verifier {
    @Override
    public Sending send(Challenge challenge) {
      return new Sending.Sent("state");
    }

    @Override
    public Verdict check(Challenge challenge, String code) {
      return Verdict.APPROVED;
    }
  }

  /** CPU that the ledger in memory takes for all steps of one payment. */
  private static void memory() {
    var threads = ManagementFactory.getThreadMXBean();
    for (int round = 0; round < 5; round++) {
      var ledger = PaymentLedger.inMemory();
      int count = 20_000;
      var payments = new ArrayList<Payment>(); // made before the clock runs
      for (int i = 0; i < count; i++) {
        payments.add(SamplePayment.lunch().digest("d" + i).to("phone " + i).payment());
      }
      long began = threads.getCurrentThreadCpuTime();
      for (var payment : payments) {
        var now = payment.createdAt();
        var opened = ((Opening.Opened) ledger.open(payment.codeMade("state"), now)).payment();
        ledger.findByPhone(opened.owner(), opened.question().phoneHash());
        var claimed =
            opened.attemptTaken(now).claimed("hash", "R" + payment.id(), Map.of(), now, now);
        ledger.replace(opened, claimed);
        ledger.replace(claimed, claimed.after(PaymentOutcome.Settled.at(now), now, now));
      }
      long each = (threads.getCurrentThreadCpuTime() - began) / count;
      System.out.printf(Locale.ROOT, "memory cpu per payment=%.1f us%n", each / 1000.0);
    }
  }

  private static HikariDataSource pool(String url) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(POOL);
    if (url.startsWith("jdbc:sqlite:")) {
      config.setConnectionInitSql(
          "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 30000");
    }
    return new HikariDataSource(config);
  }

  private static void execute(HikariDataSource pool, String sql) throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
