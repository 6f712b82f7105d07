package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.BRUNO;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.paymentId;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.tck.CapturedLog;
import io.mcp2p.tck.SettableClock;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.twilio.VerifyEmulator;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both turns with Twilio's client, against what stands in for Twilio. */
class TwilioFlowTest {
  private final SettableClock twiliosClock = SettableClock.at("2026-03-02T15:00:00Z");
  private VerifyEmulator twilio;
  private TinyServer server;

  @BeforeEach
  void open() throws IOException {
    twilio = VerifyEmulator.start(twiliosClock);
    server = TinyServer.with(it -> it.verifier(twilio.verifier().build()));
  }

  @AfterEach
  void close() {
    server.close();
    twilio.close();
    assertThat(twilio.problems()).isEmpty();
  }

  private void advanceSeconds(long seconds) {
    server.advanceSeconds(seconds);
    twiliosClock.set(server.clock.instant());
  }

  @Test
  void rightCode_pays() {
    var asked = server.first(LUNCH);
    assertThat(text(asked, "sentTo")).isEqualTo("+**********78");

    assertThat(code(server.second(LUNCH, "000000"))).isEqualTo("2FA_INVALID_CODE");
    assertThat(status(server.second(LUNCH, twilio.lastCode()))).isEqualTo("success");
    assertThat(status(server.second(LUNCH, twilio.lastCode()))).as("repeated").isEqualTo("success");
    assertThat(server.sent()).isOne();
    assertThat(twilio.requests()).containsExactly("start", "check", "check");
  }

  @Test
  void fiveWrongCodes_areTooMany() {
    server.first(LUNCH);
    for (int left = 4; left > 0; left--) {
      assertThat(detail(server.second(LUNCH, "000000"), "attemptsLeft"))
          .isEqualTo(Integer.toString(left));
    }

    assertThat(code(server.second(LUNCH, "000000"))).isEqualTo("2FA_TOO_MANY_ATTEMPTS");
    assertThat(code(server.second(LUNCH, twilio.lastCode()))).isEqualTo("2FA_TOO_MANY_ATTEMPTS");
    assertThat(server.sent()).isZero();
  }

  @Test
  void afterFiveWrongCodes_anotherPaymentGetsACodeOfItsOwn() {
    server.first(LUNCH);
    for (int i = 0; i < 5; i++) {
      server.second(LUNCH, "000000");
    }

    assertThat(status(server.first(RENT))).isEqualTo("2fa_required");
    assertThat(status(server.second(RENT, twilio.lastCode()))).isEqualTo("success");
  }

  @Test
  void expiredHereOrThere_isExpired() {
    server.first(LUNCH);
    advanceSeconds(600);
    assertThat(code(server.second(LUNCH, twilio.lastCode()))).isEqualTo("2FA_EXPIRED");

    server.first(LUNCH);
    twilio.forgetAll();
    assertThat(code(server.second(LUNCH, twilio.lastCode()))).isEqualTo("2FA_EXPIRED");
    assertThat(server.sent()).isZero();
  }

  @Test
  void sentAgain_isTheSameCode() {
    var asked = server.first(LUNCH);
    var code = twilio.lastCode();
    advanceSeconds(30);
    assertThat(status(server.byId("payments_resend_code", paymentId(asked))))
        .isEqualTo("2fa_required");

    assertThat(twilio.messages()).hasSize(2);
    assertThat(twilio.lastCode()).isEqualTo(code);
    assertThat(status(server.second(LUNCH, code))).isEqualTo("success");
  }

  @Test
  void sentAgainTooOftenForTwilio_leavesTheCodeInForce() {
    var asked = server.first(LUNCH);
    for (int i = 2; i <= 5; i++) {
      advanceSeconds(30);
      server.byId("payments_resend_code", paymentId(asked));
    }
    advanceSeconds(30);

    assertThat(code(server.byId("payments_resend_code", paymentId(asked))))
        .isEqualTo("2FA_UNAVAILABLE");
    assertThat(twilio.messages()).hasSize(5);
    assertThat(status(server.second(LUNCH, twilio.lastCode()))).isEqualTo("success");
  }

  @Test
  void cancelledPayment_isCancelledAtTwilio() {
    var asked = server.first(LUNCH);
    server.byId("payments_cancel", paymentId(asked));

    assertThat(twilio.requests()).containsExactly("start", "cancel");
    assertThat(code(server.second(LUNCH, twilio.lastCode()))).isEqualTo("2FA_NOT_STARTED");
  }

  @Test
  void anotherPayment_cancelsTheEarlierAndItsCode() {
    server.first(LUNCH);
    var lunchCode = twilio.lastCode();
    server.first(RENT);

    assertThat(twilio.requests()).containsExactly("start", "cancel", "start");
    assertThat(code(server.second(RENT, lunchCode))).isEqualTo("2FA_INVALID_CODE");
    assertThat(status(server.second(RENT, twilio.lastCode()))).isEqualTo("success");
    assertThat(server.connector.sent()).hasSize(1);
  }

  @Test
  void codeWithOtherArguments_isVoidAtTwilioToo() {
    server.first(LUNCH);

    assertThat(code(server.second(RENT, twilio.lastCode()))).isEqualTo("2FA_MISMATCH");
    assertThat(twilio.requests()).containsExactly("start", "cancel");
    assertThat(server.sent()).isZero();
  }

  @Test
  void codeOfOneCaller_doesNotApproveForAnotherWithThatPhone() {
    server.phones.put(BRUNO.id(), new PhoneNumber(TinyServer.ANAS_PHONE));
    server.first(LUNCH, ANA);
    var anasCode = twilio.lastCode();
    server.first(RENT, BRUNO);

    assertThat(code(server.second(RENT, anasCode, BRUNO))).isEqualTo("2FA_INVALID_CODE");
    assertThat(code(server.second(LUNCH, anasCode, ANA))).isEqualTo("2FA_EXPIRED");
    assertThat(status(server.second(RENT, twilio.lastCode(), BRUNO))).isEqualTo("success");
    assertThat(server.sent()).isOne();
  }

  @Test
  void twilioThatFails_paysNothingAndTellsTheLogWhy() {
    try (var log = CapturedLog.start()) {
      twilio.answerNext(503, 0);
      assertThat(code(server.first(LUNCH))).isEqualTo("2FA_UNAVAILABLE");
      server.first(LUNCH);
      var codeSent = twilio.lastCode();
      twilio.answerNext(401, 20003);
      var refused = server.second(LUNCH, codeSent);
      assertThat(code(refused)).isEqualTo("2FA_UNAVAILABLE");
      assertThat(status(server.second(LUNCH, codeSent))).isEqualTo("success");
      assertThat(log.text() + refused.text())
          .contains("HTTP 503", "HTTP 401, error 20003")
          .doesNotContain(TinyServer.ANAS_PHONE, codeSent, VerifyEmulator.TOKEN);
    }
  }
}
