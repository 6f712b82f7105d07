package io.mcp2p.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static final Set<String> NAMES = Set.of("payee", "error");

  private static String page(String html, Map<String, String> values) {
    return Template.of(html, NAMES).with(values);
  }

  @Test
  void value_isEscaped_inTextAndInAttributes() {
    assertThat(page("<b title=\"{{payee}}\">{{payee}}</b>", Map.of("payee", "\"'<script>&`")))
        .isEqualTo(
            "<b title=\"&quot;&#39;&lt;script&gt;&amp;&#96;\">"
                + "&quot;&#39;&lt;script&gt;&amp;&#96;</b>");
  }

  @Test
  void charactersThatTurnTheOrderAround_areReplaced() {
    assertThat(page("{{payee}}", Map.of("payee", "5558\u202e1234\u200b\u0007")))
        .isEqualTo("5558\ufffd1234\ufffd\ufffd");
    // U+E0041, a letter that nobody sees, takes two chars; so does U+1F35D, which is a dish.
    assertThat(page("{{payee}}", Map.of("payee", "5558\udb40\udc41\ud83c\udf5d")))
        .isEqualTo("5558\ufffd\ud83c\udf5d");
  }

  @Test
  void tagsInsideOfAValue_areText() {
    assertThat(page("{{payee}}", Map.of("payee", "{{error}}{{#error}}", "error", "x")))
        .isEqualTo("{{error}}{{#error}}");
  }

  @Test
  void part_isThereIfItsValueIs() {
    var html = "a{{#error}}[{{error}}{{#payee}} {{payee}}{{/payee}}]{{/error}}z";
    assertThat(page(html, Map.of("error", "no"))).isEqualTo("a[no]z");
    assertThat(page(html, Map.of("error", "no", "payee", "you"))).isEqualTo("a[no you]z");
    assertThat(page(html, Map.of("error", "", "payee", "you"))).isEqualTo("az");
    assertThat(page(html, Map.of())).isEqualTo("az");
  }

  @Test
  void wrongTemplates_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Template.of("{{iban}}", NAMES))
        .withMessageContaining("{{iban}}")
        .withMessageContaining("[error, payee]");
    assertThatIllegalArgumentException().isThrownBy(() -> Template.of("{{#error}}", NAMES));
    assertThatIllegalArgumentException().isThrownBy(() -> Template.of("{{/error}}", NAMES));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Template.of("{{#error}}{{#payee}}{{/error}}{{/payee}}", NAMES));
  }
}
