package io.mcp2p.spei;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.FailedTests;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connector can break that is SPEI's own; the rest is broken in core. */
class BrokenConnectorsTest {

  @ParameterizedTest
  @CsvSource({
    "LooksUpWithAnotherDate, accepted_isFoundAsItWasSaid",
    "FindsARefundByItsReason, accepted_isFoundAsItWasSaid",
    "KeepsTheClabe, facts_arePrintableAndNotPersonal",
    "KeepsTheName, facts_arePrintableAndNotPersonal",
    "KeepsADateUnderOurKey, facts_arePrintableAndNotPersonal"
  })
  void brokenConnector_failsTheClause(String connector, String clause) throws Exception {
    var test = Class.forName(getClass().getName() + "$" + connector);

    assertThat(FailedTests.of(test, Set.of(clause))).containsExactly(clause);
  }

  static class LooksUpWithAnotherDate extends SpeiConnectorContractTest {
    @Override
    protected SpeiConnector connector() {
      return new StubConnector(bank) {
        @Override
        public PaymentOutcome find(String trackingKey, LocalDate operatingDate) throws Exception {
          return super.find(trackingKey, operatingDate.plusDays(1));
        }
      };
    }
  }

  static class FindsARefundByItsReason extends SpeiConnectorContractTest {
    @Override
    protected SpeiConnector connector() {
      return new StubConnector(bank) {
        @Override
        public PaymentOutcome findRefund(SpeiRefundRequest request) throws Exception {
          return request.reason().isEmpty()
              ? PaymentOutcome.Pending.unknown()
              : super.findRefund(request);
        }
      };
    }
  }

  static class KeepsTheClabe extends WithAFact {
    KeepsTheClabe() {
      super("order", "MXN 500.00 to 014027000005555558");
    }
  }

  static class KeepsTheName extends WithAFact {
    KeepsTheName() {
      super("order", "for Ana Ramirez");
    }
  }

  static class KeepsADateUnderOurKey extends WithAFact {
    KeepsADateUnderOurKey() {
      super("operatingDate", "2026-03-03");
    }
  }

  abstract static class WithAFact extends SpeiConnectorContractTest {
    private final Map<String, String> facts;

    WithAFact(String key, String value) {
      facts = Map.of(key, value);
    }

    @Override
    protected SpeiConnector connector() {
      return new StubConnector(bank) {
        @Override
        public PaymentOutcome send(SpeiTransfer transfer) {
          return new PaymentOutcome.Settled(Instant.parse("2026-03-02T15:00:01Z"), facts);
        }
      };
    }
  }
}
