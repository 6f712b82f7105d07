package io.mcp2p.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mcp2p.tck.CapturedLog;
import io.mcp2p.tck.VerifierContract;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxVerifierTest extends VerifierContract {
  private static final Pattern CODE = Pattern.compile("- code ([0-9]{6}) for ");

  private final CapturedLog log = CapturedLog.start();

  @BeforeEach
  void nothingIsLoggedYet() {
    assertThat(log.text()).isEmpty();
  }

  @AfterEach
  void stopCapturing() {
    log.close();
  }

  @Override
  protected Verifier newVerifier() {
    return Verifier.sandbox();
  }

  @Override
  protected String receivedCode(Challenge challenge) {
    var code = CODE.matcher(log.lines().get(log.lines().size() - 1));
    assertThat(code.find()).isTrue();
    return code.group(1);
  }

  @Test
  void code_isWrittenToTheLogInOneLine() {
    Verifier.sandbox("123456").send(challenge("chl_test_1"));

    assertThat(log.lines()).hasSize(1);
    assertThat(log.lines().get(0))
        .endsWith("mcp2p.sandbox - code 123456 for MXN 150.00 to Fonda **** 5558 to +**********78");
  }

  @Test
  void fixedCode_isTheCodeOfEveryChallenge() {
    var verifier = Verifier.sandbox("000007");
    var sent = (Verifier.Sending.Sent) verifier.send(challenge("chl_test_1"));
    var other = (Verifier.Sending.Sent) verifier.send(challenge("chl_test_2"));

    assertThat(verifier.check(withState(challenge("chl_test_1"), sent.state()), "000007"))
        .isEqualTo(Verifier.Verdict.APPROVED);
    assertThat(verifier.check(withState(challenge("chl_test_2"), other.state()), "000007"))
        .isEqualTo(Verifier.Verdict.APPROVED);
    assertThat(verifier.check(withState(challenge("chl_test_1"), sent.state()), "7"))
        .isEqualTo(Verifier.Verdict.WRONG_CODE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345", "1234567", "12345a", "１２３４５６", "123456\n", " 123456"})
  void fixedCode_isSixDigits(String code) {
    assertThatIllegalArgumentException().isThrownBy(() -> Verifier.sandbox(code));
  }

  @Test
  void sandbox_saysThatItIsOne() {
    assertThat(Verifier.sandbox().isSandbox()).isTrue();
    assertThat(Verifier.sandbox("123456").isSandbox()).isTrue();
  }
}
