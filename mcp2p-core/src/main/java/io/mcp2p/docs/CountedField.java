package io.mcp2p.docs;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
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

  CountedField(String name, List<Vocabulary.Counted> words) {
    super(name, TYPE);
    this.words = words;
  }

  @Override
  public TokenStream tokenStream(Analyzer analyzer, @Nullable TokenStream reuse) {
    var terms = reuse instanceof Terms last ? last : new Terms();
    terms.words = words.iterator();
    return terms;
  }

  private static final class Terms extends TokenStream {
    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final TermFrequencyAttribute times = addAttribute(TermFrequencyAttribute.class);
    private Iterator<Vocabulary.Counted> words = Collections.emptyIterator();
    private List<BytesRef> forms = List.of();
    private int form; // the next
    private int count;

    @Override
    public void reset() {
      clearAttributes(); // what end() left
    }

    @Override
    public boolean incrementToken() {
      while (form == forms.size()) {
        if (!words.hasNext()) {
          return false;
        }
        var word = words.next();
        forms = word.forms();
        form = 0;
        count = word.times();
      }
      term.setBytesRef(forms.get(form++));
      times.setTermFrequency(count);
      return true;
    }
  }
}
