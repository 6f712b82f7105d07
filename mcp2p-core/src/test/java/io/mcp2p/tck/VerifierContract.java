package io.mcp2p.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.payment.Money;
import io.mcp2p.verification.Challenge;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every Verifier must do. Extend it, supply a verifier and the codes that the person received,
 * inherit the tests.
 *
 * @since 0.1
 */
public abstract class VerifierContract {
  private static final String NUMBER = "+525512345678";

  private Verifier verifier;

  /** Returns a verifier that works. Called once for each test. */
  protected abstract Verifier newVerifier() throws Exception;

  /** Returns the code that the person received last for this challenge. */
  protected abstract String receivedCode(Challenge challenge) throws Exception;

  /**
   * Tells whether two challenges to one phone can be open at once; false if a new one ends the
   * earlier, which the payment flow allows for one caller anyway.
   */
  protected boolean keepsSeveralOpen() {
    return true;
  }

  /** Returns a question that nobody was asked yet: may Ana's lunch be paid? */
  protected static Challenge challenge(String id) {
    return new Challenge(
        id,
        "ana",
        new PhoneNumber(NUMBER),
        Money.mxn(150_00),
        "F*** · **** 5558",
        "MXN 150.00 to Fonda **** 5558",
        Locale.ENGLISH,
        Instant.parse("2026-03-02T15:10:00Z"),
        null);
  }

  @BeforeEach
  final void openTheVerifier() throws Exception {
    verifier = newVerifier();
  }

  @Test
  void rightCode_isApproved() throws Exception {
    var sent = sent(challenge("chl_test_1"));

    assertThat(verifier.check(sent, receivedCode(sent))).isEqualTo(Verifier.Verdict.APPROVED);
  }

  @Test
  void code_has4To10Digits() throws Exception {
    var sent = sent(challenge("chl_test_1"));

    assertThat(receivedCode(sent)).matches("[0-9]{4,10}");
  }

  @Test
  void wrongCode_isNotApproved() throws Exception {
    var sent = sent(challenge("chl_test_1"));

    assertThat(verifier.check(sent, otherThan(receivedCode(sent))))
        .isEqualTo(Verifier.Verdict.WRONG_CODE);
  }

  @Test
  void rightCodeAfterAWrongOne_isApproved() throws Exception {
    var sent = sent(challenge("chl_test_1"));
    var code = receivedCode(sent);

    assertThat(verifier.check(sent, otherThan(code))).isEqualTo(Verifier.Verdict.WRONG_CODE);
    assertThat(verifier.check(sent, code)).isEqualTo(Verifier.Verdict.APPROVED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "0", "١٢٣٤٥٦", "123456789012345678901234567890", "' or 1=1"})
  void whatIsNoCode_isNotApproved(String text) {
    var sent = sent(challenge("chl_test_1"));

    assertThat(verifier.check(sent, text)).isNotEqualTo(Verifier.Verdict.APPROVED);
  }

  @Test
  void codeOfOneChallenge_isOfNoUseForAnother() throws Exception {
    var one = sent(challenge("chl_test_1"));
    var code = receivedCode(one);
    var other = sent(challenge("chl_test_2"));

    // By chance both may have the same code, which then is the other's own.
    if (!code.equals(receivedCode(other))) {
      assertThat(verifier.check(other, code)).isNotEqualTo(Verifier.Verdict.APPROVED);
    }
    if (keepsSeveralOpen()) {
      assertThat(verifier.check(one, code)).isEqualTo(Verifier.Verdict.APPROVED);
    } else {
      assertThat(verifier.check(one, code)).isNotEqualTo(Verifier.Verdict.APPROVED);
      assertThat(verifier.check(other, receivedCode(other))).isEqualTo(Verifier.Verdict.APPROVED);
    }
  }

  @Test
  void stateOfOneChallenge_isOfNoUseForAnother() throws Exception {
    var one = sent(challenge("chl_test_1"));
    var other = withState(challenge("chl_test_2"), one.state());

    assertThat(verifier.check(other, receivedCode(one))).isNotEqualTo(Verifier.Verdict.APPROVED);
  }

  @Test
  void challengeThatWasNeverSent_isNotApproved() throws Exception {
    var code = receivedCode(sent(challenge("chl_test_1")));

    assertThat(verifier.check(challenge("chl_test_2"), code))
        .isNotEqualTo(Verifier.Verdict.APPROVED);
  }

  @Test
  void codeSentAgain_voidsTheEarlierOrIsTheSame() throws Exception {
    var first = sent(challenge("chl_test_1"));
    var earlier = receivedCode(first);
    var second = sent(first);
    var later = receivedCode(second);

    if (!earlier.equals(later)) {
      assertThat(verifier.check(second, earlier)).isNotEqualTo(Verifier.Verdict.APPROVED);
    }
    assertThat(verifier.check(second, later)).isEqualTo(Verifier.Verdict.APPROVED);
  }

  @Test
  void state_holdsNeitherCodeNorPhoneInClear() throws Exception {
    var sent = sent(challenge("chl_test_1"));

    assertThat(sent.state())
        .isNotBlank()
        .hasSizeLessThanOrEqualTo(2000)
        .doesNotContain(receivedCode(sent), NUMBER.substring(1));
  }

  @Test
  void nothingPrinted_holdsCodeOrPhone() throws Exception {
    var sent = sent(challenge("chl_test_1"));
    var code = receivedCode(sent);

    assertThat(verifier.toString() + sent + verifier.send(sent))
        .doesNotContain(code, NUMBER.substring(1));
  }

  @Test
  void checking_logsNeitherCodeNorPhone() throws Exception {
    var sent = sent(challenge("chl_test_1"));
    var code = receivedCode(sent);
    String logged;
    try (var log = CapturedLog.start()) {
      verifier.check(sent, otherThan(code));
      verifier.check(sent, code);
      verifier.cancel(sent);
      logged = log.text();
    }

    assertThat(logged).doesNotContain(code, otherThan(code), NUMBER.substring(1));
  }

  @Test
  void cancelling_isPossibleAtAnyTime() {
    verifier.cancel(challenge("chl_test_1"));
    var sent = sent(challenge("chl_test_1"));
    verifier.cancel(sent);
    verifier.cancel(sent);
  }

  private Challenge sent(Challenge challenge) {
    var sending = verifier.send(challenge);
    assertThat(sending).isInstanceOf(Verifier.Sending.Sent.class);
    return withState(challenge, ((Verifier.Sending.Sent) sending).state());
  }

  /** Returns the question as it is once the verifier's state of it is kept. */
  protected static Challenge withState(Challenge challenge, String state) {
    return new Challenge(
        challenge.id(),
        challenge.caller(),
        challenge.phone(),
        challenge.amount(),
        challenge.payee(),
        challenge.summary(),
        challenge.locale(),
        challenge.expiresAt(),
        state);
  }

  private static String otherThan(String code) {
    char last = code.charAt(code.length() - 1);
    return code.substring(0, code.length() - 1) + (last == '9' ? '0' : (char) (last + 1));
  }
}
