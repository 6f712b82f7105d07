package io.mcp2p.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.tck.CapturedLog;
import io.mcp2p.tck.SettableClock;
import io.mcp2p.tck.VerifierContract;
import io.mcp2p.verification.Verifier.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpVerifierTest extends VerifierContract {
  private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);
  private static final byte[] BRUNOS = "09876543210987654321".getBytes(US_ASCII);

  private final SettableClock clock = SettableClock.at("2026-03-02T15:00:00Z");
  private final UsedSteps usedSteps = UsedSteps.inMemory();

  @Override
  protected Verifier newVerifier() {
    return Verifier.totp(it -> it.caller().equals("ana") ? SECRET : BRUNOS, usedSteps, clock);
  }

  /** Each time anew: what was approved once would not be again. */
  @Override
  protected String receivedCode(Challenge challenge) {
    return codeAt(0);
  }

  private String codeAt(int stepsFromNow) {
    return Totp.SIX_DIGITS.code(SECRET, Totp.step(clock.instant()) + stepsFromNow);
  }

  @ParameterizedTest
  @CsvSource({"-2, WRONG_CODE", "-1, APPROVED", "0, APPROVED", "1, APPROVED", "2, WRONG_CODE"})
  void clocksMayDifferByOneStep(int steps, Verdict expected) {
    assertThat(newVerifier().check(asked("chl_test_1"), codeAt(steps))).isEqualTo(expected);
  }

  @Test
  void code_isAcceptedOnce() {
    var code = codeAt(0);

    assertThat(newVerifier().check(asked("chl_test_1"), code)).isEqualTo(Verdict.APPROVED);
    assertThat(newVerifier().check(asked("chl_test_1"), code)).isEqualTo(Verdict.WRONG_CODE);
    assertThat(newVerifier().check(asked("chl_test_2"), code)).isEqualTo(Verdict.WRONG_CODE);
    assertThat(newVerifier().check(asked("chl_test_2"), codeAt(-1))).isEqualTo(Verdict.WRONG_CODE);
    clock.advance(Duration.ofSeconds(30));
    assertThat(newVerifier().check(asked("chl_test_2"), codeAt(0))).isEqualTo(Verdict.APPROVED);
  }

  @Test
  void wrongCode_usesNothingUp() {
    assertThat(newVerifier().check(asked("chl_test_1"), codeAt(2))).isEqualTo(Verdict.WRONG_CODE);
    assertThat(newVerifier().check(asked("chl_test_1"), codeAt(0))).isEqualTo(Verdict.APPROVED);
  }

  @Test
  void codeOfAnotherCaller_isWrong() {
    var bruno = Totp.SIX_DIGITS.code(BRUNOS, Totp.step(clock.instant()));

    assertThat(newVerifier().check(asked("chl_test_1"), bruno)).isEqualTo(Verdict.WRONG_CODE);
  }

  @Test
  void secretThatIsMissingOrShort_isUnavailableAndLoggedWithoutIt() {
    var missing =
        Verifier.totp(
            it -> {
              throw new IllegalStateException("no row with 12345678901234567890");
            },
            usedSteps,
            clock);
    var tooShort = Verifier.totp(it -> new byte[15], usedSteps, clock);
    try (var log = CapturedLog.start()) {
      assertThat(missing.check(asked("chl_test_1"), codeAt(0))).isEqualTo(Verdict.UNAVAILABLE);
      assertThat(tooShort.check(asked("chl_test_1"), codeAt(0))).isEqualTo(Verdict.UNAVAILABLE);
      assertThat(log.text())
          .contains("no secret for", "IllegalStateException", "fewer than 16 bytes")
          .doesNotContain("12345678901234567890", codeAt(0));
    }
  }

  @Test
  void nothing_isSentAnywhere() {
    assertThat(newVerifier().sentTo(challenge("chl_test_1"))).isEmpty();
  }

  private Challenge asked(String id) {
    var challenge = challenge(id);
    var sent = (Verifier.Sending.Sent) newVerifier().send(challenge);
    return withState(challenge, sent.state());
  }
}
