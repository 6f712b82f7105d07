package io.mcp2p.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.jspecify.annotations.Nullable;

/** Words become what they are looked up by, by the rules of a language. Not thread-safe. */
final class Stems {
  private final Written written = new Written();
  private final CharTermAttribute term = written.addAttribute(CharTermAttribute.class);
  private final TokenStream filtered;

  /**
   * @param language {@code en}, {@code es}, {@code pt} or {@link Words#PLAIN}
   */
  Stems(String language) {
    filtered = Words.filtered(written, language);
  }

  /** Returns what a word is looked up by, or null for one that does not count. */
  @Nullable String of(String word) {
    written.word = word;
    try {
      filtered.reset();
      return filtered.incrementToken() ? term.toString() : null;
    } catch (IOException e) {
      throw new UncheckedIOException("a word in memory that cannot be read", e);
    }
  }

  /** One word, for filters that want a stream. */
  private static final class Written extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private @Nullable String word;

    @Override
    public boolean incrementToken() {
      if (word == null) {
        return false;
      }
      clearAttributes();
      term.append(word);
      word = null;
      return true;
    }
  }
}
