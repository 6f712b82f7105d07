package io.mcp2p.spei;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.tck.BundleContract;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpeiMessagesTest extends BundleContract {

  @Override
  protected List<String> bundles() {
    return List.of("io/mcp2p/spei/messages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "es", "pt"})
  void everyReturnCause_hasWords(String language) {
    var locale = Locale.forLanguageTag(language);
    for (var cause : ReturnCause.values()) {
      assertThat(SpeiRail.reason(cause.railCode()).in(locale))
          .isNotBlank()
          .isNotEqualTo(cause.railCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4", "999", "1000", "LATE", "٣"})
  void causeThatNobodyKnows_isShownAsItCame(String railCode) {
    assertThat(SpeiRail.reason(railCode).in(Locale.ENGLISH)).isEqualTo(railCode);
  }

  @ParameterizedTest
  @EnumSource(Clabe.Problem.class)
  void everyProblemOfAClabe_hasWords(Clabe.Problem problem) {
    assertThat(SpeiErrors.text("clabe." + problem, Map.of()).in(Locale.ENGLISH)).isNotBlank();
  }
}
