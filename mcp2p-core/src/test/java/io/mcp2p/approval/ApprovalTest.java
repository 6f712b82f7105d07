package io.mcp2p.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalTest {
  private static final Approval PAGE = Approval.page(URI.create("https://pay.example/approve"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://pay.example/approve",
        "https://pay.example:8443/a/b",
        "http://localhost:8080/approve",
        "http://127.0.0.1/approve",
        "http://[::1]:9/approve"
      })
  void goodUrls_areTaken(String url) {
    assertThatCode(() -> Approval.page(URI.create(url))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://pay.example/approve",
        "http://127.0.0.1.example/approve",
        "https://pay.example",
        "https://pay.example/",
        "https://pay.example/approve/",
        "https://pay.example/approve?x",
        "https://pay.example/approve#x",
        "https://me:secret@pay.example/approve",
        "https://pay.example/%2e%2e/approve",
        "ftp://pay.example/approve",
        "/approve"
      })
  void otherUrls_areRefused(String url) {
    assertThatIllegalArgumentException().isThrownBy(() -> Approval.page(URI.create(url)));
  }

  @Test
  void textsThatDoNotExist_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAGE.text("button.aprove", Locale.ENGLISH, "Yes"))
        .withMessageContaining("button.aprove");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAGE.text("button.approve", Locale.FRENCH, "Oui"));
  }

  @Test
  void ownText_holdsInItsLanguageAlone() {
    var texts = PAGE.text("hint.code", Locale.forLanguageTag("es-MX"), "Al {phone}").texts();
    var arguments = Map.of("phone", "+**78", "left", "", "minutes", "");
    assertThat(texts.of("hint.code", Locale.forLanguageTag("es"), arguments)).isEqualTo("Al +**78");
    assertThat(texts.of("hint.code", Locale.ENGLISH, arguments)).startsWith("It was sent to +**78");
  }

  @Test
  void templates_mustHoldWhatAFormNeeds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAGE.template("<p>{{action}} {{attempt}} {{error}} {{message}}</p>"))
        .withMessageContaining("{{guard}}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAGE.template(PageTemplate.standard() + "{{iban}}"))
        .withMessageContaining("{{iban}}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAGE.template(PageTemplate.standard() + "<style>{{payee}}</style>"))
        .withMessageContaining("style");
    assertThatCode(() -> PAGE.template(PageTemplate.standard())).doesNotThrowAnyException();
  }

  @Test
  void logos_areSmallPictures() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAGE.logo(new byte[65 * 1024], "image/png", "Bank"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAGE.logo(new byte[10], "image/svg+xml", "Bank"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAGE.logo(new byte[10], "image/png", " "));
    assertThat(PAGE.logo(new byte[] {1, 2, 3}, "image/png", "Bank").pageTemplate().policy())
        .contains("img-src data:;");
    assertThat(PAGE.pageTemplate().policy()).contains("img-src 'none';");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pt-BR,pt;q=0.9,en;q=0.8", "fr, pt;q=0.3", "en;q=0.1,pt;q=0.9", "PT", "x;q=2"})
  void language_isTheBrowsers_orThePayments(String header) {
    assertThat(PageTexts.language(header, Locale.forLanguageTag("pt-BR")).getLanguage())
        .isEqualTo("pt");
  }

  @Test
  void language_isEnglish_whereNoneFits() {
    assertThat(PageTexts.language(null, Locale.FRENCH)).isEqualTo(Locale.ENGLISH);
    assertThat(PageTexts.language("fr", Locale.forLanguageTag("es")).getLanguage()).isEqualTo("es");
    assertThat(PageTexts.language("es-MX", Locale.ENGLISH).getLanguage()).isEqualTo("es");
  }
}
