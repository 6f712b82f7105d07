package io.mcp2p.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolSpecTest {
  private static final String LONGEST =
      "a234567890123456789012345678901234567890123456789012345678901234";

  record Nothing() {}

  private static ToolSpec<Nothing, Nothing> named(String name) {
    return ToolSpec.reading(
        name, Nothing.class, Nothing.class, "mcp:payments:read", "Title", "Text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "z9", "spei_send_payment", "a_", "a__b", LONGEST})
  void names_areOfSmallLettersDigitsAndUnderscores(String name) {
    assertThat(named(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "_a",
        "9a",
        "A",
        "aB",
        "a b",
        "a-b",
        "a.b",
        "a\n",
        "a\u0000",
        "ñ",
        "aé",
        "a１",
        LONGEST + "5"
      })
  void otherNames_areRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> named(name))
        .withMessageContaining("a name is 1 to 64 of a-z, 0-9 and _");
  }
}
