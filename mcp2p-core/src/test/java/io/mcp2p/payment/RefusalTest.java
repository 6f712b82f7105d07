package io.mcp2p.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalTest {
  private static final Refusal TOO_MUCH =
      Refusal.of(ErrorCode.LIMIT_EXCEEDED, Text.of("Too much."));

  @Test
  void details_areAddedInOrderToACopy() {
    var refusal = TOO_MUCH.with("rule", "perDay").field("amount").nextTool("payments_list");

    assertThat(refusal.details())
        .containsExactly(
            Map.entry("rule", "perDay"),
            Map.entry("field", "amount"),
            Map.entry("nextTool", "payments_list"));
    assertThat(refusal.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    assertThat(refusal.message().in(Locale.ENGLISH)).isEqualTo("Too much.");
    assertThat(TOO_MUCH.details()).isEmpty();
  }

  @Test
  void detailGivenTwice_isTheLast() {
    assertThat(TOO_MUCH.field("a").field("b").details()).containsExactly(Map.entry("field", "b"));
  }

  @Test
  void details_areCopiedAndCannotBeChanged() {
    var details = new LinkedHashMap<String, Object>(Map.of("rule", "perDay"));
    var refusal = new Refusal(ErrorCode.FORBIDDEN, Text.of("No."), details);
    details.clear();

    assertThat(refusal.details()).containsEntry("rule", "perDay");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> refusal.details().put("rule", "other"));
  }

  @Test
  void codes_areThoseOfTheContract() {
    assertThat(ErrorCode.ofRail("spei", "REJECTED")).hasToString("SPEI_REJECTED");
    assertThat(ErrorCode.CODE_INVALID).hasToString("2FA_INVALID_CODE");
    assertThat(ErrorCode.CODE_INVALID.retryable()).isTrue();
    assertThat(ErrorCode.LIMIT_EXCEEDED.retryable()).isFalse();
  }

  @Test
  void railsCode_isUpperCaseWhateverTheMachinesLanguage() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(ErrorCode.ofRail("pix", "REJECTED")).hasToString("PIX_REJECTED");
    } finally {
      Locale.setDefault(before);
    }
  }
}
