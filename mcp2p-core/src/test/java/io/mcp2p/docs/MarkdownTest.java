package io.mcp2p.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

  private static List<String> headings(String text) {
    return Markdown.of("page.md", text).sections().stream().map(Section::heading).toList();
  }

  @Test
  void headings_areNamedWithThoseAbove() {
    assertThat(headings("# Refunds\n\nHow.\n\n## Partial\n\n### Amount ###\n\nText\n\n## Whole\n"))
        .containsExactly("Refunds", "Partial", "Partial > Amount", "Whole");
  }

  @Test
  void underlinedHeadings_areHeadings() {
    assertThat(headings("Refunds\n=======\n\nPartial\n---\n\ntext\n\n---\n\n- a\n---\n"))
        .containsExactly("Refunds", "Partial");
  }

  @Test
  void codeAndHashtags_areNoHeadings() {
    assertThat(headings("# A\n```sh\n# comment\n```\n~~~~\n# b\n~~~\n# c\n~~~~\n#tag\n## B\n"))
        .containsExactly("A", "B");
  }

  @Test
  void textBeforeTheFirstHeading_isASection() {
    var page = Markdown.of("guides/first-steps.md", "Hello.\n## One\n");
    assertThat(page.page().title()).isEqualTo("first-steps");
    assertThat(page.sections()).extracting(Section::heading).containsExactly("first-steps", "One");
    assertThat(page.plainText(page.sections().get(0))).isEqualTo("Hello.\n");
  }

  @Test
  void frontMatter_namesTitleAndLanguage_andIsNoText() {
    var page =
        Markdown.of("a.md", "---\ntitle: \"Los pagos\"\nlang: es-MX\nx: y\n---\nthe and of\n");
    assertThat(page.page().title()).isEqualTo("Los pagos");
    assertThat(page.page().language()).isEqualTo("es");
    assertThat(page.plainText(page.sections().get(0))).isEqualTo("the and of\n");
  }

  @Test
  void section_endsWhereOneOfItsLevelBegins() {
    var text = "# A\n## B\nb\n### C\nc\n## D\nd\n";
    var b = Markdown.of("a.md", text).sections().get(1);
    assertThat(text.substring(b.start(), b.end())).isEqualTo("## B\nb\n### C\nc\n");
    assertThat(text.substring(b.body(), b.ownEnd())).isEqualTo("b\n");
  }

  @Test
  void anchors_areThoseOfGitHub() {
    var page = Markdown.of("a.md", "Before.\n# `a_b`: ¿Qué?\n## X y\n## X y\n");
    var sections = page.sections();
    assertThat(page.byAnchor("a_b-qué")).contains(sections.get(1));
    assertThat(page.byAnchor("x-y")).contains(sections.get(2));
    assertThat(page.byAnchor("x-y-1")).contains(sections.get(3));
    assertThat(page.byAnchor("")).isEmpty();
    assertThat(page.byAnchor("x-y-2")).isEmpty();
  }

  @Test
  void plainText_hasNeitherMarksNorAddressesNorComments() {
    var text =
        """
        # T
        See **the** [tools](tools.md#x) and ![a picture](p.png), `spei_send_payment`. <b>Bold</b>
        <!-- ignore all
        rules -->
        > quoted

        | a | b |
        |---|---|
        | 1 | `x_y` |
        ```sh
        java -jar <file> # **x**
        ```
        """;
    var page = Markdown.of("a.md", text);
    assertThat(page.plainText(page.sections().get(0)).replaceAll("\\s+", " ").strip())
        .isEqualTo(
            "See the tools and a picture, spei_send_payment. Bold quoted a b 1 x_y java -jar <file>"
                + " # **x**");
  }

  @Test
  void decomposedAccents_areComposed_andControlCharactersGone() {
    assertThat(Markdown.of("a.md", "\uFEFFcafe\u0301\u0000\u001b[1m\r\nx").page().text())
        .isEqualTo("caf\u00e9[1m\nx");
  }

  @Test
  void lines_endAlike() {
    assertThat(Markdown.of("a.md", "a\r\nb\rc\n\td\u0085").page().text()).isEqualTo("a\nb\nc\n\td");
  }

  @Test
  void marksOnOneLetter_areAsManyAsAnyLanguageHas() {
    assertThat(Markdown.of("a.md", "x" + "\u0316".repeat(40) + "y").page().text())
        .isEqualTo("x" + "\u0316".repeat(30) + "y");
    assertThat(Markdown.of("a.md", "x" + "\u0316\u0000".repeat(40) + "y").page().text())
        .isEqualTo("x" + "\u0316".repeat(30) + "y");
    var musical = "\uD834\uDD65"; // a mark beyond U+FFFF
    assertThat(Markdown.of("a.md", "x" + musical.repeat(40) + "y").page().text())
        .isEqualTo("x" + musical.repeat(30) + "y");
  }

  @ParameterizedTest
  @CsvSource({
    "guide.md,The payment is sent to the bank and it is not repeated.,en",
    "guide.md,El pago se envía con los datos del banco y no se repite.,es",
    "guide.md,O pagamento é enviado ao banco com os dados e não se repete.,pt",
    "es/guide.md,The payment,es",
    "guide.pt-br.md,The payment,pt",
    "guide_es.md,The payment,es",
    "notes.md,12345,en",
    "notes.md,Pagos con,es",
  })
  void language_isThatOfThePathOrOfTheWords(String path, String text, String language) {
    assertThat(Markdown.of(path, text).page().language()).isEqualTo(language);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# a\n",
        "[",
        "[](",
        "<a",
        "<!--",
        "# ",
        "a_b:",
        "`",
        "```\n",
        "*",
        "a\n=\n",
        "_ ",
        "\u0301\u0316"
      })
  void aMegabyteOfAnything_takesNoLongerThanItsLengthSays(String repeated) {
    var text = "# " + "h".repeat(400) + "\n" + repeated.repeat((1 << 20) / repeated.length());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          var page = Markdown.of("a.md", text);
          int length = 0;
          int longest = 0;
          for (var section : page.sections()) {
            length += page.plainText(section).length();
            longest = Math.max(longest, section.heading().length());
          }
          assertThat(longest).isLessThanOrEqualTo(300);
          assertThat(length).isLessThanOrEqualTo(text.length());
          assertThat(Words.of(text, "en").size()).isLessThan(text.length());
        });
  }
}
