package io.mcp2p.docs;

import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.jspecify.annotations.Nullable;

/**
 * Words that are counted before Lucene sees them: it takes each once with how often it comes, and
 * not where. Nobody asks for phrases.
 */
final class CountedField extends Field {
  private static final FieldType TYPE = new FieldType();

  static {
    TYPE.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    TYPE.setTokenized(true);
    TYPE.freeze();
  }

  private final List<Vocabulary.Counted> words;
  private final boolean isPlain;

  /**
   * @param isPlain whether words are looked up as they are in any language, rather than by stem
   */
  CountedField(String name, List<Vocabulary.Counted> words, boolean isPlain) {
    super(name, TYPE);
    this.words = words;
    this.isPlain = isPlain;
  }

  @Override
  public TokenStream tokenStream(Analyzer analyzer, @Nullable TokenStream reuse) {
    var terms = reuse instanceof Terms last ? last : new Terms();
    terms.next = words.iterator();
    terms.isPlain = isPlain;
    return terms;
  }

  private static final class Terms extends TokenStream {
    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final TermFrequencyAttribute times = addAttribute(TermFrequencyAttribute.class);
    private Iterator<Vocabulary.Counted> next = List.<Vocabulary.Counted>of().iterator();
    private boolean isPlain;

    @Override
    public void reset() {
      clearAttributes(); // what end() left
    }

    @Override
    public boolean incrementToken() {
      while (next.hasNext()) {
        var word = next.next();
        var bytes = isPlain ? word.plain() : word.stem();
        if (bytes != null) {
          term.setBytesRef(bytes);
          times.setTermFrequency(word.times());
          return true;
        }
      }
      return false;
    }
  }
}
