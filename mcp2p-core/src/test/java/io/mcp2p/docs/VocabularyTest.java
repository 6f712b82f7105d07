package io.mcp2p.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
  private final Vocabulary english = new Vocabulary("en");

  private static Map<String, Integer> times(
      Vocabulary vocabulary,
      String text,
      Function<Vocabulary.Counted, @Nullable BytesRef> lookedUpBy) {
    var times = new TreeMap<String, Integer>();
    for (var word : vocabulary.count(text)) {
      var term = lookedUpBy.apply(word);
      if (term != null) {
        times.merge(term.utf8ToString(), word.times(), Integer::sum);
      }
    }
    return times;
  }

  private static Map<String, Integer> times(String text, String language) {
    var times = new TreeMap<String, Integer>();
    Words.of(text, language).forEach(word -> times.merge(word.term(), 1, Integer::sum));
    return times;
  }

  @Test
  void words_areCounted_asTheyAreAndByStem() {
    var text = "Refunds, refund and REFUND: the refunds.";
    assertThat(times(english, text, Vocabulary.Counted::plain))
        .isEqualTo(Map.of("refund", 2, "refunds", 2));
    assertThat(times(english, text, Vocabulary.Counted::stem)).isEqualTo(Map.of("refund", 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "es", "pt"})
  void whatIsIndexed_isWhatIsLookedUp(String language) {
    var text =
        "As devoluções e a devolução; los límites, el límite. SPEI_INVALID_CLABE of PaymentPolicy,"
            + " mcp:payments:write. Straße 12 12 \uD835\uDC00 approving approved approved";
    var vocabulary = new Vocabulary(language);
    for (int again = 0; again < 2; again++) {
      assertThat(times(vocabulary, text, Vocabulary.Counted::plain))
          .isEqualTo(times(text, Words.PLAIN));
      assertThat(times(vocabulary, text, Vocabulary.Counted::stem))
          .isEqualTo(times(text, language));
    }
  }

  @Test
  void eachText_isCountedByItself() {
    english.count("refund refund");
    assertThat(times(english, "a refund", Vocabulary.Counted::plain))
        .isEqualTo(Map.of("refund", 1));
  }

  @Test
  void moreWordsThanAreKept_areCountedAllTheSame() {
    var text = new StringBuilder("refund ");
    for (int i = 0; i < 60_000; i++) {
      text.append('n').append(i).append(' ');
    }
    for (int again = 0; again < 2; again++) {
      assertThat(times(english, text + "refund", Vocabulary.Counted::plain))
          .hasSize(60_001)
          .containsEntry("refund", 2)
          .containsEntry("n59999", 1);
    }
  }
}
