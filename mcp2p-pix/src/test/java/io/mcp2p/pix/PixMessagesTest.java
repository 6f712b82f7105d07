package io.mcp2p.pix;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.tck.BundleContract;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixMessagesTest extends BundleContract {

  @Override
  protected List<String> bundles() {
    return List.of("io/mcp2p/pix/messages");
  }

  @ParameterizedTest
  @EnumSource(RejectCode.class)
  void everyRejectCode_hasWords(RejectCode code) {
    for (var language : new String[] {"en", "es", "pt"}) {
      assertThat(PixRail.reason(code.name()).in(Locale.forLanguageTag(language)))
          .isNotBlank()
          .isNotEqualTo(code.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AC99", "ac03", "NOT_ENOUGH_BALANCE"})
  void codeThatNobodyKnows_isShownAsItCame(String railCode) {
    assertThat(PixRail.reason(railCode).in(Locale.ENGLISH)).isEqualTo(railCode);
  }

  @ParameterizedTest
  @EnumSource(PixKey.Problem.class)
  void everyProblemOfAKey_hasWords(PixKey.Problem problem) {
    assertThat(PixErrors.key(problem).message().in(Locale.ENGLISH)).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(BrCode.Problem.class)
  void everyProblemOfACode_saysWhetherStructureOrCrc(BrCode.Problem problem) {
    assertThat(PixErrors.brCode(problem).message().in(Locale.ENGLISH))
        .containsPattern("structure|CRC");
  }

  @ParameterizedTest
  @EnumSource(PixKey.Type.class)
  void everyTypeOfKey_hasAName(PixKey.Type type) {
    assertThat(PixErrors.text("type." + type, Map.of()).in(Locale.ENGLISH)).isNotBlank();
  }
}
