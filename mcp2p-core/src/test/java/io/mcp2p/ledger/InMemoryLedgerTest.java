package io.mcp2p.ledger;

import static io.mcp2p.tck.SamplePayment.LIFE;
import static io.mcp2p.tck.SamplePayment.NOW;
import static io.mcp2p.tck.SamplePayment.lunch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mcp2p.auth.Mode;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.PaymentLedgerContract;
import io.mcp2p.tck.SamplePayment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryLedgerTest extends PaymentLedgerContract {
  private static final Duration KEPT = Duration.ofDays(2);
  private static final Owner ANA = new Owner(Mode.TEST, "ana");

  private final PaymentLedger ledger = PaymentLedger.inMemory(3);

  @Override
  protected PaymentLedger newLedger() {
    return PaymentLedger.inMemory();
  }

  @Test
  void isNotDurable() {
    assertThat(ledger.durable()).isFalse();
  }

  @Test
  void capacityOfNothing_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> PaymentLedger.inMemory(0));
  }

  @Test
  void fullOfOpenAndPendingPayments_throwsAndForgetsNothing() {
    var first = open(lunch().to("1"));
    var second = pending(lunch().to("2"), NOW);
    var third = settled(lunch().to("3"), NOW);

    assertThatIllegalStateException()
        .isThrownBy(() -> open(lunch().to("4")))
        .withMessageContaining("full (3)");
    assertThat(ledger.find(first.id())).contains(first);
    assertThat(ledger.find(second.id())).contains(second);
    assertThat(ledger.find(third.id())).contains(third);
  }

  @Test
  void fullOfPayments_thePendingOnesAreNeverForgotten() {
    pending(lunch().to("1"), NOW);
    pending(lunch().to("2"), NOW);
    pending(lunch().to("3"), NOW);

    assertThatIllegalStateException()
        .isThrownBy(() -> open(lunch().to("4").at(NOW.plus(KEPT.multipliedBy(10)))));
  }

  @Test
  void full_forgetsFirstWhatWasNeverApproved() {
    var settled = settled(lunch().to("1"), NOW);
    var older = open(lunch().to("2"));
    var newer = open(lunch().to("3"));

    var next = open(lunch().to("4").at(NOW.plus(KEPT).plusSeconds(1)));

    assertThat(ledger.find(older.id())).isEmpty();
    assertThat(ledger.find(newer.id())).contains(newer);
    assertThat(ledger.find(settled.id())).contains(settled);
    assertThat(ledger.find(next.id())).contains(next);
  }

  @Test
  void full_forgetsChallengesOnlyOnceTheyHaveRunOut() {
    open(lunch().to("1"));
    open(lunch().to("2"));
    open(lunch().to("3"));

    assertThatIllegalStateException()
        .isThrownBy(() -> open(lunch().to("4").at(NOW.plus(LIFE).minusSeconds(1))));
    assertThat(open(lunch().to("4").at(NOW.plus(LIFE)))).isNotNull();
  }

  @Test
  void full_forgetsThenWhatEndedMoreThanTwoDaysAgo() {
    var oldest = settled(lunch().to("1"), NOW);
    var pending = pending(lunch().to("2"), NOW);
    var newer = settled(lunch().to("3").at(NOW.plusSeconds(1)), NOW.plusSeconds(1));

    assertThatIllegalStateException().isThrownBy(() -> open(lunch().to("4").at(NOW.plus(KEPT))));
    var next = open(lunch().to("4").at(NOW.plus(KEPT).plusSeconds(1)));

    assertThat(ledger.find(oldest.id())).isEmpty();
    assertThat(ledger.find(pending.id())).contains(pending);
    assertThat(ledger.find(newer.id())).contains(newer);
    assertThat(ledger.find(next.id())).contains(next);
  }

  @Test
  void whatIsForgotten_isFoundByNothing() {
    var limit = new Limit("perDay", "mxn", 1, 1, NOW, true);
    var gone = settled(lunch().refunding("R0").within(limit), NOW);
    settled(lunch().to("2").digest("2"), NOW.plus(KEPT));
    settled(lunch().to("3").digest("3"), NOW.plus(KEPT));

    open(lunch().to("4").digest("4").at(NOW.plus(KEPT).plusSeconds(1)));

    assertThat(ledger.find(gone.id())).isEmpty();
    assertThat(ledger.findByPhone(ANA, "ana's phone")).isEmpty();
    assertThat(ledger.findApproved(ANA, "lunch")).isEmpty();
    assertThat(ledger.findByReference(ANA, "spei", gone.reference())).isEmpty();
    assertThat(ledger.refundsOf(ANA, "spei", "R0")).isEmpty();
    assertThat(ledger.list(all(10))).hasSize(3).doesNotContain(gone);
    assertThat(ledger.replace(gone, gone.after(returned(), NOW, NOW))).isFalse();
  }

  @Test
  void many_areKeptWithinTheCapacity() {
    var small = PaymentLedger.inMemory(100);
    for (int i = 0; i < 1000; i++) {
      var at = NOW.plus(LIFE.multipliedBy(i));
      small.open(lunch().digest("d" + i).at(at).payment(), at);
    }

    assertThat(small.list(all(1000))).hasSizeBetween(90, 100);
  }

  @Test
  void closedWithoutApproval_theLastThousandAreKept() {
    var large = PaymentLedger.inMemory(100_000);
    var paid = lunch().digest("paid").at(NOW).payment();
    large.open(paid, NOW);
    var settled = paid.claimed("h", "R1", Map.of(), NOW, NOW);
    large.replace(paid, settled);
    for (int i = 0; i < 5000; i++) {
      large.open(lunch().digest("d" + i).at(NOW).payment(), NOW); // cancels the one before
    }

    assertThat(large.list(all(10_000))).hasSizeBetween(1000, 1018).contains(settled);
  }

  @Test
  void openPayments_areKeptBeyondAThousand() {
    var large = PaymentLedger.inMemory(100_000);
    for (int i = 0; i < 3000; i++) {
      large.open(lunch().digest("d" + i).to("phone " + i).at(NOW).payment(), NOW);
    }
    assertThat(large.list(all(10_000))).hasSize(3000);

    var later = NOW.plus(LIFE);
    for (int i = 0; i < 3000; i++) {
      large.open(lunch().digest("e" + i).to("phone " + i).at(later).payment(), later);
    }
    assertThat(large.list(all(10_000))).hasSizeBetween(3000, 4000);
  }

  @Test
  void full_aRefusalThatStillAnswers_isKept() {
    var declined = open(lunch().to("1"));
    replaced(declined, declined.closed(PaymentState.DECLINED, "declined", NOW));
    open(lunch().to("2").digest("2"));
    open(lunch().to("3").digest("3"));

    assertThatIllegalStateException().isThrownBy(() -> open(lunch().to("4").digest("4")));
    assertThat(ledger.find(declined.id())).isPresent();
  }

  private static PaymentQuery all(int limit) {
    return new PaymentQuery(ANA, null, null, null, null, null, null, limit, NOW);
  }

  private Payment open(SamplePayment sample) {
    return ((Opening.Opened) ledger.open(sample.payment(), sample.at())).payment();
  }

  private Payment pending(SamplePayment sample, Instant at) {
    var open = open(sample);
    return replaced(open, open.claimed("h", "R" + open.id(), Map.of(), at, at));
  }

  private Payment settled(SamplePayment sample, Instant at) {
    var pending = pending(sample, at);
    return replaced(pending, pending.after(PaymentOutcome.Settled.at(at), at, at));
  }

  private static PaymentOutcome returned() {
    return new PaymentOutcome.Returned(NOW, Map.of());
  }

  private Payment replaced(Payment current, Payment next) {
    assertThat(ledger.replace(current, next)).isTrue();
    return next;
  }
}
