package io.mcp2p;

import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.message;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.ledger.LedgerException;
import io.mcp2p.ledger.Owner;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentQuery;
import io.mcp2p.ledger.PaymentState;
import io.mcp2p.ledger.WatchedDataSource;
import io.mcp2p.payment.Money;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.tck.CapturedLog;
import io.mcp2p.tck.TinyTransfer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

/** A ledger that fails, at each step of a payment: nothing is paid twice, and nothing is lost. */
class LedgerOutageFlowTest {
  private static final byte[] SECRET = "a secret that outlives processes".getBytes(UTF_8);
  private static final AtomicInteger FILES = new AtomicInteger();
  private static final String UNAVAILABLE = "LEDGER_UNAVAILABLE";

  /** The steps that a payment takes in the ledger after it was opened, in order. */
  private static final int CODE_SENT = 1;

  private static final int ATTEMPT = 2;
  private static final int CLAIM = 3;
  private static final int OUTCOME = 4;

  @TempDir static Path directory;
  private WatchedDataSource database;
  private JdbcLedger ledger;
  private TinyServer server;

  @BeforeEach
  void open() {
    var file = new SQLiteDataSource();
    file.setUrl("jdbc:sqlite:" + directory.resolve(FILES.incrementAndGet() + ".db"));
    JdbcLedger.createSchema(file);
    database = WatchedDataSource.of(file);
    ledger = JdbcLedger.builder(database.dataSource()).storingPersonalDataPlainly().build();
    server = server(false);
  }

