package io.mcp2p.pse;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.pse.PseBeneficiary.AccountType;
import io.mcp2p.tck.BundleContract;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PseMessagesTest extends BundleContract {

  @Override
  protected List<String> bundles() {
    return List.of("io/mcp2p/pse/messages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "es", "pt"})
  void everyCause_hasWords(String language) {
    var locale = Locale.forLanguageTag(language);
    for (var cause : RejectCause.values()) {
      for (var code : cause.codes()) {
        assertThat(PseRail.reason(code).in(locale)).isNotBlank().isNotEqualTo(code);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "D00", "R01", "LATE", "٣"})
  void causeThatNobodyKnows_isShownAsItCame(String railCode) {
    assertThat(PseRail.reason(railCode).in(Locale.ENGLISH)).isEqualTo(railCode);
  }

  @ParameterizedTest
  @EnumSource(Nit.Problem.class)
  void everyProblemOfANit_hasWords(Nit.Problem problem) {
    assertThat(words("recipient.NIT_" + problem)).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(Cedula.Problem.class)
  void everyProblemOfACedula_hasWords(Cedula.Problem problem) {
    assertThat(words("recipient.CC_" + problem)).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(AccountType.class)
  void everyKindOfAccount_hasWords(AccountType type) {
    assertThat(words("account." + type)).isNotBlank();
  }

  private static String words(String key) {
    return PseErrors.text(key, Map.of()).in(Locale.ENGLISH);
  }
}
