package io.mcp2p.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  private static final Locale SPANISH = Locale.forLanguageTag("es");

  @ParameterizedTest
  @CsvSource({
    "en, Good morning Ana.",
    "en-US, Good morning Ana.",
    "es, Buenos días Ana.",
    "es-MX, Buenos días Ana.",
    "pt, Bom dia Ana.",
    "pt-BR, Bom dia Ana.",
    "fr, Good morning Ana.",
    "de-CH, Good morning Ana.",
    "und, Good morning Ana."
  })
  void text_isInTheReadersLanguageOrEnglish(Locale locale, String expected) {
    assertThat(text("greeting", Map.of("name", "Ana")).in(locale)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "pt", "fr"})
  void machinesLanguage_decidesNothing(String machine) {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(machine));
      assertThat(text("greeting", Map.of("name", "Ana")).in(Locale.ENGLISH))
          .isEqualTo("Good morning Ana.");
      assertThat(text("greeting", Map.of("name", "Ana")).in(Locale.FRENCH))
          .isEqualTo("Good morning Ana.");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void literal_isTheSameInEveryLanguage() {
    assertThat(Text.of("{name} $1").in(SPANISH)).isEqualTo("{name} $1");
  }

  @Test
  void placeholders_areFilledEachTime() {
    assertThat(text("twice", Map.of("name", "Ana", "number", 7)).in(Locale.ENGLISH))
        .isEqualTo("Ana and Ana again: 7.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{name}", "{other}", "$1", "\\", "\\1$0", "${name}", "%s", "{0}", ""})
  void whatIsFilledIn_isNotReadAgain(String value) {
    assertThat(text("greeting", Map.of("name", value)).in(Locale.ENGLISH))
        .isEqualTo("Good morning " + value + ".");
  }

  @Test
  void bracesAroundNoName_stay() {
    assertThat(text("braces", Map.of("name", "Ana")).in(Locale.ENGLISH))
        .isEqualTo("{} { name} {na me} {ñ} {Ana} } Ana {name");
  }

  @Test
  void nestedText_isInTheSameLanguage() {
    var inner = text("greeting", Map.of("name", "Ana"));
    var outer = text("quote", Map.of("text", inner));

    assertThat(outer.in(SPANISH)).isEqualTo("Ella dijo: Buenos días Ana.");
    assertThat(outer.in(Locale.ENGLISH)).isEqualTo("She said: Good morning Ana.");
  }

  @Test
  void keyThatOnlyEnglishHas_isSaidInEnglish() {
    assertThat(text("onlyEnglish", Map.of()).in(SPANISH)).isEqualTo("Only in English.");
  }

  @Test
  void moreArgumentsThanPlaceholders_areNoMatter() {
    assertThat(text("onlyEnglish", Map.of("name", "Ana")).in(Locale.ENGLISH))
        .isEqualTo("Only in English.");
  }

  @Test
  void missingKey_isABugThatShowsItsName() {
    assertThatIllegalStateException()
        .isThrownBy(() -> text("nothing", Map.of()).in(Locale.ENGLISH))
        .withMessageContaining("nothing")
        .withMessageContaining("io.mcp2p.payment.greetings");
  }

  @Test
  void missingBundle_isABugThatShowsItsName() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Text.of("io.mcp2p.none", TextTest.class, "a", Map.of()).in(SPANISH))
        .withMessageContaining("io.mcp2p.none");
  }

  @Test
  void missingArgument_isABugThatShowsItsName() {
    assertThatIllegalStateException()
        .isThrownBy(() -> text("twice", Map.of("name", "Ana")).in(Locale.ENGLISH))
        .withMessageContaining("{number}");
  }

  @Test
  void nullArgument_isRefusedWhereItIsGiven() {
    var arguments = new HashMap<String, String>();
    arguments.put("name", null);

    assertThatNullPointerException().isThrownBy(() -> text("greeting", arguments));
  }

  @Test
  void argumentsChangedAfterwards_changeNothing() {
    var arguments = new HashMap<>(Map.of("name", "Ana"));
    var text = text("greeting", arguments);
    arguments.put("name", "Bruno");

    assertThat(text.in(Locale.ENGLISH)).isEqualTo("Good morning Ana.");
  }

  private static Text text(String key, Map<String, ?> arguments) {
    return Text.of("io.mcp2p.payment.greetings", TextTest.class, key, arguments);
  }
}
