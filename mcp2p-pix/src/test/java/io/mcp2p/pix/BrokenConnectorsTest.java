package io.mcp2p.pix;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.FailedTests;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connector can break that is Pix's own; the rest is broken in core. */
class BrokenConnectorsTest {

  @ParameterizedTest
  @CsvSource({
    "KeepsNoIdOfAPayment, idOfAPayment_isTheRails",
    "GivesAllPaymentsOneId, idOfAPayment_isTheRails",
    "TakesOurReferenceForTheId, idOfAPayment_isTheRails",
    "TakesThePixForItsDevolucao, idOfADevolucao_isTheRails",
    "KeepsTheKey, facts_arePrintableAndNotPersonal"
  })
  void brokenConnector_failsTheClause(String connector, String clause) throws Exception {
    var test = Class.forName(getClass().getName() + "$" + connector);

    assertThat(FailedTests.of(test, Set.of(clause))).containsExactly(clause);
  }

  private static PaymentOutcome settled(Map<String, String> facts) {
    return new PaymentOutcome.Settled(Instant.parse("2026-03-02T15:00:01Z"), facts);
  }

  static class KeepsNoIdOfAPayment extends Finds {
    @Override
    Map<String, String> facts(String reference) {
      return Map.of("id", "E12345678202603021500" + reference.substring(0, 11));
    }
  }

  static class GivesAllPaymentsOneId extends Finds {
    @Override
    Map<String, String> facts(String reference) {
      return Map.of(Payment.RAIL_ID, "E12345678202603021500abcdefghijk");
    }
  }

  static class TakesOurReferenceForTheId extends Finds {
    @Override
    Map<String, String> facts(String reference) {
      return Map.of(Payment.RAIL_ID, reference);
    }
  }

  static class KeepsTheKey extends Finds {
    @Override
    Map<String, String> facts(String reference) {
      return Map.of("destination", "CPF 12345678909");
    }
  }

  /** Finds everything settled, with facts of its own. */
  abstract static class Finds extends PixConnectorContractTest {
    abstract Map<String, String> facts(String reference);

    @Override
    protected PixConnector connector() {
      return new StubConnector(bank) {
        @Override
        public PaymentOutcome find(String reference) {
          return settled(facts(reference));
        }
      };
    }
  }

  static class TakesThePixForItsDevolucao extends PixConnectorContractTest {
    @Override
    protected PixConnector connector() {
      return new StubConnector(bank) {
        @Override
        public PaymentOutcome findRefund(String e2eId, String reference) {
          return settled(Map.of(Payment.RAIL_ID, e2eId));
        }
      };
    }
  }
}
