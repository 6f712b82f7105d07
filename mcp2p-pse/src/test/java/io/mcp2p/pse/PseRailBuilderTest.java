package io.mcp2p.pse;

import static io.mcp2p.pse.PseConversation.SCREWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.tck.SettableClock;
import java.time.LocalTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PseRailBuilderTest {
  private final RecordingBank bank = new RecordingBank();
  private final Directory directory = new Directory();

  @ParameterizedTest
  @ValueSource(strings = {"", "TOOLONGXX", "A-B", "Ñ", " "})
  void prefixThatTheRailWouldNotTake_isRefusedAtOnce(String prefix) {
    var builder = PseRail.builder(bank, directory).referencePrefix(prefix);

    assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("prefix");
  }

  @Test
  void missingParts_areRefusedAndNamed() {
    var builder = PseRail.builder(bank, directory);

    assertThatNullPointerException()
        .isThrownBy(() -> PseRail.builder(null, directory))
        .withMessage("connector");
    assertThatNullPointerException()
        .isThrownBy(() -> PseRail.builder(bank, null))
        .withMessage("beneficiaries");
    assertThatNullPointerException().isThrownBy(() -> builder.banks(null)).withMessage("banks");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.businessDays(null))
        .withMessage("days");
    assertThatNullPointerException().isThrownBy(() -> builder.random(null)).withMessage("random");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.referencePrefix(null))
        .withMessage("prefix");
  }

  @Test
  void ownPrefixCalendarAndRandomness_areUsed() {
    bank.sends = PaymentOutcome.Pending.unknown();
    var rail =
        PseRail.builder(bank, directory)
            .referencePrefix("ACME1")
            .businessDays(BusinessDays.standard().withCutOff(LocalTime.of(8, 0)))
            .random(new Random(1))
            .build();
    try (var pse = new PseConversation(rail)) {
      var paid = pse.pay(SCREWS);

      assertThat((String) paid.get("referenceNumber")).startsWith("ACME1-2026").hasSize(37);
      assertThat(paid).containsEntry("expectedBy", "2026-03-04");
    }
  }

  @Test
  void rail_isASandboxIfEitherPartIs() {
    var clock = SettableClock.at("2026-03-02T15:00:00Z");

    assertThat(PseRail.sandbox().isSandbox()).isTrue();
    assertThat(PseRail.of(bank, directory).isSandbox()).isFalse();
    assertThat(PseRail.of(PseConnector.sandbox(clock), directory).isSandbox()).isTrue();
    assertThat(PseRail.of(bank, PseBeneficiaries.sandbox()).isSandbox()).isTrue();
  }

  @Test
  void everyTool_isNamedAfterTheRail() {
    assertThat(PseRail.sandbox().tools())
        .extracting(tool -> tool.spec().name())
        .hasSize(5)
        .allMatch(name -> name.startsWith("pse_"));
  }
}
