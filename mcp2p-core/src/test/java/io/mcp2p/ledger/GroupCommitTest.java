package io.mcp2p.ledger;

import static io.mcp2p.tck.SamplePayment.NOW;
import static io.mcp2p.tck.SamplePayment.lunch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Writers of SQLite who wait for one another, and what is told them when something breaks. */
class GroupCommitTest {
  private static final int WAITING = 8;

  @TempDir Path directory;
  private WatchedDataSource database;
  private JdbcLedger ledger;
  private final List<Payment> payments = new ArrayList<>();

  @BeforeEach
  void open() {
    var file = new SQLiteDataSource();
    file.setUrl("jdbc:sqlite:" + directory.resolve("ledger.db"));
    JdbcLedger.createSchema(file);
    database = WatchedDataSource.of(file);
    ledger = JdbcLedger.builder(database.dataSource()).storingPersonalDataPlainly().build();
    for (int i = 0; i <= WAITING; i++) {
      payments.add(JdbcLedgerContract.stored(ledger, lunch().digest("d" + i).to("phone " + i)));
    }
  }

  /** One writes; the others come meanwhile and wait; then the fault. */
  private List<CompletableFuture<Boolean>> waitingWhileOneWrites(WatchedDataSource.Fault fault)
      throws InterruptedException {
    var writing = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var first = new AtomicInteger();
    database.breaks(
        event -> {
          if (event.startsWith("before update") && first.getAndIncrement() == 0) {
            writing.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new SQLException(e);
            }
          } else {
            fault.at(event);
          }
        });
    var done = new ArrayList<CompletableFuture<Boolean>>();
    var threads = new ArrayList<Thread>();
    for (Payment payment : payments) {
      var outcome = new CompletableFuture<Boolean>();
      var thread =
          new Thread(
              () -> {
                try {
                  outcome.complete(ledger.replace(payment, payment.codeSent("state", NOW)));
                } catch (RuntimeException e) {
                  outcome.completeExceptionally(e);
                }
              });
      thread.start();
      if (threads.isEmpty()) {
        writing.await();
      }
      threads.add(thread);
      done.add(outcome);
    }
    await()
        .until(
            () ->
                threads.stream()
                    .skip(1)
                    .allMatch(it -> it.getState() == Thread.State.TIMED_WAITING));
    goOn.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    database.works();
    assertThat(done.get(0)).isCompletedWithValue(true);
    return done.subList(1, done.size());
  }

  private List<Integer> versions() {
    return payments.stream()
        .skip(1)
        .map(it -> ledger.find(it.id()).orElseThrow().version())
        .toList();
  }

  @Test
  void thoseWhoWait_areStoredByOneCommit() throws Exception {
    var commits = new AtomicInteger();

    var done =
        waitingWhileOneWrites(
            event -> {
              if (event.equals("before commit")) {
                commits.incrementAndGet();
              }
            });

    assertThat(done).allSatisfy(it -> assertThat(it).isCompletedWithValue(true));
    assertThat(commits).hasValue(1);
    assertThat(versions()).hasSize(WAITING).containsOnly(1);
  }

  @Test
  void commitThatFails_failsForAllAndStoresNothing() throws Exception {
    var done =
        waitingWhileOneWrites(
            event -> {
              if (event.equals("before commit")) {
                throw new SQLException("disk full");
              }
            });

    assertThat(done)
        .allSatisfy(
            it ->
                assertThat(it)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(LedgerException.class));
    assertThat(versions()).hasSize(WAITING).containsOnly(0);
    assertThat(database.borrowed()).isZero();
  }

  @Test
  void stepThatFails_failsAlone() throws Exception {
    var updates = new AtomicInteger();

    var done =
        waitingWhileOneWrites(
            event -> {
              if (event.startsWith("after update") && updates.incrementAndGet() == 4) {
                throw new SQLException("no more memory");
              }
            });

    assertThat(done).filteredOn(CompletableFuture::isCompletedExceptionally).hasSize(1);
    for (int i = 0; i < WAITING; i++) {
      assertThat(versions().get(i)).isEqualTo(done.get(i).isCompletedExceptionally() ? 0 : 1);
    }
  }

  @Test
  void waitThatIsInterrupted_endsAndTakesNoStep() throws Exception {
    var writing = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    database.breaks(
        event -> {
          if (event.startsWith("before update")) {
            writing.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new SQLException(e);
            }
          }
        });
    var one =
        CompletableFuture.supplyAsync(
            () -> ledger.replace(payments.get(0), payments.get(0).codeSent("state", NOW)));
    writing.await();
    var failure = new CompletableFuture<Throwable>();
    var other =
        new Thread(
            () -> {
              try {
                ledger.replace(payments.get(1), payments.get(1).codeSent("state", NOW));
              } catch (RuntimeException e) {
                failure.complete(e);
              }
            });
    other.start();
    await().until(() -> other.getState() == Thread.State.TIMED_WAITING);

    other.interrupt();

    assertThat(failure.get()).isInstanceOf(LedgerException.class);
    goOn.countDown();
    assertThat(one.get()).isTrue();
    assertThat(versions().get(0)).isZero();
  }
}
