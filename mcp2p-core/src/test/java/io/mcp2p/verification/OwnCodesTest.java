package io.mcp2p.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mcp2p.payment.Money;
import io.mcp2p.tck.CapturedLog;
import io.mcp2p.tck.VerifierContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnCodesTest extends VerifierContract {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);

  private final Map<String, String> received = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  @Override
  protected Verifier newVerifier() {
    return Verifier.sms(this::receive);
  }

  @Override
  protected String receivedCode(Challenge challenge) {
    return received.get(challenge.id());
  }

  private void receive(Challenge challenge, String code, String text) {
    received.put(challenge.id(), code);
    texts.add(text);
  }

  @Test
  void senderThatThrows_hasNotSent() {
    var verifier =
        Verifier.sms(
            (challenge, code, text) -> {
              throw new IllegalStateException(code + " to " + challenge.phone().value());
            });
    Verifier.Sending sending;
    String logged;
    try (var log = CapturedLog.start()) {
      sending = verifier.send(challenge("chl_test_1"));
      logged = log.text();
    }

    assertThat(sending).isEqualTo(new Verifier.Sending.NotSent());
    assertThat(logged)
        .contains("chl_test_1", "+**********78", "java.lang.IllegalStateException")
        .doesNotContain("5512345678")
        .doesNotContainPattern("(?<![0-9])[0-9]{6}(?![0-9])");
  }

  @Test
  void sending_logsNothing() {
    try (var log = CapturedLog.start()) {
      newVerifier().send(challenge("chl_test_1"));
      assertThat(log.text()).isEmpty();
    }
  }

  @Test
  void codes_areSixDigitsAndNoneIsLikelier() {
    var verifier = newVerifier();
    var codes =
        IntStream.range(0, 6000)
            .mapToObj(
                number -> {
                  verifier.send(challenge("c" + number));
                  return received.get("c" + number);
                })
            .toList();

    assertThat(codes).allMatch(it -> it.matches("[0-9]{6}"));
    for (int i = 0; i < 6; i++) {
      int place = i;
      for (char digit = '0'; digit <= '9'; digit++) {
        char wanted = digit;
        // 600 expected, with a deviation of 23; a leading zero is as good as any.
        assertThat(codes.stream().filter(it -> it.charAt(place) == wanted).count())
            .as("%s in place %s", digit, place)
            .isBetween(400L, 800L);
      }
    }
    // Of 6000 out of a million some 18 come twice.
    assertThat(codes.stream().distinct().count()).isGreaterThan(5900);
  }

  @ParameterizedTest
  @CsvSource({
    "en, is your code. It authorises only this: lunch",
    "es-MX, es su código. Autoriza solo esto: lunch",
    "pt-BR, é o seu código. Autoriza somente isto: lunch",
    "fr, is your code. It authorises only this: lunch"
  })
  void message_isInThePersonsLanguage(Locale locale, String expected) {
    newVerifier().send(challenge("lunch", locale));

    assertThat(texts).hasSize(1);
    assertThat(texts.get(0)).startsWith(received.get("chl_test_1") + " " + expected);
  }

  @Test
  void summaryThatLooksLikeAPlaceholder_isLeftAsItIs() {
    newVerifier().send(challenge("{code} $1", Locale.ENGLISH));

    assertThat(texts.get(0)).contains("only this: {code} $1.");
  }

  @Test
  void nodesThatShareASecret_checkEachOthersCodes() {
    var one = Verifier.sms(this::receive, SECRET);
    var other = Verifier.sms((challenge, code, text) -> {}, SECRET.clone());
    var stranger = Verifier.sms((challenge, code, text) -> {});
    var sent = (Verifier.Sending.Sent) one.send(challenge("chl_test_1"));
    var asked = withState(challenge("chl_test_1"), sent.state());

    assertThat(other.check(asked, received.get("chl_test_1"))).isEqualTo(Verifier.Verdict.APPROVED);
    assertThat(other.check(asked, "12345")).isEqualTo(Verifier.Verdict.WRONG_CODE);
    try (var log = CapturedLog.start()) {
      assertThat(stranger.check(asked, received.get("chl_test_1")))
          .isEqualTo(Verifier.Verdict.UNAVAILABLE);
      assertThat(log.text())
          .contains("chl_test_1", "another secret", "Verifier.sms")
          .doesNotContain(received.get("chl_test_1"), sent.state());
    }
  }

  @Test
  void withoutASecret_isForOneProcess() {
    assertThat(Verifier.sms(this::receive).isForOneProcess()).isTrue();
    assertThat(Verifier.sms(this::receive, SECRET).isForOneProcess()).isFalse();
    assertThat(Verifier.sandbox().isForOneProcess()).isFalse();
  }

  @Test
  void codeThatIsMade_isSentOnRequestAndPrintedNowhere() {
    var made = ((LocalVerifier) newVerifier()).newCode(challenge("chl_test_1"));
    assertThat(received).isEmpty();

    assertThat(made.send()).isTrue();

    var code = received.get("chl_test_1");
    assertThat(made.toString()).doesNotContain(code, made.state());
    assertThat(made.state()).doesNotContain(code);
  }

  @Test
  void shortSecret_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Verifier.sms(this::receive, new byte[31]));
  }

  @Test
  void ownGateway_isNoSandbox() {
    assertThat(newVerifier().isSandbox()).isFalse();
  }

  private static Challenge challenge(String summary, Locale locale) {
    return new Challenge(
        "chl_test_1",
        "ana",
        new PhoneNumber("+525512345678"),
        Money.mxn(150_00),
        "F*** · **** 5558",
        summary,
        locale,
        Instant.parse("2026-03-02T15:10:00Z"),
        null);
  }
}
