package io.mcp2p.ledger;

import static io.mcp2p.ledger.JdbcLedgerContract.claimed;
import static io.mcp2p.ledger.JdbcLedgerContract.stored;
import static io.mcp2p.tck.SamplePayment.LIFE;
import static io.mcp2p.tck.SamplePayment.NOW;
import static io.mcp2p.tck.SamplePayment.lunch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.auth.Mode;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left of a payment once its time is over, and of which it never is. */
class JdbcLedgerPurgeTest {
  private static final Duration AGE = Duration.ofDays(90);
  private static final Limit LIMIT = new Limit("ever", "ana", 1, 1, NOW, true);
  private static final Owner ANA = new Owner(Mode.TEST, "ana");

  @TempDir static Path directory;

  private final SettableClock clock = SettableClock.at(NOW.toString());
  private HikariDataSource pool;
  private JdbcLedger ledger;

  private static Stream<Named<Supplier<HikariDataSource>>> databases() {
    return Stream.of(
        Named.of("sqlite", () -> TestDatabases.sqlite(directory)),
        Named.of("postgresql", TestDatabases::postgres));
  }

  private void open(Supplier<HikariDataSource> database) {
    pool = database.get();
    JdbcLedger.createSchema(pool);
    ledger = JdbcLedger.builder(pool).storingPersonalDataPlainly().clock(clock).build();
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private Payment pending() {
    var open = stored(ledger, lunch().refunding("R0").within(LIMIT));
    return replaced(open, claimed(open, "R1"));
  }

  private Payment settled(Payment pending) {
    var said = new PaymentOutcome.Settled(NOW, Map.of("receipt", "7", Payment.RAIL_ID, "E1"));
    return replaced(pending, pending.after(said, NOW, clock.instant()));
  }

  private Payment replaced(Payment current, Payment next) {
    assertThat(ledger.replace(current, next)).isTrue();
    return next;
  }

  @ParameterizedTest
  @MethodSource("databases")
  void skeleton_staysForTheAudit(Supplier<HikariDataSource> database) {
    open(database);
    var settled = settled(pending());
    clock.advance(AGE.plusSeconds(1));

    assertThat(ledger.purge(AGE)).isOne();

    var left = ledger.find(settled.id()).orElseThrow();
    assertThat(left.summary()).isEmpty();
    assertThat(left.payee()).isEmpty();
    assertThat(left.payeeHash()).isEmpty();
    assertThat(left.digest()).isEmpty();
    assertThat(left.question().sentTo()).isEmpty();
    assertThat(left.question().phoneHash()).isEmpty();
    assertThat(left.question().codeHash()).isNull();
    assertThat(left.question().verifierState()).isNull();
    assertThat(left)
        .usingRecursiveComparison()
        .ignoringFields("version", "summary", "payee", "payeeHash", "digest")
        .ignoringFieldsMatchingRegexes("question\\.(sentTo|phoneHash|codeHash)")
        .isEqualTo(settled);
    assertThat(ledger.findByReference(ANA, "spei", "R1")).contains(left);
    assertThat(ledger.findByReference(ANA, "spei", "E1")).contains(left);
    assertThat(ledger.refundsOf(ANA, "spei", "R0")).containsExactly(left);
    assertThat(ledger.open(lunch().to("2").within(LIMIT).payment(), clock.instant()))
        .isInstanceOf(Opening.OverLimit.class);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void pendingPayment_isNeverTouched(Supplier<HikariDataSource> database) {
    open(database);
    var pending = pending();
    clock.advance(AGE.multipliedBy(40));

    assertThat(ledger.purge(Duration.ofDays(2))).isZero();
    assertThat(ledger.find(pending.id())).contains(pending);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void age_countsFromTheLastChange(Supplier<HikariDataSource> database) {
    open(database);
    var pending = pending();
    clock.advance(AGE);
    var settled = settled(pending);
    clock.advance(AGE);

    assertThat(ledger.purge(AGE)).isZero();
    assertThat(ledger.find(settled.id())).contains(settled);
    clock.advance(Duration.ofMillis(1));
    assertThat(ledger.purge(AGE)).isOne();
    assertThat(ledger.purge(AGE)).isZero();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatNobodyApproved_goesAsWell(Supplier<HikariDataSource> database) {
    open(database);
    var asked = stored(ledger, lunch());
    clock.advance(AGE.plus(LIFE));
    assertThat(ledger.purge(AGE)).isZero();
    clock.advance(Duration.ofMillis(1));

    assertThat(ledger.purge(AGE)).isOne();
    assertThat(ledger.find(asked.id()).orElseThrow().summary()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void stepTakenFromWhatWasThereBefore_putsNothingBack(Supplier<HikariDataSource> database) {
    open(database);
    var settled = settled(pending());
    clock.advance(AGE.plusSeconds(1));
    ledger.purge(AGE);
    var returned = new PaymentOutcome.Returned(clock.instant(), Map.of());

    assertThat(ledger.replace(settled, settled.after(returned, NOW, clock.instant()))).isFalse();
    var left = ledger.find(settled.id()).orElseThrow();
    var after = replaced(left, left.after(returned, NOW, clock.instant()));
    assertThat(ledger.find(settled.id())).contains(after);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void moreThanOneStepsWorth_goesInOneCall(Supplier<HikariDataSource> database) {
    open(database);
    for (int i = 0; i < 1201; i++) {
      stored(ledger, lunch().to("phone " + i));
    }
    clock.advance(AGE.multipliedBy(2));

    assertThat(ledger.purge(AGE)).isEqualTo(1201);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void lessThanTwoDays_isRefused(Supplier<HikariDataSource> database) {
    open(database);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.purge(Duration.ofDays(2).minusNanos(1)));
  }
}
