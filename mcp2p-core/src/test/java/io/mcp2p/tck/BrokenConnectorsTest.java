package io.mcp2p.tck;

import static io.mcp2p.tck.BankCall.PAYMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.PaymentOutcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Each clause of the contract fails for a connector that breaks it. */
class BrokenConnectorsTest {

  static Stream<Arguments> connectors() {
    return Stream.of(
        breaking(TakesTimeoutForNotSent.class, "unclearAnswer_isNoFailureAndNotSentAgain"),
        breaking(
            TakesWhatItCannotReadForRejected.class, "unclearAnswer_isNoFailureAndNotSentAgain"),
        breaking(TakesItsErrorForRejected.class, "unclearAnswer_isNoFailureAndNotSentAgain"),
        breaking(TakesANewStateForRejected.class, "unclearAnswer_isNoFailureAndNotSentAgain"),
        breaking(TakesANewStateForSettled.class, "lookUpWithoutAnAnswer_provesNothing"),
        breaking(
            SendsAgainUnderAnotherReference.class,
            "unclearAnswer_isNoFailureAndNotSentAgain",
            "sameReferenceAfterACut_isTakenOnce"),
        breaking(WaitsForEver.class, "unclearAnswer_isNoFailureAndNotSentAgain"),
        breaking(RemembersInsteadOfAsking.class, "unclearAnswer_isFoundAsWhatWasAccepted"),
        breaking(TakesAnUnreachableBankForRejection.class, "unreachableBank_hasNothing"),
        breaking(
            TakesALookUpThatReachesNobodyForNotSent.class, "lookUpWithoutAnAnswer_provesNothing"),
        breaking(TakesNotFoundForRejected.class, "whatIsNotFound_isNoFailure"),
        breaking(TakesNotFoundForNotSent.class, "whatIsNotFound_isNoFailure"),
        breaking(ThrowsOnRefusal.class, "refused_isRejectedWithTheCode"),
        breaking(TakesRefusalForNotSent.class, "refused_isRejectedWithTheCode"),
        breaking(LosesTheCode.class, "refused_isRejectedWithTheCode"),
        breaking(FindsWhatWasRefusedDone.class, "refused_isNotFoundDone"),
        breaking(
            TakesDuplicateForRejected.class,
            "sameReferenceAgain_isTheSame",
            "sameReferenceAfterACut_isTakenOnce"),
        breaking(
            TakesADuplicateThatCannotBeFoundForRejected.class,
            "sameReferenceAgainThatCannotBeLookedUp_isNoFailure"),
        breaking(
            PaysTwice.class,
            "accepted_isSettledOrPendingAndTakenOnce",
            "sameReferenceAgain_isTheSame"),
        breaking(SaysNothing.class, "accepted_isSettledOrPendingAndTakenOnce"),
        breaking(NeverLooks.class, "accepted_isFoundAsItWasSaid"),
        breaking(ReadsItsOwnClock.class, "timeOfSettlement_isTheBanks"),
        breaking(TakesSecondsForMilliseconds.class, "timeOfSettlement_isTheBanks"),
        breaking(KeepsTheAccount.class, "facts_arePrintableAndNotPersonal"),
        breaking(KeepsALineBreak.class, "facts_arePrintableAndNotPersonal"),
        breaking(OverwritesAFactOfOurs.class, "facts_arePrintableAndNotPersonal"),
        breaking(ReturnsWhatIsAskedBack.class, "refund_changesNothingOfWhatWasPaid"),
        breaking(RemembersOneTransfer.class, "manyAtOnce_areKeptApart"));
  }

  private static Arguments breaking(Class<?> connector, String... clauses) {
    return arguments(named(connector.getSimpleName(), connector), Set.of(clauses));
  }

  @ParameterizedTest
  @MethodSource("connectors")
  void brokenConnector_failsTheClause(Class<?> connector, Set<String> clauses) {
    assertThat(FailedTests.of(connector, clauses)).isEqualTo(clauses);
  }

  @Test
  void everyClause_canFail() {
    var broken = connectors().flatMap(it -> ((Set<?>) it.get()[1]).stream()).toList();

    assertThat(Stream.of(ConnectorContract.class.getDeclaredMethods()))
        .filteredOn(it -> AnnotationSupport.isAnnotated(it, Testable.class))
        .isNotEmpty()
        .allMatch(it -> broken.contains(it.getName()));
  }

  @Test
  void notFoundWhereItIsProof_mayBeNotSentAndNothingElse() {
    var clauses = Set.of("whatIsNotFound_isNoFailure");

    assertThat(FailedTests.of(TakesNotFoundForProof.class, clauses)).isEmpty();
    assertThat(FailedTests.of(TakesProofForRejected.class, clauses)).isEqualTo(clauses);
  }

