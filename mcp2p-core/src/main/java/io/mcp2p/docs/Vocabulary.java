package io.mcp2p.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.BytesRef;

/**
 * The words of pages in one language. What a word is looked up by is worked out once and
 * remembered, because pages repeat their words. Not thread-safe.
 */
final class Vocabulary {
  /** As many as are remembered: tables of numbers have no end of words. */
  private static final int MOST = 50_000;

  private final Stems plain = new Stems(Words.PLAIN);
  private final Stems stems;
  private final WordTokenizer tokens = new WordTokenizer();
  private final List<Known> found = new ArrayList<>();
  // Not Lucene's own map, which takes the square of their number for words of one hash.
  private final Map<String, Known> words = new HashMap<>();

  /**
   * @param language {@code en}, {@code es} or {@code pt}
   */
  Vocabulary(String language) {
    stems = new Stems(language);
  }

  /**
   * A word of a text.
   *
   * @param forms what it is looked up by: as it is, by its stem, by both or, where it does not
   *     count, by neither
   * @param times how often it comes, at least 1
   */
  record Counted(List<BytesRef> forms, int times) {}

  private static final class Known {
    final List<BytesRef> forms;
    int times; // in the text that is being counted

    Known(List<BytesRef> forms) {
      this.forms = forms;
    }
  }

  /** Returns the words of a text, each once; two that differ in case alone are two. */
  List<Counted> count(String text) {
    tokens.reset(text);
    while (tokens.next()) {
      var written = tokens.word();
      var word = words.get(written);
      if (word == null) {
        word = learn(written);
      }
      if (word.times++ == 0) {
        found.add(word);
      }
    }
    var counted = new ArrayList<Counted>(found.size());
    for (var word : found) {
      counted.add(new Counted(word.forms, word.times));
      word.times = 0;
    }
    found.clear();
    if (words.size() > MOST) {
      words.clear();
    }
    return counted;
  }

  private Known learn(String written) {
    var forms = new ArrayList<BytesRef>(2);
    for (var rules : List.of(plain, stems)) {
      var form = rules.of(written);
      if (form != null && !forms.contains(new BytesRef(form))) {
        forms.add(new BytesRef(form));
      }
    }
    var word = new Known(forms);
    words.put(written, word);
    return word;
  }
}
