package io.mcp2p.ledger;

import static io.mcp2p.tck.SamplePayment.NOW;
import static io.mcp2p.tck.SamplePayment.lunch;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.auth.Mode;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.AtOnce;
import io.mcp2p.tck.PaymentLedgerContract;
import io.mcp2p.tck.SamplePayment;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ledger in a database must do besides: outlive processes, serve several, and give back. */
abstract class JdbcLedgerContract extends PaymentLedgerContract {
  private static final Owner ANA = new Owner(Mode.TEST, "ana");
  private static final int THREADS = 32;
  static final byte[] KEY = "32 bytes, for the tests of today".getBytes(UTF_8);

  /** The database of this test, with the schema and no payments. */
  abstract HikariDataSource pool();

  /** Another pool over the same database, as another process would have. */
  abstract HikariDataSource otherPool();

  @Override
  protected final PaymentLedger newLedger() {
    return ledger();
  }

  private JdbcLedger ledger() {
    return JdbcLedger.builder(pool()).encryptingWith("k1", KEY).build();
  }

  private List<PaymentLedger> nodes() {
    return List.of(ledger(), JdbcLedger.builder(otherPool()).encryptingWith("k1", KEY).build());
  }

  @Test
  void isDurable() {
    assertThat(ledger().durable()).isTrue();
  }

  @Test
  void whatOneNodeStored_theOtherFinds() {
    var nodes = nodes();
    var opened = stored(nodes.get(0), lunch().within(limit(1, 2)));

    assertThat(nodes.get(1).find(opened.id())).contains(opened);
    var claimed = claimed(opened, "R1");
    assertThat(nodes.get(1).replace(opened, claimed)).isTrue();
    assertThat(nodes.get(0).find(opened.id())).contains(claimed);
    assertThat(nodes.get(0).replace(opened, claimed(opened, "R2"))).isFalse();
  }

  @Test
  void ofManyNodesThatClaimAtOnce_oneSucceeds() {
    var nodes = nodes();
    for (int round = 0; round < 10; round++) {
      var payment = stored(nodes.get(0), lunch().digest("d" + round));

      var won =
          AtOnce.call(
              THREADS,
              number -> nodes.get(number % 2).replace(payment, claimed(payment, "R" + number)));

      assertThat(won).containsOnlyOnce(true);
      assertThat(nodes.get(0).find(payment.id()))
          .contains(claimed(payment, "R" + won.indexOf(true)));
    }
  }

  @Test
  void limit_holdsOverAllNodes() {
    var nodes = nodes();
    var openings =
        AtOnce.call(
            THREADS,
            number ->
                nodes
                    .get(number % 2)
                    .open(lunch().to("phone " + number).within(limit(100, 1050)).payment(), NOW));

    assertThat(openings.stream().filter(Opening.Opened.class::isInstance)).hasSize(10);
  }

  @Test
  void severalLimitsInDifferentOrder_doNotDeadlock() {
    var nodes = nodes();
    var one = new Limit("perDay", "one", 1, 1000, NOW.minusSeconds(60), true);
    var two = new Limit("perDay", "two", 1, 1000, NOW.minusSeconds(60), true);

    var openings =
        AtOnce.call(
            THREADS,
            number -> {
              var sample = lunch().to("phone " + number);
              sample = number % 3 == 0 ? sample.within(one, two) : sample.within(two, one);
              return nodes.get(number % 2).open(sample.payment(), NOW);
            });

    assertThat(openings).allMatch(Opening.Opened.class::isInstance);
  }

  @Test
  void openingThatFailsAtItsEnd_leavesNothingBehind() {
    var watched = WatchedDataSource.of(pool());
    var ledger = JdbcLedger.builder(watched.dataSource()).encryptingWith("k1", KEY).build();
    var first = stored(ledger, lunch());
    var second = lunch().digest("rent").within(limit(1, 2)).payment();
    for (String step :
        List.of("before update", "before insert into mcp2p_payment_limit", "before commit")) {
      watched.breaksOnce(step);

      assertThatExceptionOfType(LedgerException.class)
          .as(step)
          .isThrownBy(() -> ledger.open(second, NOW));
      assertThat(ledger.find(first.id())).as(step).contains(first);
      assertThat(ledger.find(second.id())).as(step).isEmpty();
      assertThat(watched.borrowed()).as(step).isZero();
    }
    assertThat(ledger.open(second, NOW)).isInstanceOf(Opening.Opened.class);
    assertThat(ledger.open(lunch().to("2").within(limit(1, 1)).payment(), NOW))
        .isInstanceOf(Opening.OverLimit.class);
  }

