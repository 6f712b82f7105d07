package io.mcp2p.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
  private final Vocabulary english = new Vocabulary("en");

  private static Map<String, Integer> times(Vocabulary vocabulary, String text) {
    var times = new TreeMap<String, Integer>();
    for (var word : vocabulary.count(text)) {
      word.forms().forEach(form -> times.merge(form.utf8ToString(), word.times(), Integer::sum));
    }
    return times;
  }

  @Test
  void words_areCounted_asTheyAreAndByStem() {
    assertThat(times(english, "Refunds, refund and REFUND: the refunds."))
        .isEqualTo(Map.of("refund", 4, "refunds", 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "es", "pt"})
  void whatIsIndexed_isWhatIsLookedUp(String language) {
    var text =
        "As devoluções e a devolução; los límites, el límite. SPEI_INVALID_CLABE of PaymentPolicy,"
            + " mcp:payments:write. Straße 12 12 \uD835\uDC00 approving approved approved";
    var expected = new TreeSet<String>();
    for (var rules : List.of(Words.PLAIN, language)) {
      Words.of(text, rules).forEach(word -> expected.add(word.term()));
    }
    var vocabulary = new Vocabulary(language);
    for (int again = 0; again < 2; again++) {
      var indexed = times(vocabulary, text);
      assertThat(indexed.keySet()).isEqualTo(expected);
      assertThat(indexed).containsEntry("12", 2);
      var wanted = Words.forms(text, List.of(language), 100).stream().flatMap(Set::stream).toList();
      assertThat(wanted).containsAll(expected).isSubsetOf(expected);
    }
  }

  @Test
  void eachText_isCountedByItself() {
    english.count("refund refund");
    assertThat(times(english, "a refund")).isEqualTo(Map.of("refund", 1));
  }

  @Test
  void moreWordsThanAreKept_areCountedAllTheSame() {
    var text = new StringBuilder("refund ");
    for (int i = 0; i < 60_000; i++) {
      text.append('n').append(i).append(' ');
    }
    for (int again = 0; again < 2; again++) {
      assertThat(times(english, text + "refund"))
          .hasSize(60_001)
          .containsEntry("refund", 2)
          .containsEntry("n59999", 1);
    }
  }
}
