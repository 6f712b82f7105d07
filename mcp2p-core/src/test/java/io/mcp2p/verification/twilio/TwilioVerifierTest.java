package io.mcp2p.verification.twilio;

import static io.mcp2p.verification.twilio.VerifyEmulator.ACCOUNT;
import static io.mcp2p.verification.twilio.VerifyEmulator.SERVICE;
import static io.mcp2p.verification.twilio.VerifyEmulator.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mcp2p.payment.Money;
import io.mcp2p.tck.CapturedLog;
import io.mcp2p.tck.SettableClock;
import io.mcp2p.tck.VerifierContract;
import io.mcp2p.verification.Challenge;
import io.mcp2p.verification.Verifier;
import io.mcp2p.verification.Verifier.Sending;
import io.mcp2p.verification.Verifier.Verdict;
import io.mcp2p.verification.twilio.TwilioVerifier.Channel;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioVerifierTest extends VerifierContract {
  private static final String NUMBER = "+525512345678";

  private final SettableClock clock = SettableClock.at("2026-03-02T15:00:00Z");
  private VerifyEmulator twilio;

  @BeforeEach
  void startTwilio() throws IOException {
    if (twilio == null) {
      twilio = VerifyEmulator.start(clock);
    }
  }

  @AfterEach
  void everyRequest_isAsTwilioHasPublishedIt() {
    twilio.close();
    assertThat(twilio.problems()).isEmpty();
  }

  @Override
  protected Verifier newVerifier() throws IOException {
    startTwilio();
    return twilio.verifier().build();
  }

  @Override
  protected String receivedCode(Challenge challenge) {
    return twilio.codeOf(sid(challenge));
  }

  @Override
  protected boolean keepsSeveralOpen() {
    return false;
  }

  private static String sid(Challenge challenge) {
    var state = String.valueOf(challenge.state());
    return state.substring(state.lastIndexOf(' ') + 1);
  }

  // What is asked of Twilio.

  @Test
  void sending_namesDestinationChannelAndLanguage() {
    sent(twilio.verifier().build(), "chl_test_1");

    assertThat(twilio.messages()).hasSize(1);
    assertThat(twilio.messages().get(0).asked())
        .containsOnlyKeys("To", "Channel", "Locale")
        .containsEntry("To", NUMBER)
        .containsEntry("Channel", "sms")
        .containsEntry("Locale", "en");
  }

  @ParameterizedTest
  @CsvSource({"en-GB, en", "es-MX, es", "pt-BR, pt-BR", "pt, pt-BR", "pt-PT, pt", "fr-CA, fr"})
  void message_isInThePersonsLanguage(Locale person, String expected) {
    twilio.verifier().build().send(challenge(person, null));

    assertThat(twilio.messages().get(0).asked()).containsEntry("Locale", expected);
  }

  @Test
  void languageAndName_canBeSet() {
    var verifier =
        twilio.verifier().locale(Locale.forLanguageTag("es-MX")).friendlyName("Acme & Co").build();
    verifier.send(challenge("chl_test_1"));

    assertThat(twilio.messages().get(0).asked())
        .containsEntry("Locale", "es-MX")
        .containsEntry("CustomFriendlyName", "Acme & Co");
  }

  @ParameterizedTest
  @EnumSource(Channel.class)
  void channel_isTheOneSet(Channel channel) {
    var verifier = twilio.verifier().channel(channel).emails(it -> it.caller() + "@example.com");
    verifier.build().send(challenge("chl_test_1"));

    var asked = twilio.messages().get(0).asked();
    assertThat(asked).containsEntry("Channel", channel.name().toLowerCase(Locale.ROOT));
    assertThat(asked.get("To")).isEqualTo(channel == Channel.EMAIL ? "ana@example.com" : NUMBER);
  }

  @Test
  void sentTo_isMasked() {
    var sms = twilio.verifier().build();
    var email =
        twilio.verifier().channel(Channel.EMAIL).emails(it -> it.caller() + "@example.com").build();

    assertThat(sms.sentTo(challenge("chl_test_1"))).isEqualTo("+**********78");
    assertThat(email.sentTo(challenge("chl_test_1"))).isEqualTo("a***@example.com");
  }

  @Test
  void directoryThatFails_leavesItToTheSending() {
    var verifier =
        twilio
            .verifier()
            .channels(
                it -> {
                  throw new IllegalStateException("no directory");
                })
            .build();

    assertThat(verifier.sentTo(challenge("chl_test_1"))).isEqualTo("+**********78");
    assertThatIllegalStateException().isThrownBy(() -> verifier.send(challenge("chl_test_1")));
    assertThat(twilio.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ana", "ana@", "a b@example.com", "a@b@c.com", "ana@example.com\n"})
  void whatIsNoAddress_isNotAskedFor(String address) {
    var verifier = twilio.verifier().channel(Channel.EMAIL).emails(it -> address).build();

    assertThat(verifier.send(challenge("chl_test_1"))).isEqualTo(new Sending.NotSent());
    assertThat(twilio.requests()).isEmpty();
  }

  @Test
  void psd2_sendsAmountAndPayeeWithCodeAndCheck() {
    twilio.psd2();
    var verifier = twilio.verifier().psd2().build();
    var sent = sent(verifier, "chl_test_1");

    assertThat(twilio.messages().get(0).asked())
        .containsEntry("Amount", "MXN 150.00")
        .containsEntry("Payee", "F*** · **** 5558");
    assertThat(verifier.check(more(sent), twilio.lastCode())).isEqualTo(Verdict.WRONG_CODE);
    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.APPROVED);
  }

  @Test
  void serviceInPsd2ModeWithoutIt_sendsNothingAndSaysWhatToDo() {
    twilio.psd2();
    try (var log = CapturedLog.start()) {
      assertThat(twilio.verifier().build().send(challenge("chl_test_1")))
          .isEqualTo(new Sending.NotSent());
      assertThat(log.text()).contains("60206", "call psd2()");
    }
  }

  // One code, one payment.

  @Test
  void codeForAnotherCallerOfThePhone_isOfNoUse() {
    var verifier = twilio.verifier().build();
    var anas = sent(verifier, "chl_test_1");
    var anasCode = twilio.lastCode();
    var brunos = sent(verifier, "chl_test_2");

    assertThat(sid(brunos)).isNotEqualTo(sid(anas));
    assertThat(twilio.requests()).containsExactly("start", "start", "cancel", "start");
    assertThat(verifier.check(brunos, anasCode)).isEqualTo(Verdict.WRONG_CODE);
    assertThat(verifier.check(anas, anasCode)).isEqualTo(Verdict.EXPIRED);
    assertThat(verifier.check(brunos, twilio.lastCode())).isEqualTo(Verdict.APPROVED);
  }

  @Test
  void codeWhoseSendingWasNotHeardOf_isOfNoUseForTheNext() {
    var verifier = twilio.verifier().build();
    twilio.resetNext(true);
    assertThat(verifier.send(challenge("chl_test_1"))).isEqualTo(new Sending.NotSent());
    var lost = twilio.lastCode();

    var next = sent(verifier, "chl_test_2");

    assertThat(twilio.lastCode()).isNotEqualTo(lost);
    assertThat(verifier.check(next, lost)).isEqualTo(Verdict.WRONG_CODE);
    assertThat(verifier.check(next, twilio.lastCode())).isEqualTo(Verdict.APPROVED);
  }

  @Test
  void earlierThatCannotBeCancelled_isNotUsed() {
    var verifier = twilio.verifier().build();
    sent(verifier, "chl_test_1");
    var second = new Sending[1];
    // The start goes through; then Twilio fails, however often the cancelling is tried.
    twilio.answerNext(201, verification(sid("chl_test_1"), 2));
    twilio.answerNext(500, 0);
    twilio.answerNext(500, 0);
    second[0] = verifier.send(challenge("chl_test_2"));

    assertThat(second[0]).isEqualTo(new Sending.NotSent());
    assertThat(twilio.requests()).containsExactly("start", "start", "cancel", "cancel");
  }

  @Test
  void sentAgain_isTheSameCodeFiveTimesAtMost() {
    var verifier = twilio.verifier().build();
    var sent = sent(verifier, "chl_test_1");
    for (int i = 2; i <= 5; i++) {
      assertThat(verifier.send(sent)).isEqualTo(new Sending.Sent(sent.state()));
    }

    assertThat(verifier.send(sent)).isEqualTo(new Sending.NotSent());
    assertThat(twilio.messages()).hasSize(5).allMatch(it -> it.code().equals(twilio.lastCode()));
    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.APPROVED);
  }

  @Test
  void cancelled_isOfNoUse() {
    var verifier = twilio.verifier().build();
    var sent = sent(verifier, "chl_test_1");
    verifier.cancel(sent);

    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.EXPIRED);
    assertThat(twilio.requests()).containsExactly("start", "cancel", "check");
  }

  @Test
  void approved_isGone() {
    var verifier = twilio.verifier().build();
    var sent = sent(verifier, "chl_test_1");

    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.APPROVED);
    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.EXPIRED);
  }

  @Test
  void afterTenMinutes_isExpired() {
    var verifier = twilio.verifier().build();
    var sent = sent(verifier, "chl_test_1");
    clock.advance(Duration.ofMinutes(10));

    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.EXPIRED);
  }

  @Test
  void afterFiveWrongCodes_evenTheRightOneIsTooMany() {
    var verifier = twilio.verifier().build();
    var sent = sent(verifier, "chl_test_1");
    for (int i = 0; i < 5; i++) {
      assertThat(verifier.check(sent, "000000")).isEqualTo(Verdict.WRONG_CODE);
    }

    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.TOO_MANY_ATTEMPTS);
  }

  @Test
  void anotherService_cannotCheck() {
    var sent = sent(twilio.verifier().build(), "chl_test_1");
    var other =
        TwilioVerifier.builder(ACCOUNT, TOKEN, "VA" + "1".repeat(32)).endpoint(twilio.uri());
    try (var log = CapturedLog.start()) {
      assertThat(other.build().check(sent, twilio.lastCode())).isEqualTo(Verdict.UNAVAILABLE);
      assertThat(log.text()).contains("another Verify service");
    }
    assertThat(twilio.requests()).containsExactly("start");
  }

  // What Twilio answers.

  @ParameterizedTest
  @CsvSource({
    "approved, APPROVED",
    "pending, WRONG_CODE",
    "canceled, EXPIRED",
    "expired, EXPIRED",
    "deleted, EXPIRED",
    "failed, EXPIRED",
    "max_attempts_reached, TOO_MANY_ATTEMPTS",
    "APPROVED, UNAVAILABLE",
    "something_new, UNAVAILABLE"
  })
  void statusOfACheck_isAVerdict(String status, Verdict expected) {
    var verifier = twilio.verifier().build();
    var sent = sent(verifier, "chl_test_1");
    twilio.answerNext(200, checked(sid(sent), status));

    assertThat(verifier.check(sent, "123456")).isEqualTo(expected);
  }

  @Test
  void approvalOfAnotherVerification_isNone() {
    var verifier = twilio.verifier().build();
    var sent = sent(verifier, "chl_test_1");
    twilio.answerNext(200, checked("VE" + "9".repeat(32), "approved"));

    assertThat(verifier.check(sent, "123456")).isEqualTo(Verdict.UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 60200",
    "429, 60203",
    "403, 60205",
    "429, 60212",
    "403, 60410",
    "403, 60605",
    "404, 20404",
    "429, 20429",
    "401, 20003",
    "403, 20403",
    "302, 0",
    "500, 20500",
    "503, 0"
  })
  void refusedSending_isNotSentNotRepeatedAndLogged(int status, int code) {
    twilio.answerNext(status, code);
    try (var log = CapturedLog.start()) {
      assertThat(twilio.verifier().build().send(challenge("chl_test_1")))
          .isEqualTo(new Sending.NotSent());
      assertThat(log.text())
          .contains("Twilio sent no code for Challenge[chl_test_1 to +**********78]")
          .contains(status == 302 ? "no answer (HTTP 302)" : "HTTP " + status + ", error " + code)
          .doesNotContain(NUMBER, TOKEN, "wrong:");
    }
    assertThat(twilio.requests()).containsExactly("start");
    assertThat(twilio.messages()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, 60200, UNAVAILABLE",
    "429, 60202, TOO_MANY_ATTEMPTS",
    "429, 60212, UNAVAILABLE",
    "404, 20404, EXPIRED",
    "429, 20429, UNAVAILABLE",
    "401, 20003, UNAVAILABLE",
    "403, 20403, UNAVAILABLE"
  })
  void refusedCheck_isAVerdict(int status, int code, Verdict expected) {
    var verifier = twilio.verifier().build();
    var sent = sent(verifier, "chl_test_1");
    twilio.answerNext(status, code);
    try (var log = CapturedLog.start()) {
      assertThat(verifier.check(sent, "123456")).isEqualTo(expected);
      assertThat(log.text()).doesNotContain(NUMBER, TOKEN, "123456", "wrong:");
    }
    assertThat(twilio.requests()).containsExactly("start", "check");
  }

  @Test
  void checkThatTwilioFailed_isRepeatedOnce() {
    var verifier = twilio.verifier().build();
    var sent = sent(verifier, "chl_test_1");
    twilio.answerNext(503, 0);
    twilio.answerNext(500, 20500);
    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.UNAVAILABLE);
    assertThat(twilio.requests()).containsExactly("start", "check", "check");

    twilio.answerNext(503, 0);
    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.APPROVED);
  }

  @Test
  void connectionThatIsCut_isNotAskedTwice() {
    var verifier = twilio.verifier().build();
    twilio.resetNext(false);
    assertThat(verifier.send(challenge("chl_test_1"))).isEqualTo(new Sending.NotSent());
    assertThat(twilio.requests()).containsExactly("start");

    var sent = sent(verifier, "chl_test_1");
    twilio.resetNext(false);
    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.UNAVAILABLE);
    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.APPROVED);
  }

  @Test
  void noAnswer_isWaitedForInVainForTheTimeSet() {
    var verifier =
        twilio.verifier().timeouts(Duration.ofSeconds(1), Duration.ofMillis(300)).build();
    twilio.hangNext();
    long before = System.nanoTime();
    try (var log = CapturedLog.start()) {
      assertThat(verifier.send(challenge("chl_test_1"))).isEqualTo(new Sending.NotSent());
      assertThat(log.text()).contains("no answer (TimeoutException)");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
    assertThat(twilio.requests()).containsExactly("start");
  }

  @Test
  void nobodyThere_isNotSentAndNotChecked() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var sent = sent(twilio.verifier().build(), "chl_test_1");
    var verifier = twilio.verifier().endpoint(URI.create("http://127.0.0.1:" + port)).build();

    assertThat(verifier.send(challenge("chl_test_2"))).isEqualTo(new Sending.NotSent());
    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.UNAVAILABLE);
    assertThatCode(() -> verifier.cancel(sent)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"sid\": 7}", "nonsense"})
  void answerThatIsNotUnderstood_isNoApproval(String body) {
    var verifier = twilio.verifier().build();
    var sent = sent(verifier, "chl_test_1");
    twilio.answerNext(200, body);
    assertThat(verifier.check(sent, twilio.lastCode())).isEqualTo(Verdict.UNAVAILABLE);
    twilio.answerNext(201, body);
    assertThat(verifier.send(challenge("chl_test_2"))).isEqualTo(new Sending.NotSent());
  }

  // Readiness.

  @Test
  void readiness_isWhatTwilioLastAnsweredForHalfAMinute() {
    var nanos = new AtomicLong();
    var verifier = twilio.verifier().nanoTime(nanos::get).build();
    assertThat(verifier.isReady()).isTrue();
    twilio.answerNext(401, 20003);
    verifier.send(challenge("chl_test_1"));
    assertThat(verifier.isReady()).isFalse();
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(verifier.isReady()).isTrue();

    twilio.answerNext(503, 0);
    verifier.send(challenge("chl_test_1"));
    assertThat(verifier.isReady()).isFalse();
    var sent = sent(verifier, "chl_test_1");
    assertThat(verifier.isReady()).isTrue();
    twilio.answerNext(404, 20404);
    verifier.check(sent, "123456");
    assertThat(verifier.isReady()).as("one that has ended").isTrue();
    assertThat(twilio.requests()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {60200, 60203, 60205, 60212, 60410, 60605})
  void onePersonsNumber_isNoReasonNotToBeReady(int code) {
    var verifier = twilio.verifier().build();
    twilio.answerNext(403, code);
    verifier.send(challenge("chl_test_1"));

    assertThat(verifier.isReady()).isTrue();
  }

  // Configuration.

  @Test
  void wrongCredentials_areSaidAndNotShown() {
    var wrong = TwilioVerifier.builder(ACCOUNT, "another token", SERVICE).endpoint(twilio.uri());
    try (var log = CapturedLog.start()) {
      assertThat(wrong.build().send(challenge("chl_test_1"))).isEqualTo(new Sending.NotSent());
      assertThat(log.text())
          .contains("HTTP 401, error 20003: the credentials are wrong")
          .doesNotContain("another token");
    }
    assertThat(wrong + " " + wrong.build()).doesNotContain("another token", ACCOUNT);
  }

  @ParameterizedTest
  @CsvSource({
    "AC12, hunter2, VA00000000000000000000000000000001",
    "AC00000000000000000000000000000001, hunter2, VE00000000000000000000000000000001",
    "AC00000000000000000000000000000001, ' ', VA00000000000000000000000000000001",
    "hunter2, AC00000000000000000000000000000001, VA00000000000000000000000000000001"
  })
  void whatIsMixedUp_isRefusedWithoutBeingRepeated(String sid, String secret, String service) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TwilioVerifier.builder(sid, secret, service))
        .withMessageStartingWith("Twilio needs")
        .withMessageNotContainingAny("hunter2", "AC0", "VA0", "VE0");
  }

  @Test
  void apiKey_isTakenInPlaceOfTheAccount() {
    assertThatCode(() -> TwilioVerifier.builder("SK" + "a".repeat(32), "secret", SERVICE).build())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://verify.twilio.com", "ftp://127.0.0.1", "https:verify", "verify"})
  void endpointThatOthersCanRead_isRefused(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twilio.verifier().endpoint(URI.create(uri)));
  }

  @Test
  void timeLimits_areUpToThirtySeconds() {
    var builder = twilio.verifier();
    var second = Duration.ofSeconds(1);
    assertThatCode(() -> builder.timeouts(second, second)).doesNotThrowAnyException();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.timeouts(Duration.ZERO, second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.timeouts(second, Duration.ofSeconds(31)));
  }

  @Test
  void psd2WithCalls_doesNotBuild() {
    assertThatIllegalStateException()
        .isThrownBy(() -> twilio.verifier().channel(Channel.CALL).psd2().build())
        .withMessage("PSD2 mode has no calls: use another channel");
  }

  @Test
  void realVerifier_isNoSandboxAndForAnyNode() {
    assertThat(twilio.verifier().build().isSandbox()).isFalse();
    assertThat(twilio.verifier().build().isForOneProcess()).isFalse();
  }

  private Challenge sent(Verifier verifier, String id) {
    var sending = verifier.send(challenge(id));
    assertThat(sending).isInstanceOf(Sending.Sent.class);
    return with(challenge(id), Money.mxn(150_00), ((Sending.Sent) sending).state());
  }

  private static Challenge more(Challenge challenge) {
    return with(challenge, Money.mxn(9_000_00), challenge.state());
  }

  private static Challenge with(Challenge challenge, Money amount, @Nullable String state) {
    return new Challenge(
        challenge.id(),
        challenge.caller(),
        challenge.phone(),
        amount,
        challenge.payee(),
        challenge.summary(),
        challenge.locale(),
        challenge.expiresAt(),
        state);
  }

  private static Challenge challenge(Locale locale, @Nullable String state) {
    var challenge = challenge("chl_test_1");
    return new Challenge(
        challenge.id(),
        challenge.caller(),
        challenge.phone(),
        challenge.amount(),
        challenge.payee(),
        challenge.summary(),
        locale,
        challenge.expiresAt(),
        state);
  }

  private String sid(String unused) {
    return twilio.messages().get(0).sid();
  }

  private static String checked(String sid, String status) {
    return "{\"sid\": \"%s\", \"status\": \"%s\", \"valid\": true}".formatted(sid, status);
  }

  private static String verification(String sid, int sendings) {
    return "{\"sid\": \"%s\", \"status\": \"pending\", \"send_code_attempts\": [%s]}"
        .formatted(sid, "{}" + ", {}".repeat(sendings - 1));
  }
}
