package io.mcp2p.spei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.mcp2p.tck.SettableClock;
import java.time.LocalTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeiRailBuilderTest {
  private final RecordingBank bank = new RecordingBank();

  @ParameterizedTest
  @ValueSource(strings = {"", "TOOLONGXX", "A-B", "Ñ", " "})
  void prefixThatTheRailWouldNotTake_isRefusedAtOnce(String prefix) {
    var builder = SpeiRail.builder(bank).trackingKeyPrefix(prefix);

    assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("prefix");
  }

  @Test
  void missingParts_areRefusedAndNamed() {
    var builder = SpeiRail.builder(bank);

    assertThatNullPointerException()
        .isThrownBy(() -> SpeiRail.builder(null))
        .withMessage("connector");
    assertThatNullPointerException().isThrownBy(() -> builder.banks(null)).withMessage("banks");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.operatingDates(null))
        .withMessage("dates");
    assertThatNullPointerException().isThrownBy(() -> builder.random(null)).withMessage("random");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.trackingKeyPrefix(null))
        .withMessage("prefix");
  }

  @Test
  void ownPrefixCalendarAndRandomness_areUsed() {
    var rail =
        SpeiRail.builder(bank)
            .trackingKeyPrefix("ACME1")
            .operatingDates(OperatingDates.standard().withCutOff(LocalTime.of(8, 0)))
            .random(new Random(1))
            .build();
    try (var spei = new SpeiConversation(rail)) {
      var paid = spei.pay(SpeiConversation.LUNCH);

      assertThat((String) paid.get("trackingKey")).startsWith("ACME1").hasSize(28);
      assertThat(paid).containsEntry("operatingDate", "2026-03-03");
    }
  }

  @Test
  void rail_isASandboxIfItsConnectorIs() {
    assertThat(SpeiRail.sandbox().isSandbox()).isTrue();
    assertThat(SpeiRail.of(bank).isSandbox()).isFalse();
    var clock = SettableClock.at("2026-03-02T15:00:00Z");
    assertThat(SpeiRail.of(SpeiConnector.sandbox(clock)).isSandbox()).isTrue();
  }

  @Test
  void everyTool_isNamedAfterTheRail() {
    assertThat(SpeiRail.sandbox().tools())
        .extracting(tool -> tool.spec().name())
        .hasSize(5)
        .allMatch(name -> name.startsWith("spei_"));
  }
}