  @Test
  void whateverFails_connectionsAreGivenBack() {
    var watched = WatchedDataSource.of(pool());
    var ledger = JdbcLedger.builder(watched.dataSource()).encryptingWith("k1", KEY).build();
    var payment = stored(ledger, lunch());
    for (String step : List.of("borrow", "before ", "after ")) {
      for (Runnable call : calls(ledger, payment)) {
        watched.breaksOnce(step);
        assertThatExceptionOfType(LedgerException.class).isThrownBy(call::run);
        assertThat(watched.borrowed()).isZero();
      }
    }
    watched.works();
    assertThat(pool().getHikariPoolMXBean().getActiveConnections()).isZero();
    assertThat(ledger.find(payment.id())).isPresent();
  }

  private static List<Runnable> calls(JdbcLedger ledger, Payment payment) {
    return List.of(
        () -> ledger.open(lunch().digest("rent").payment(), NOW),
        () -> ledger.replace(payment, payment.codeSent("state", NOW)),
        () -> ledger.find(payment.id()),
        () -> ledger.findByReference(ANA, "spei", "R1"),
        () -> ledger.findByPhone(ANA, "ana's phone"),
        () -> ledger.findApproved(ANA, "lunch"),
        () -> ledger.refundsOf(ANA, "spei", "R1"),
        () -> ledger.list(all()),
        () -> ledger.due(Mode.TEST, NOW, 10));
  }

  @Test
  void borrowedConnection_isGivenBackAsItCame() throws Exception {
    try (var connection = pool().getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      int network = connection.getNetworkTimeout();
      var ledger = JdbcLedger.builder(lending(connection)).encryptingWith("k1", KEY).build();

      var payment = stored(ledger, lunch().within(limit(1, 2)));
      ledger.replace(payment, payment.codeSent("state", NOW));
      ledger.list(all());

      assertThat(connection.getAutoCommit()).isFalse();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
      assertThat(connection.getNetworkTimeout()).isEqualTo(network);
      connection.rollback();
      assertThat(ledger().find(payment.id())).isPresent();
      connection.setAutoCommit(true);
    }
  }

  @Test
  void rowThatAnotherHolds_endsInARefusalInTime() throws Exception {
    var patient = ledger();
    var hasty =
        JdbcLedger.builder(otherPool())
            .encryptingWith("k1", KEY)
            .timeout(Duration.ofSeconds(1))
            .build();
    var payment = stored(patient, lunch());
    try (var connection = pool().getConnection();
        var statement = connection.createStatement()) {
      statement.executeUpdate(beginWriting());
      statement.executeUpdate("update mcp2p_payment set facts = facts");

      long began = System.nanoTime();
      assertThatExceptionOfType(LedgerException.class)
          .isThrownBy(() -> hasty.replace(payment, claimed(payment, "R1")))
          .withStackTraceContaining(saysTheDatabase());
      assertThatExceptionOfType(LedgerException.class)
          .isThrownBy(() -> hasty.open(lunch().digest("rent").payment(), NOW));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      assertThat(hasty.find(payment.id())).contains(payment);
      statement.executeUpdate("rollback");
    }
    assertThat(hasty.replace(payment, claimed(payment, "R1"))).isTrue();
  }

  /** How the database ends a wait for a lock, by itself. */
  abstract String saysTheDatabase();

  /** Begins a transaction that is to write. */
  abstract String beginWriting();

  @Test
  void poolThatHasNoConnection_isAnOutage() throws Exception {
    var config = new HikariConfig();
    config.setJdbcUrl(pool().getJdbcUrl());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(250);
    try (var small = new HikariDataSource(config)) {
      var ledger = JdbcLedger.builder(small).encryptingWith("k1", KEY).build();
      try (var taken = small.getConnection()) {
        assertThat(taken.isClosed()).isFalse();
        assertThatExceptionOfType(LedgerException.class).isThrownBy(() -> ledger.list(all()));
      }
      assertThat(ledger.list(all())).isEmpty();
    }
  }

