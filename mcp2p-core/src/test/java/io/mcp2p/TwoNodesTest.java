package io.mcp2p;

import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.paymentId;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static io.mcp2p.TinyServer.with;
import static io.mcp2p.tck.CapturingVerifier.WRONG_CODE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.approval.Approval;
import io.mcp2p.approval.ApprovalDesk;
import io.mcp2p.payment.IdSource;
import io.mcp2p.tck.TinyRail;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Any node can answer any call: nothing that matters is kept in one process. */
class TwoNodesTest {
  private static final byte[] SECRET = "a secret that both of them know.".getBytes(UTF_8);

  private static final Approval PAGE = Approval.page(URI.create("https://pay.example/approve"));

  private final TinyServer one =
      TinyServer.with(it -> it.secret(SECRET).ids(IdSource.random()).approval(PAGE));
  private final TinyServer two =
      TinyServer.with(
          it -> {
            it.secret(SECRET).ids(IdSource.random()).approval(PAGE);
            it.ledger(one.ledger).verifier(one.verifier).clock(one.clock);
            it.rails.clear();
            it.rails(TinyRail.of(one.connector));
          });

  @AfterEach
  void close() {
    two.close();
    one.close();
  }

  @Test
  void secondTurnOnTheOtherNode_pays() {
    var asked = one.first(LUNCH);
    var code = one.codeOf(asked);

    var paid = two.second(LUNCH, code);

    assertThat(status(paid)).isEqualTo("success");
    assertThat(paymentId(paid)).isEqualTo(paymentId(asked));
    assertThat(one.second(LUNCH, code).text()).isEqualTo(paid.text());
    assertThat(one.sent()).isOne();
  }

  @Test
  void pageOnTheOtherNode_approves_andEitherSends() {
    var asked = one.first(LUNCH);
    var token = text(asked, "approvalUrl").replaceFirst(".*/", "");

    var outcome = Objects.requireNonNull(two.wiring.desk()).approve(token, one.codeOf(asked), 5);

    assertThat(outcome).isEqualTo(ApprovalDesk.Outcome.APPROVED);
    var paid = one.first(LUNCH);
    assertThat(status(paid)).isEqualTo("success");
    assertThat(paymentId(two.first(LUNCH))).isEqualTo(paymentId(paid));
    assertThat(one.sent()).isOne();
  }

  @Test
  void attemptsAndSendings_areCountedTogether() {
    var asked = one.first(LUNCH);
    assertThat(text(two.first(LUNCH), "challengeId")).isEqualTo(text(asked, "challengeId"));
    assertThat(one.verifier.sent()).hasSize(1);
    for (int i = 0; i < 2; i++) {
      one.second(LUNCH, WRONG_CODE);
      two.second(LUNCH, WRONG_CODE);
    }

    assertThat(code(two.second(LUNCH, WRONG_CODE))).isEqualTo("2FA_TOO_MANY_ATTEMPTS");
    assertThat(code(one.second(LUNCH, one.codeOf(asked)))).isEqualTo("2FA_TOO_MANY_ATTEMPTS");
  }

  @Test
  void challengeOpenedOnTheOtherNode_cancelsTheEarlier() {
    var lunch = one.first(LUNCH);
    two.first(RENT);

    assertThat(one.stateOf(lunch)).isEqualTo("cancelled");
  }

  @Test
  void changedArgumentsOnTheOtherNode_areAMismatch() {
    var code = one.codeOf(one.first(LUNCH));

    assertThat(code(two.second(with(LUNCH, "note", "Dinner"), code))).isEqualTo("2FA_MISMATCH");
    assertThat(code(one.second(LUNCH, code))).isEqualTo("2FA_MISMATCH");
  }

  @Test
  void otherNode_reconcilesWhatThisOneLeftPending() {
    one.connector.throwAfterRecording();
    var pending = one.pay(LUNCH);
    one.advanceSeconds(61);

    assertThat(two.wiring.reconcile()).isOne();
    assertThat(one.wiring.reconcile()).isZero();
    assertThat(one.stateOf(pending)).isEqualTo("settled");
  }
}