  private TinyServer server(boolean ownCodes) {
    return TinyServer.with(
        ownCodes,
        it -> it.ledger(ledger).secret(SECRET).policy(PaymentPolicy.perDay(Money.mxn(200_00))));
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Loses the connection at a step, from there on until the ledger works again. */
  private void loseAt(int step, String when, boolean forGood) {
    var steps = new AtomicInteger();
    database.breaks(
        event -> {
          boolean begins = event.startsWith("before update mcp2p_payment");
          int now = begins ? steps.incrementAndGet() : steps.get();
          boolean there = now == step && event.startsWith(when + " update mcp2p_payment");
          if (there) {
            steps.addAndGet(forGood ? 1000 : 1); // ends what happens only once
          }
          if (there || now >= 1000) {
            throw new SQLException("connection lost", "08006");
          }
        });
  }

  private List<Payment> payments() {
    return ledger.list(
        new PaymentQuery(
            new Owner(Mode.TEST, "ana"),
            null,
            null,
            null,
            null,
            null,
            null,
            1000,
            server.clock.instant()));
  }

  @Test
  void log_saysOnOneLineWhatTheDatabaseSaid() {
    database.breaks(
        event -> {
          throw new SQLException("the disk is full", "53100");
        });
    try (var log = CapturedLog.start()) {
      server.first(LUNCH);
      assertThat(log.lines().get(0))
          .contains("of " + TinyServer.SEND + " failed: the ledger ")
          .endsWith(": the disk is full");
    }
  }

  @Test
  void ledgerThatIsDown_isSaidSoAndNothingHappens() {
    database.breaks(
        event -> {
          throw new SQLException("no route to database 10.0.0.7", "08001");
        });

    for (Reply reply :
        List.of(
            server.first(LUNCH),
            server.second(LUNCH, "123456"),
            server.byId("payments_get", "pay_test_0123456789"),
            server.byId("payments_cancel", "pay_test_0123456789"))) {
      assertThat(code(reply)).isEqualTo(UNAVAILABLE);
      assertThat(message(reply)).contains("has paid nothing").doesNotContain("10.0.0.7");
      assertThat(detail(reply, "retryable")).isEqualTo("true");
      assertThat(detail(reply, "correlationId")).isNotEmpty();
      assertThat(reply.outcome()).isEqualTo(UNAVAILABLE);
    }
    assertThat(server.sent()).isZero();
    assertThat(server.verifier.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "after"})
  void codeThatWasSentAndNotNoted_isSentAgain(String when) {
    loseAt(CODE_SENT, when, false);

    assertThat(code(server.first(LUNCH))).isEqualTo(UNAVAILABLE);
    server.advanceSeconds(31);
    var asked = server.first(LUNCH);

    assertThat(status(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("success");
    assertThat(payments()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "after"})
  void attemptThatMayHaveBeenTaken_isNotChecked(String when) {
    var code = server.codeOf(server.first(LUNCH));
    loseAt(ATTEMPT - CODE_SENT, when, false);

    assertThat(code(server.second(LUNCH, code))).isEqualTo(UNAVAILABLE);

    assertThat(server.verifier.checks()).isZero();
    assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
    assertThat(server.sent()).isOne();
  }

  @Test
  void claimThatWasNotStored_canBeRepeated() {
    var code = server.codeOf(server.first(LUNCH));
    loseAt(CLAIM - CODE_SENT, "before", true);

    assertThat(code(server.second(LUNCH, code))).isEqualTo(UNAVAILABLE);
    assertThat(server.sent()).isZero();
    database.works();

    assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
    assertThat(server.sent()).isOne();
  }

  @Test
  void claimThatWasStoredUnheard_isGivenUpAtOnceIfTheLedgerIsBack() {
    var code = server.codeOf(server.first(LUNCH));
    loseAt(CLAIM - CODE_SENT, "after", false);

    assertThat(code(server.second(LUNCH, code))).isEqualTo(UNAVAILABLE);
    assertThat(server.sent()).isZero();
    assertThat(payments()).extracting(Payment::state).containsExactly(PaymentState.FAILED);

    assertThat(code(server.second(LUNCH, code))).isEqualTo("CONNECTOR_UNAVAILABLE");
    assertThat(status(server.pay(LUNCH))).isEqualTo("success");
    assertThat(server.sent()).isOne();
  }

  @Test
  void claimThatWasStoredUnheard_isNeverSentAndFoundOutByAskingTheRail() {
    var code = server.codeOf(server.first(LUNCH));
    loseAt(CLAIM - CODE_SENT, "after", true);

    assertThat(code(server.second(LUNCH, code))).isEqualTo(UNAVAILABLE);
    database.works();

    assertThat(status(server.second(LUNCH, code))).isEqualTo("pending");
    assertThat(code(server.first(LUNCH))).isEqualTo("LIMIT_EXCEEDED");
    server.advance(Duration.ofHours(3));
    assertThat(server.wiring.reconcile()).isOne();
    assertThat(payments()).extracting(Payment::state).containsExactly(PaymentState.FAILED);
    assertThat(server.sent()).isZero();
    assertThat(status(server.pay(LUNCH))).isEqualTo("success");
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "after"})
  void outcomeThatCannotBeRecorded_isPendingAndFoundOutByAskingTheRail(String when) {
    var code = server.codeOf(server.first(LUNCH));
    loseAt(OUTCOME - CODE_SENT, when, true);

    assertThat(status(server.second(LUNCH, code))).isEqualTo("pending");
    database.works();
    server.advanceSeconds(61);
    server.wiring.reconcile();

    assertThat(payments()).extracting(Payment::state).containsExactly(PaymentState.SETTLED);
    assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
    assertThat(server.sent()).isOne();
  }

  @Test
  void leaseThatIsNotHeard_isTakenAgainLater() {
    server.connector.throwAfterRecording();
    server.pay(LUNCH);
    server.advanceSeconds(61);
    loseAt(1, "after", false);

    assertThat(catchThrowable(server.wiring::reconcile)).isInstanceOf(LedgerException.class);

    assertThat(server.connector.lookUps()).isEmpty();
    assertThat(server.wiring.reconcile()).isZero();
    server.advanceSeconds(61);
    assertThat(server.wiring.reconcile()).isOne();
  }

  /** What a code is must not show in how a ledger fails that can be read but not written. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void guessThatCannotBeCounted_takesTheSameStepsRightOrWrong(boolean right) {
    server.close();
    server = server(true);
    var code = server.codeOf(server.first(LUNCH));
    var events = new ArrayList<String>();
    database.breaks(
        event -> {
          events.add(event);
          if (event.startsWith("before update")) {
            throw new SQLException("disk full", "53100");
          }
        });

    var reply = server.second(LUNCH, right ? code : "000000");

    assertThat(code(reply)).isEqualTo(UNAVAILABLE);
    assertThat(events)
        .filteredOn(it -> it.startsWith("before") && !it.startsWith("before pragma"))
        .extracting(it -> it.substring(0, 13))
        .containsExactly("before select", "before update", "before select");
    database.works();
    assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
  }

  /** However the ledger fails, an agent that does what it is told is safe, and so is the money. */
  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true", "false, true"})
  void atEachMoment_nothingIsPaidTwiceOrLost(boolean forGood, boolean ownCodes) {
    server.close();
    server = server(ownCodes);
    int moments = moments();
    assertThat(moments).isGreaterThan(ownCodes ? 30 : 40);
    try (var log = CapturedLog.start()) {
      for (int moment = 0; moment < moments; moment++) {
        int before = server.sent();
        breakAt(moment, forGood);

        boolean paid = payAsAnAgentWould(with(LUNCH, "note", "Lunch " + moment));

        database.works();
        server.advance(Duration.ofHours(25));
        server.wiring.reconcile();
        assertThat(server.sent() - before).as("moment %d", moment).isBetween(paid ? 1 : 0, 1);
        assertThat(database.borrowed()).as("moment %d", moment).isZero();
      }
      assertThat(log.text()).contains("connection lost at");
    }
    assertThat(payments())
        .extracting(Payment::state)
        .doesNotContain(PaymentState.PENDING)
        .contains(PaymentState.FAILED);
    assertThat(payments().stream().filter(it -> it.state() == PaymentState.SETTLED))
        .extracting(Payment::reference)
        .containsExactlyInAnyOrderElementsOf(
            server.connector.sent().stream().map(TinyTransfer::reference).toList());
  }

  /** How many events a payment without faults has. */
  private int moments() {
    var count = new AtomicInteger();
    database.breaks(event -> count.incrementAndGet());
    assertThat(status(server.pay(LUNCH))).isEqualTo("success");
    server.advance(Duration.ofHours(25));
    return count.get();
  }

  private void breakAt(int moment, boolean forGood) {
    var count = new AtomicInteger();
    database.breaks(
        event -> {
          int now = count.getAndIncrement();
          if (now == moment || (forGood && now > moment)) {
            throw new SQLException("connection lost at " + event, "08006");
          }
        });
  }

  /** Repeats what may be repeated, and starts again where it is told to. */
  private boolean payAsAnAgentWould(Map<String, Object> payment) {
    int sent = server.verifier.sent().size();
    for (int round = 0; round < 4; round++) {
      assertThat(status(repeated(() -> server.first(payment)))).isEqualTo("2fa_required");
      if (server.verifier.sent().size() == sent) {
        server.advanceSeconds(31);
        server.first(payment);
      }
      var code = server.verifier.lastCode();
      var done = repeated(() -> server.second(payment, code));
      if (!done.isError()) {
        assertThat(status(done)).isIn("success", "pending");
        return status(done).equals("success");
      }
      assertThat(code(done))
          .isIn(Set.of("2FA_UNAVAILABLE", "2FA_INVALID_CODE", "CONNECTOR_UNAVAILABLE"));
      server.advanceSeconds(31);
    }
    throw new AssertionError("never paid");
  }

  private Reply repeated(Supplier<Reply> call) {
    var reply = call.get();
    if (reply.isError() && code(reply).equals(UNAVAILABLE)) {
      database.works();
      reply = call.get();
    }
    return reply;
  }
}
