package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.data;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.ledger.TestDatabases;
import io.mcp2p.payment.IdSource;
import io.mcp2p.tck.SettableClock;
import io.mcp2p.verification.UsedSteps;
import io.mcp2p.verification.Verifier;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People who have their code already, or need none. */
class WithoutSendingFlowTest {
  private static final byte[] SHARED = "a secret that both of them know.".getBytes(UTF_8);
  private static final byte[] ANAS_SECRET = "12345678901234567890".getBytes(UTF_8);

  @TempDir private Path folder;

  @Test
  void none_saysThatNothingIsSentAndTakesAnyCode() {
    try (var server = TinyServer.with(it -> it.verifier(Verifier.none()))) {
      var asked = server.first(LUNCH);

      assertThat(status(asked)).isEqualTo("2fa_required");
      assertThat(data(asked).has("sentTo")).isFalse();
      assertThat(text(asked, "message")).contains("No code is sent").contains("verificationCode");
      assertThat(status(server.second(LUNCH, "000000"))).isEqualTo("success");
      assertThat(server.sent()).isOne();
    }
  }

  @Test
  void none_saysSoInThePersonsLanguage() {
    try (var server = TinyServer.with(it -> it.verifier(Verifier.none()))) {
      var spanish = TinyServer.caller("ana", Locale.forLanguageTag("es-MX"));

      assertThat(text(server.first(LUNCH, spanish), "message"))
          .contains("No se envía ningún código");
    }
  }

  @Test
  void none_needsACodeOfAFirstTurnAllTheSame() {
    try (var server = TinyServer.with(it -> it.verifier(Verifier.none()))) {
      assertThat(code(server.second(LUNCH, "000000"))).isEqualTo("2FA_NOT_STARTED");
      server.first(LUNCH);
      assertThat(code(server.second(RENT, "000000"))).isEqualTo("2FA_MISMATCH");
      assertThat(server.sent()).isZero();
    }
  }

  @Test
  void totp_approvesOnePaymentWithOneCode() {
    try (var server = totp(UsedSteps.inMemory())) {
      var code = anasCode(server.clock);
      var asked = server.first(LUNCH);
      assertThat(data(asked).has("sentTo")).isFalse();

      assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
      assertThat(status(server.second(LUNCH, code))).as("a repeated call").isEqualTo("success");

      server.first(RENT);
      var again = server.second(RENT, code);
      assertThat(code(again)).isEqualTo("2FA_INVALID_CODE");
      assertThat(detail(again, "attemptsLeft")).isEqualTo("4");
      server.advanceSeconds(30);
      assertThat(status(server.second(RENT, anasCode(server.clock)))).isEqualTo("success");
      assertThat(server.sent()).isEqualTo(2);
    }
  }

  @Test
  void totp_isNotReplayedOnAnotherNode() {
    try (var database = TestDatabases.sqlite(folder)) {
      JdbcLedger.createSchema(database);
      try (var one = node(database);
          var two = node(database)) {
        var code = anasCode(one.clock);
        one.first(LUNCH);
        assertThat(status(one.second(LUNCH, code))).isEqualTo("success");

        two.first(RENT);
        assertThat(code(two.second(RENT, code))).isEqualTo("2FA_INVALID_CODE");
        assertThat(two.sent()).isZero();
      }
    }
  }

  @Test
  void totpWhoseMemoryFails_isUnavailable() {
    UsedSteps broken =
        (key, step) -> {
          throw new IllegalStateException("the used step was not stored");
        };
    try (var server = totp(broken)) {
      server.first(LUNCH);

      assertThat(code(server.second(LUNCH, anasCode(server.clock)))).isEqualTo("2FA_UNAVAILABLE");
      assertThat(server.sent()).isZero();
    }
  }

  private static TinyServer totp(UsedSteps usedSteps) {
    return TinyServer.with(
        it -> it.verifier(Verifier.totp(challenge -> ANAS_SECRET, usedSteps, it.clock)));
  }

  private static TinyServer node(HikariDataSource database) {
    return TinyServer.with(
        it -> {
          it.secret(SHARED).ids(IdSource.random());
          it.ledger(
              JdbcLedger.builder(database).storingPersonalDataPlainly().clock(it.clock).build());
          it.verifier(
              Verifier.totp(
                  challenge -> Map.of(ANA.id(), ANAS_SECRET).get(challenge.caller()),
                  UsedSteps.jdbc(database),
                  it.clock));
        });
  }

  /** What her app shows, worked out apart from what is tested (RFC 6238). */
  private static String anasCode(SettableClock clock) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(ANAS_SECRET, "HmacSHA1"));
      Instant now = clock.instant();
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(now.getEpochSecond() / 30).array());
      int offset = hash[19] & 15;
      return "%06d".formatted((ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff) % 1_000_000);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