  @Test
  void tableThatIsGone_isAFaultAndNoOutage() {
    var ledger = ledger();
    TestDatabases.execute(pool(), "alter table mcp2p_payment rename to gone");
    try {
      assertThatIllegalStateException().isThrownBy(() -> ledger.list(all()));
      assertThatIllegalStateException().isThrownBy(() -> ledger.open(lunch().payment(), NOW));
    } finally {
      TestDatabases.execute(pool(), "alter table gone rename to mcp2p_payment");
    }
    assertThat(ledger.list(all())).isEmpty();
  }

  @Test
  void instantsBeyondWhatADatabaseHolds_areTheFarthestThatItDoes() {
    var ledger = ledger();
    var ever = new Limit("ever", "mxn", 1, 1, Instant.MIN, true);
    var payment = stored(ledger, lunch().within(ever));

    assertThat(ledger.open(lunch().to("2").within(ever).payment(), NOW))
        .isEqualTo(new Opening.OverLimit(ever));
    assertThat(ledger.find(payment.id())).contains(payment);
    assertThat(ledger.list(between(Instant.MIN, Instant.MAX))).containsExactly(payment);
    assertThat(ledger.list(between(Instant.MAX, null))).isEmpty();
    assertThat(ledger.list(between(NOW.plusNanos(1), null))).isEmpty();
    assertThat(ledger.list(between(NOW, NOW.plusNanos(1)))).containsExactly(payment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ana\0", "ana\ud800", "\udc00"})
  void callerWhoseIdNoDatabaseStores_isRefused(String caller) {
    var ledger = ledger();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.open(lunch().by(caller).payment(), NOW));
  }

  @Test
  void timeOfSettling_isKeptAsItIsTold() {
    var ledger = ledger();
    var payment = stored(ledger, lunch());
    var claimed = claimed(payment, "R1");
    ledger.replace(payment, claimed);
    var settled =
        claimed.after(new PaymentOutcome.Settled(NOW.plusNanos(1_234_567), Map.of()), NOW, NOW);

    ledger.replace(claimed, settled);

    assertThat(ledger.find(payment.id())).contains(settled);
    assertThat(settled.settledAt()).isEqualTo(NOW.plusMillis(1));
  }

  @Test
  void schema_canBeCreatedAgainAndByManyAtOnce() {
    var payment = stored(ledger(), lunch());

    AtOnce.call(
        THREADS,
        number -> {
          JdbcLedger.createSchema(number % 2 == 0 ? pool() : otherPool());
          return true;
        });

    assertThat(ledger().find(payment.id())).contains(payment);
  }

  @Test
  void newerSchema_isRefused() {
    TestDatabases.execute(pool(), "update mcp2p_schema set version = " + (Schema.LATEST + 1));
    try {
      assertThatIllegalStateException()
          .isThrownBy(() -> JdbcLedger.createSchema(pool()))
          .withMessageContaining("newer mcp2p");
      assertThatIllegalStateException()
          .isThrownBy(this::ledger)
          .withMessageContaining("newer mcp2p");
    } finally {
      TestDatabases.execute(pool(), "update mcp2p_schema set version = " + Schema.LATEST);
    }
  }

  // What the tests are written with

  static Payment stored(PaymentLedger ledger, SamplePayment sample) {
    return ((Opening.Opened) ledger.open(sample.payment(), sample.at())).payment();
  }

  static Payment claimed(Payment payment, String reference) {
    return payment.claimed("hash", reference, Map.of("a", "b"), NOW.plusSeconds(60), NOW);
  }

  private static Limit limit(long weight, long max) {
    return new Limit("perDay", "mxn", weight, max, NOW.minusSeconds(86_400), true);
  }

  private static PaymentQuery all() {
    return between(null, null);
  }

  private static PaymentQuery between(Instant from, Instant to) {
    return new PaymentQuery(ANA, null, null, from, to, null, null, 100, NOW);
  }

  /** Lends one connection again and again, and does not let it be closed. */
  private static DataSource lending(Connection connection) {
    var loader = JdbcLedgerContract.class.getClassLoader();
    var kept =
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {Connection.class},
            (self, method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(connection, arguments));
    return (DataSource)
        Proxy.newProxyInstance(
            loader, new Class<?>[] {DataSource.class}, (self, method, arguments) -> kept);
  }
}
