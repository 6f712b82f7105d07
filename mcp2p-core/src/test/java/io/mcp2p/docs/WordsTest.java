package io.mcp2p.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  private static List<String> terms(String text, String language) {
    return Words.of(text, language).stream().map(Words.Word::term).toList();
  }

  @Test
  void identifiers_areWholeAndInParts() {
    assertThat(terms("SPEI_INVALID_CLABE", Words.PLAIN))
        .containsExactlyInAnyOrder("spei_invalid_clabe", "spei", "invalid", "clabe");
    assertThat(terms("mcp:payments:write", Words.PLAIN))
        .containsExactlyInAnyOrder("mcp:payments:write", "mcp", "payments", "write");
    assertThat(terms("PaymentPolicy.perDay", Words.PLAIN))
        .containsExactlyInAnyOrder("paymentpolicy", "payment", "policy", "perday", "per", "day");
    assertThat(terms("2fa_required", Words.PLAIN))
        .containsExactlyInAnyOrder("2fa_required", "2fa", "required");
  }

  @ParameterizedTest
  @CsvSource({
    "en,refunds,refund",
    "en,approved,approving",
    "es,devoluciones,devolución",
    "es,DEVOLUCIÓN,devolucion",
    "es,límites,limite",
    "pt,devoluções,devolução",
    "pt,devolucoes,devolução",
    "pt,chaves,chave",
    "pt,transações,transacao",
  })
  void formsOfAWord_areOneWord(String language, String one, String other) {
    assertThat(terms(one, language)).isNotEmpty().isEqualTo(terms(other, language));
  }

  @Test
  void wordsOfQuestions_doNotCount() {
    assertThat(terms("How do I pay?", "en")).containsExactly("pai");
    assertThat(terms("¿Cómo puedo ver el estado?", "es")).hasSize(2).contains("estad");
    assertThat(terms("Como posso pagar com Pix?", Words.PLAIN)).containsExactly("pagar", "pix");
  }

  @Test
  void queryLanguage_isOnlyText() {
    assertThat(terms("\"(+a* OR title:b~2) [x TO y]^9 \\ && !/.*/", Words.PLAIN))
        .contains("title:b", "x", "9")
        .allMatch(it -> it.matches("[a-z0-9:]+"));
  }
}
