package io.mcp2p.ledger;

import static io.mcp2p.ledger.JdbcLedgerContract.stored;
import static io.mcp2p.tck.SamplePayment.NOW;
import static io.mcp2p.tck.SamplePayment.lunch;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.auth.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a person can be read in the database, and by whom. */
class PersonalDataTest {
  private static final byte[] KEY = "32 bytes, for the tests of today".getBytes(UTF_8);
  private static final byte[] NEW_KEY = "32 other bytes, for the morrow. ".getBytes(UTF_8);
  private static final String STATE = "what the verifier keeps of Ana";

  @TempDir Path directory;
  private HikariDataSource pool;

  @BeforeEach
  void open() {
    pool = TestDatabases.sqlite(directory);
    JdbcLedger.createSchema(pool);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private JdbcLedger.Builder ledger() {
    return JdbcLedger.builder(pool);
  }

  private Payment asked(PaymentLedger ledger) {
    var payment = stored(ledger, lunch());
    var asked = payment.codeSent(STATE, NOW);
    assertThat(ledger.replace(payment, asked)).isTrue();
    return asked;
  }

  /** All that lies on the disk. */
  private String disk() throws Exception {
    var bytes = new StringBuilder();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        bytes.append(Files.readString(file, ISO_8859_1));
      }
    }
    return new String(bytes.toString().getBytes(ISO_8859_1), UTF_8);
  }

  @Test
  void encrypted_cannotBeReadOnTheDiskAndCanThroughTheLedger() throws Exception {
    var ledger = ledger().encryptingWith("2026", KEY).build();

    var asked = asked(ledger);

    assertThat(disk())
        .doesNotContain("Ñandú")
        .doesNotContain("para la Fonda")
        .doesNotContain(STATE);
    assertThat(ledger.find(asked.id())).contains(asked);
    assertThat(asked.summary()).contains("Ñandú");
  }

  @Test
  void declined_isStoredAsItIs() throws Exception {
    asked(ledger().storingPersonalDataPlainly().build());

    assertThat(disk()).contains("Ñandú").contains(STATE);
  }

  @Test
  void neitherKeyNorRefusal_doesNotBuild() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ledger().build())
        .withMessageContaining("encryptingWith");
    assertThatIllegalStateException()
        .isThrownBy(() -> ledger().decryptingWith("2026", KEY).build())
        .withMessageContaining("encryptingWith");
    assertThatIllegalStateException()
        .isThrownBy(() -> ledger().encryptingWith("2026", KEY).storingPersonalDataPlainly().build())
        .withMessageContaining("keep one");
  }

  @Test
  void newKey_isUsedForWhatFollowsWhileTheOldOneIsStillRead() {
    var before = asked(ledger().encryptingWith("2026", KEY).build());

    var rotated = ledger().encryptingWith("2027", NEW_KEY).decryptingWith("2026", KEY).build();
    var sentAgain = before.codeSent("another state", NOW);
    assertThat(rotated.find(before.id())).contains(before);
    assertThat(rotated.replace(before, sentAgain)).isTrue();

    assertThat(rotated.find(before.id())).contains(sentAgain);
    assertThat(column("summary")).startsWith("2026:");
    assertThat(column("verifier_state")).startsWith("2027:");
  }

  @Test
  void withoutTheKey_theLedgerSaysWhichOneIsMissing() {
    var payment = asked(ledger().encryptingWith("2026", KEY).build());

    for (var other :
        List.of(ledger().encryptingWith("2027", NEW_KEY), ledger().storingPersonalDataPlainly())) {
      var ledger = other.build();
      assertThatIllegalStateException()
          .isThrownBy(() -> ledger.find(payment.id()))
          .withMessageContaining("2026");
    }
  }

  @Test
  void hostThatTakesUpOrGivesUpEncryption_readsWhatWasThere() {
    var plain = asked(ledger().storingPersonalDataPlainly().build());
    var encrypting = ledger().encryptingWith("2026", KEY).build();
    assertThat(encrypting.find(plain.id())).contains(plain);

    var sealed = stored(encrypting, lunch().to("another phone"));
    var plainAgain = ledger().storingPersonalDataPlainly().decryptingWith("2026", KEY).build();
    assertThat(plainAgain.find(sealed.id())).contains(sealed);
  }

  @Test
  void sameTextTwice_isStoredDifferently() {
    var ledger = ledger().encryptingWith("2026", KEY).build();
    stored(ledger, lunch());
    var first = column("summary");
    TestDatabases.execute(pool, "delete from mcp2p_payment");
    stored(ledger, lunch());

    assertThat(column("summary")).isNotEqualTo(first).hasSameSizeAs(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set summary = verifier_state where verifier_state is not null",
        "set summary = (select summary from mcp2p_payment other where other.id <> mcp2p_payment.id)",
        "set summary = substr(summary, 1, 25) || 'AAAA' || substr(summary, 30)",
        "set summary = substr(summary, 1, 9)",
        "set summary = '2026:?'",
        "set summary = 'nothing'"
      })
  void storedTextThatWasMovedOrChanged_isNotRead(String change) {
    var ledger = ledger().encryptingWith("2026", KEY).build();
    var payment = asked(ledger);
    stored(ledger, lunch().to("another phone"));
    TestDatabases.execute(pool, "update mcp2p_payment " + change);

    assertThatIllegalStateException().isThrownBy(() -> ledger.find(payment.id()));
  }

  @Test
  void keysOfAnotherForm_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger().encryptingWith("2026", Arrays.copyOf(KEY, 16)));
    assertThatIllegalArgumentException().isThrownBy(() -> ledger().encryptingWith("", KEY));
    assertThatIllegalArgumentException().isThrownBy(() -> ledger().encryptingWith("a:b", KEY));
  }

  @Test
  void keyThatTheHostOverwrites_isStillTheLedgers() {
    var key = KEY.clone();
    var ledger = ledger().encryptingWith("2026", key).build();
    var payment = stored(ledger, lunch());
    Arrays.fill(key, (byte) 0);

    assertThat(ledger.find(payment.id())).contains(payment);
    assertThat(ledger.due(Mode.TEST, NOW, 1)).isEmpty();
  }

  private String column(String name) {
    try (var connection = pool.getConnection()) {
      return Statements.queryOne(
          connection, "select " + name + " from mcp2p_payment", row -> row.getString(1));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
