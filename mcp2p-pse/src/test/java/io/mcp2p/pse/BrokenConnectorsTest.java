package io.mcp2p.pse;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.BankCall;
import io.mcp2p.tck.FailedTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connector can break that is PSE's own; the rest is broken in core. */
class BrokenConnectorsTest {

  @ParameterizedTest
  @CsvSource({
    "AsksForTheBanksEachTime, banks_areAskedForWithoutAnException",
    "FindsARefundByItsReason, accepted_isFoundAsItWasSaid",
    "KeepsTheAccount, facts_arePrintableAndNotPersonal",
    "KeepsTheEmail, facts_arePrintableAndNotPersonal",
    "KeepsTheName, facts_arePrintableAndNotPersonal",
    "KeepsTheNumber, facts_arePrintableAndNotPersonal"
  })
  void brokenConnector_failsTheClause(String connector, String clause) throws Exception {
    var test = Class.forName(getClass().getName() + "$" + connector);

    assertThat(FailedTests.of(test, Set.of(clause))).containsExactly(clause);
  }

  static class AsksForTheBanksEachTime extends PseConnectorContractTest {
    @Override
    protected PseConnector connector() {
      return new StubConnector(bank) {
        @Override
        public Optional<PseBanks> banks() {
          try {
            bank.find(BankCall.PAYMENT, "banks");
            return Optional.of(PseBanks.bundled());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
      };
    }
  }

  static class FindsARefundByItsReason extends PseConnectorContractTest {
    @Override
    protected PseConnector connector() {
      return new StubConnector(bank) {
        @Override
        public PaymentOutcome findRefund(PseRefundRequest request) throws Exception {
          return super.findRefund(
              new PseRefundRequest(
                  request.refundReference() + request.reason().charAt(0),
                  request.reference(),
                  request.amount(),
                  request.reason()));
        }
      };
    }
  }

  static class KeepsTheAccount extends KeepsAFact {
    KeepsTheAccount() {
      super("CORRIENTE 04512345678");
    }
  }

  static class KeepsTheEmail extends KeepsAFact {
    KeepsTheEmail() {
      super("told pagos@tornillo.example");
    }
  }

  static class KeepsTheName extends KeepsAFact {
    KeepsTheName() {
      super("for Ferreteria El Tornillo SAS");
    }
  }

  static class KeepsTheNumber extends KeepsAFact {
    KeepsTheNumber() {
      super("NIT 9001234568");
    }
  }

  abstract static class KeepsAFact extends PseConnectorContractTest {
    private final String fact;

    KeepsAFact(String fact) {
      this.fact = fact;
    }

    @Override
    protected PseConnector connector() {
      return new StubConnector(bank) {
        @Override
        public PaymentOutcome send(PseTransfer transfer) {
          return new PaymentOutcome.Pending(Map.of("order", fact));
        }
      };
    }
  }
}