  static class TakesNotFoundForProof extends TakesNotFoundForNotSent {
    @Override
    protected boolean notFoundIsProof() {
      return true;
    }
  }

  static class TakesProofForRejected extends TakesNotFoundForRejected {
    @Override
    protected boolean notFoundIsProof() {
      return true;
    }
  }

  static class TakesTimeoutForNotSent extends StubBankContract {
    @Override
    PaymentOutcome start(BankCall call, String reference) throws Exception {
      try {
        return super.start(call, reference);
      } catch (HttpTimeoutException e) {
        return new PaymentOutcome.NotSent();
      }
    }
  }

  static class TakesWhatItCannotReadForRejected extends StubBankContract {
    @Override
    PaymentOutcome start(BankCall call, String reference) throws Exception {
      try {
        return super.start(call, reference);
      } catch (RuntimeException e) {
        return new PaymentOutcome.Rejected("");
      }
    }
  }

  static class TakesItsErrorForRejected extends StubBankContract {
    @Override
    PaymentOutcome start(BankCall call, String reference) throws Exception {
      try {
        return super.start(call, reference);
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).endsWith("500")) {
          return new PaymentOutcome.Rejected("");
        }
        throw e;
      }
    }
  }

  static class TakesANewStateForRejected extends StubBankContract {
    @Override
    PaymentOutcome start(BankCall call, String reference) throws Exception {
      return bank.order(call, reference).state().equals("HELD")
          ? new PaymentOutcome.Rejected("")
          : find(call, reference);
    }
  }

  static class TakesANewStateForSettled extends StubBankContract {
    @Override
    PaymentOutcome find(BankCall call, String reference) throws Exception {
      return bank.find(call, reference).state().equals("HELD")
          ? PaymentOutcome.Settled.at(Instant.parse("2026-03-02T15:00:01Z"))
          : super.find(call, reference);
    }
  }

  static class SendsAgainUnderAnotherReference extends StubBankContract {
    @Override
    PaymentOutcome start(BankCall call, String reference) throws Exception {
      try {
        return super.start(call, reference);
      } catch (IOException e) {
        return super.start(call, newReference());
      }
    }
  }

  static class WaitsForEver extends StubBankContract {
    @Override
    protected Duration longestCall() {
      return Duration.ofSeconds(1);
    }

    @Override
    PaymentOutcome start(BankCall call, String reference) throws Exception {
      try {
        return super.start(call, reference);
      } catch (HttpTimeoutException e) {
        new CountDownLatch(1).await();
        throw e;
      }
    }
  }

  static class ThrowsOnRefusal extends StubBankContract {
    @Override
    PaymentOutcome told(PaymentOutcome outcome) {
      if (outcome instanceof PaymentOutcome.Rejected) {
        throw new IllegalStateException("the bank answered 422");
      }
      return outcome;
    }
  }

  static class TakesRefusalForNotSent extends StubBankContract {
    @Override
    PaymentOutcome told(PaymentOutcome outcome) {
      return outcome instanceof PaymentOutcome.Rejected ? new PaymentOutcome.NotSent() : outcome;
    }
  }

  static class LosesTheCode extends StubBankContract {
    @Override
    PaymentOutcome told(PaymentOutcome outcome) {
      return outcome instanceof PaymentOutcome.Rejected ? new PaymentOutcome.Rejected("") : outcome;
    }
  }

  static class FindsWhatWasRefusedDone extends StubBankContract {
    @Override
    PaymentOutcome find(BankCall call, String reference) throws Exception {
      var outcome = super.find(call, reference);
      return outcome instanceof PaymentOutcome.Rejected
          ? PaymentOutcome.Settled.at(Instant.parse("2026-03-02T15:00:01Z"))
          : outcome;
    }
  }

  static class TakesNotFoundForRejected extends StubBankContract {
    @Override
    PaymentOutcome find(BankCall call, String reference) throws Exception {
      return bank.find(call, reference).state().equals("UNKNOWN")
          ? new PaymentOutcome.Rejected("")
          : super.find(call, reference);
    }
  }

  static class TakesNotFoundForNotSent extends StubBankContract {
    @Override
    PaymentOutcome find(BankCall call, String reference) throws Exception {
      return bank.find(call, reference).state().equals("UNKNOWN")
          ? new PaymentOutcome.NotSent()
          : super.find(call, reference);
    }
  }

  static class TakesAnUnreachableBankForRejection extends StubBankContract {
    @Override
    PaymentOutcome told(PaymentOutcome outcome) {
      return outcome instanceof PaymentOutcome.NotSent ? new PaymentOutcome.Rejected("") : outcome;
    }
  }

  static class TakesALookUpThatReachesNobodyForNotSent extends StubBankContract {
    @Override
    PaymentOutcome find(BankCall call, String reference) throws Exception {
      try {
        return super.find(call, reference);
      } catch (ConnectException e) {
        return new PaymentOutcome.NotSent();
      }
    }
  }

  static class TakesDuplicateForRejected extends StubBankContract {
    @Override
    PaymentOutcome start(BankCall call, String reference) throws Exception {
      return bank.order(call, reference).state().equals("DUPLICATE")
          ? new PaymentOutcome.Rejected("DUPL")
          : find(call, reference);
    }
  }

  static class TakesADuplicateThatCannotBeFoundForRejected extends StubBankContract {
    @Override
    PaymentOutcome start(BankCall call, String reference) throws Exception {
      try {
        return super.start(call, reference);
      } catch (IOException e) {
        return bank.order(call, reference).state().equals("DUPLICATE")
            ? new PaymentOutcome.Rejected("DUPL")
            : super.find(call, reference);
      }
    }
  }

  static class RemembersInsteadOfAsking extends StubBankContract {
    private final Map<String, PaymentOutcome> heard = new ConcurrentHashMap<>();

    @Override
    PaymentOutcome start(BankCall call, String reference) throws Exception {
      var outcome = super.start(call, reference);
      heard.put(reference, outcome);
      return outcome;
    }

    @Override
    PaymentOutcome find(BankCall call, String reference) throws Exception {
      super.find(call, reference);
      return heard.getOrDefault(reference, PaymentOutcome.Pending.unknown());
    }
  }

  static class PaysTwice extends StubBankContract {
    @Override
    PaymentOutcome start(BankCall call, String reference) throws Exception {
      super.start(call, newReference());
      return super.start(call, reference);
    }
  }

  static class NeverLooks extends StubBankContract {
    @Override
    PaymentOutcome find(BankCall call, String reference) {
      return PaymentOutcome.Pending.unknown();
    }
  }

  static class ReadsItsOwnClock extends StubBankContract {
    @Override
    PaymentOutcome told(PaymentOutcome outcome) {
      return outcome instanceof PaymentOutcome.Settled
          ? PaymentOutcome.Settled.at(Instant.now())
          : outcome;
    }
  }

  static class TakesSecondsForMilliseconds extends StubBankContract {
    @Override
    PaymentOutcome told(PaymentOutcome outcome) {
      return outcome instanceof PaymentOutcome.Settled settled
          ? PaymentOutcome.Settled.at(Instant.ofEpochMilli(settled.at().getEpochSecond()))
          : outcome;
    }
  }

  static class KeepsTheAccount extends WithAFact {
    KeepsTheAccount() {
      super("order", "paid to " + PAYEE);
    }
  }

  static class KeepsALineBreak extends WithAFact {
    KeepsALineBreak() {
      super("receipt", "https://bank.example/1\r\n");
    }
  }

  static class OverwritesAFactOfOurs extends WithAFact {
    OverwritesAFactOfOurs() {
      super(Payment.CLIENT, "bank");
    }
  }

  abstract static class WithAFact extends StubBankContract {
    private final Map<String, String> facts;

    WithAFact(String key, String value) {
      facts = Map.of(key, value);
    }

    @Override
    PaymentOutcome told(PaymentOutcome outcome) {
      return outcome instanceof PaymentOutcome.Settled settled
          ? new PaymentOutcome.Settled(settled.at(), facts)
          : outcome;
    }
  }

  static class ReturnsWhatIsAskedBack extends StubBankContract {
    @Override
    PaymentOutcome find(BankCall call, String reference) throws Exception {
      return call == PAYMENT && !bank.taken(BankCall.REFUND).isEmpty()
          ? new PaymentOutcome.Returned(Instant.parse("2026-03-02T15:00:01Z"), Map.of())
          : super.find(call, reference);
    }
  }

  static class RemembersOneTransfer extends StubBankContract {
    private final CyclicBarrier together = new CyclicBarrier(16);
    private volatile String current = "";

    @Override
    PaymentOutcome start(BankCall call, String reference) throws Exception {
      current = reference;
      together.await();
      return super.start(call, current);
    }
  }

  static class SaysNothing extends StubBankContract {
    @Override
    PaymentOutcome start(BankCall call, String reference) throws Exception {
      super.start(call, reference);
      return null;
    }
  }
}
