package io.mcp2p;

import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static io.mcp2p.tck.CapturingVerifier.WRONG_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentEvent;
import io.mcp2p.payment.PaymentId;
import org.junit.jupiter.api.Test;

/** The two turns with a verifier that makes and checks its codes in the process. */
class PaymentFlowOwnCodesTest extends PaymentFlowTest {

  @Override
  TinyServer open() {
    return TinyServer.with(true, it -> {});
  }

  private Payment stored(Reply reply) {
    return server.ledger.find(new PaymentId(text(reply, "paymentId"))).orElseThrow();
  }

  @Test
  void openingWithItsCode_isOneStep() {
    var asked = server.first(LUNCH);

    assertThat(stored(asked).version()).isZero();
    assertThat(stored(asked).question().verifierState()).isNotNull();
  }

  @Test
  void attemptAndClaim_areOneStepAndBothInTheHistory() {
    var asked = server.first(LUNCH);
    server.second(LUNCH, WRONG_CODE);
    var paid = server.second(LUNCH, server.codeOf(asked));

    assertThat(stored(paid).history())
        .extracting(PaymentEvent::what)
        .containsExactly("opened", "code_presented", "code_presented", "approved", "settled");
    assertThat(stored(paid).question().attemptsLeft()).isEqualTo(3);
  }

  @Test
  void codePresentedBeforeItIsSent_isChecked() {
    server.verifier.whileSending(
        () -> assertThat(code(server.second(LUNCH, WRONG_CODE))).isEqualTo("2FA_INVALID_CODE"));

    var asked = server.first(LUNCH);

    assertThat(status(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("success");
  }

  @Test
  void sendingThatFailsAfterAGuess_closesThePayment() {
    server.verifier.whileSending(
        () -> {
          server.second(LUNCH, WRONG_CODE);
          throw new IllegalStateException("no gateway");
        });

    var refused = server.first(LUNCH);

    assertThat(code(refused)).isEqualTo("2FA_UNAVAILABLE");
    assertThat(server.stateOf(refused)).isEqualTo("cancelled");
  }
}
