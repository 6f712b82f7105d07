package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.ledger.TestDatabases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed while they pay, and what ledger and bank say afterwards: every approved
 * payment is at the bank exactly once, every transfer of the bank's is in the ledger, no code was
 * good for two, no limit was exceeded. {@code -Dmcp2p.crash.seed=…} repeats a run's dice.
 */
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("mcp2p.crash.rounds", 50);
  private static final long SEED = Long.getLong("mcp2p.crash.seed", System.nanoTime());
  private static final int HOURS_A_ROUND = 3;

  // Sometimes reached within the rounds of a day.
  private static final int PER_DAY = 100;

  /** How a node is started. Starting takes longest, so what nodes load is kept in an archive. */
  private static final List<String> JAVA = new ArrayList<>();

  @TempDir Path directory;
  private final SplittableRandom random = new SplittableRandom(SEED);

  @BeforeAll
  static void keepWhatNodesLoad(@TempDir Path folder) throws Exception {
    JAVA.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    JAVA.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    JAVA.addAll(List.of("-cp", jars(folder)));
    var archive = folder.resolve("nodes.jsa");
    var url = "jdbc:sqlite:" + folder.resolve("ledger.db");
    try (var pool = TestDatabases.pool(url)) {
      JdbcLedger.createSchema(pool);
    }
    JAVA.addAll(List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + archive));
    try (var node = start(1, url, folder, new SplittableRandom(SEED), 0)) {
      node.runFor("paid", 0);
      node.end();
    }
    JAVA.set(JAVA.size() - 1, "-XX:SharedArchiveFile=" + archive);
  }

  /** The class path without directories, from which nothing is archived. */
  private static String jars(Path folder) {
    var jar = ToolProvider.findFirst("jar").orElseThrow();
    var paths = new ArrayList<String>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Files.isDirectory(Path.of(path))) {
        var packed = folder.resolve(paths.size() + ".jar").toString();
        assertThat(jar.run(System.out, System.err, "-c0Mf", packed, "-C", path, ".")).isZero();
        paths.add(packed);
      } else {
        paths.add(path);
      }
    }
    return String.join(File.pathSeparator, paths);
  }

  @Test
  void processKilledAtAnyMoment_paysOnceAndForgetsNothing() throws Exception {
    // Two lines of processes, each with a ledger and a bank, because starting one takes longest.
    var other = random.split();
    var line =
        CompletableFuture.runAsync(() -> rounds(directory.resolve("one"), random, ROUNDS / 2));
    rounds(directory.resolve("two"), other, ROUNDS - ROUNDS / 2);
    line.get();
  }

  private static void rounds(Path directory, SplittableRandom random, int rounds) {
    var url = "jdbc:sqlite:" + directory.resolve("ledger.db");
    try {
      Files.createDirectory(directory);
      try (var pool = TestDatabases.pool(url)) {
        JdbcLedger.createSchema(pool);
        for (int round = 0; round < rounds; round++) {
          try (var child = start(1, url, directory, random, (long) round * HOURS_A_ROUND)) {
            // Mostly while it pays; at times while it finds out what was left by the one before.
            child.runFor(round % 5 == 4 ? "started" : "paid", random.nextInt(200));
          }
        }
        compare(pool, url, directory, rounds * HOURS_A_ROUND, rounds);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** All nodes have one clock: one that is hours ahead would take a late look-up for proof. */
  @Test
  void nodesAndDatabaseKilledAtAnyMoment_payOnceAndForgetNothing() throws Exception {
    int kills = Math.max(4, ROUNDS / 10);
    int databaseCrashes = Math.max(2, ROUNDS / 50);
    try (var database = new PostgresProcess(directory.resolve("postgres"))) {
      try (var pool = TestDatabases.pool(database.url())) {
        JdbcLedger.createSchema(pool);
      }
      for (int life = 0; life < databaseCrashes; life++) {
        long hours = (long) life * HOURS_A_ROUND;
        var nodes = new ArrayList<Child>();
        for (int number = 1; number <= 3; number++) {
          nodes.add(start(number, database.url(), directory, random, hours));
        }
        for (int kill = 0; kill < kills / databaseCrashes; kill++) {
          int victim = random.nextInt(nodes.size());
          nodes.get(victim).runFor("paid", random.nextInt(300));
          nodes.get(victim).close();
          nodes.set(victim, start(victim + 1, database.url(), directory, random, hours));
        }
        nodes.get(random.nextInt(nodes.size())).runFor("paid", random.nextInt(200));
        for (Child node : nodes) {
          node.runFor("started", 0); // without a database a node does not even start
        }
        database.crash();
        database.start();
        for (Child node : nodes) {
          node.runFor("paid", random.nextInt(300));
          node.close();
        }
      }
      try (var pool = TestDatabases.pool(database.url())) {
        compare(pool, database.url(), directory, databaseCrashes * HOURS_A_ROUND, kills);
      }
    }
  }

  private record Booked(String state, String reference, String caller, long createdAt) {}

  private static void compare(DataSource pool, String url, Path directory, int hours, int atLeast)
      throws Exception {
    // Later than any look-up could be mistaken for proof.
    var ahead = Duration.ofHours(hours + 24L);
    try (var node = new CrashNode(9, url, directory, SEED, ahead, PER_DAY);
        var bank = CrashBank.open(directory.resolve("bank.db"), SEED)) {
      while (node.reconcile() > 0) {
        // a hundred at a time
      }
      var transfers = bank.transfers();
      var payments = payments(pool);
      assertThat(payments).as("seed %d", SEED).extracting(Booked::state).doesNotContain("pending");
      assertThat(
              payments.stream()
                  .filter(it -> it.state().equals("settled"))
                  .collect(toMap(Booked::reference, it -> 1)))
          .as("what the ledger calls settled, and what the bank has booked; seed %d", SEED)
          .isEqualTo(transfers)
          .hasSizeGreaterThan(atLeast);
      assertThat(bank.notes().values()).as("seed %d", SEED).allMatch(it -> it == 1);
      assertThat(mostOfADay(payments)).as("seed %d", SEED).isBetween(1, PER_DAY);
    }
  }

  private static List<Booked> payments(DataSource pool) throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select state, reference, caller, created_at from mcp2p_payment")) {
      var payments = new ArrayList<Booked>();
      while (rows.next()) {
        payments.add(
            new Booked(rows.getString(1), rows.getString(2), rows.getString(3), rows.getLong(4)));
      }
      return payments;
    }
  }

  /** The most payments of one caller within any 24 hours. */
  private static int mostOfADay(List<Booked> payments) {
    long day = Duration.ofDays(1).toMillis();
    var settled = payments.stream().filter(it -> it.state().equals("settled")).toList();
    return settled.stream()
        .mapToInt(
            last ->
                (int)
                    settled.stream()
                        .filter(it -> it.caller().equals(last.caller()))
                        .filter(it -> it.createdAt() <= last.createdAt())
                        .filter(it -> it.createdAt() > last.createdAt() - day)
                        .count())
        .max()
        .orElse(0);
  }

  private static Child start(
      int number, String url, Path directory, SplittableRandom random, long hours)
      throws IOException {
    var command = new ArrayList<>(JAVA);
    command.add(CrashNode.class.getName());
    command.addAll(List.of(Integer.toString(number), url, directory.toString()));
    command.addAll(List.of(Long.toString(random.nextLong()), Long.toString(hours)));
    command.add(Integer.toString(PER_DAY));
    return new Child(command);
  }

  /** A process of {@link CrashNode}. */
  private static final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final List<String> heard = new ArrayList<>();

    Child(List<String> command) throws IOException {
      process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
      output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** Lets it go on for so long after it has said something for the first time. */
    void runFor(String said, int millis) throws Exception {
      while (!heard.contains(said)) {
        heard.add(String.valueOf(output.readLine()));
        assertThat(heard).isSubsetOf("started", "paid");
      }
      assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).as("ended by itself").isFalse();
    }

    /** Lets it end by itself. */
    void end() throws Exception {
      process.getOutputStream().close();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Kills it, as {@code kill -9} does. */
    @Override
    public void close() {
      process.toHandle().destroyForcibly(); // Process.destroyForcibly would close its output
      process.onExit().join();
      assertThat(output.lines()).isSubsetOf("started", "paid");
    }
  }

  /** A PostgreSQL server that can die and come back. */
  private static final class PostgresProcess implements AutoCloseable {
    private final Path directory;
    private final int port;
    private EmbeddedPostgres server;

    PostgresProcess(Path directory) throws IOException {
      this.directory = directory;
      this.port = freePort();
      start();
    }

    /**
     * Below those that the system gives out: while the server is down, nobody is to get its port.
     */
    private static int freePort() throws IOException {
      for (int port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000); ; port++) {
        try (var socket = new ServerSocket(port)) {
          return socket.getLocalPort();
        } catch (BindException e) {
          // the next one
        }
      }
    }

    String url() {
      return server.getJdbcUrl("postgres", "postgres");
    }

    void start() throws IOException {
      server =
          TestDatabases.newPostgres()
              .setDataDirectory(directory)
              .setCleanDataDirectory(false)
              .setPort(port)
              .start();
    }

    /** Ends it without a word to anybody; it recovers from its log when it is started again. */
    void crash() throws Exception {
      var pid = Files.readAllLines(directory.resolve("postmaster.pid")).get(0).strip();
      var gone = ProcessHandle.of(Long.parseLong(pid)).orElseThrow().onExit();
      assertThat(new ProcessBuilder("kill", "-QUIT", pid).start().waitFor()).isZero();
      gone.get(10, TimeUnit.SECONDS);
      server.close();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
