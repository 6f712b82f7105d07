package io.mcp2p.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The words of pages in one language. What a word is looked up by is worked out once and
 * remembered, because pages repeat their words. Not thread-safe.
 */
final class Vocabulary {
  /** As many as are remembered: tables of numbers have no end of words. */
  private static final int MOST = 50_000;

  private final Stems plain = new Stems(Words.PLAIN);
  private final Stems stems;
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
   * @param plain as it is looked up in any language, or null if it does not count
   * @param stem as it is looked up in its own, or null if it does not count
   * @param times how often it comes, at least 1
   */
  record Counted(@Nullable BytesRef plain, @Nullable BytesRef stem, int times) {}

  private static final class Known {
    final @Nullable BytesRef plain;
    final @Nullable BytesRef stem;
    int times; // in the text that is being counted

    Known(@Nullable String plain, @Nullable String stem) {
      this.plain = plain == null ? null : new BytesRef(plain);
      this.stem = stem == null ? null : new BytesRef(stem);
    }
  }

  /** Returns the words of a text, each once; two that differ in case alone are two. */
  List<Counted> count(String text) {
    var found = new ArrayList<Known>();
    var tokens = new WordTokenizer(text);
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
      counted.add(new Counted(word.plain, word.stem, word.times));
      word.times = 0;
    }
    if (words.size() > MOST) {
      words.clear();
    }
    return counted;
  }

  private Known learn(String written) {
    var word = new Known(plain.of(written), stems.of(written));
    words.put(written, word);
    return word;
  }
}
