package io.mcp2p.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.es.SpanishLightStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseLightStemFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * Text becomes words: as they are ({@link #PLAIN}), or cut to their stems by the rules of a
 * language. Case and accents do not count. An identifier is one word and its parts, too: {@code
 * SPEI_INVALID_CLABE}, {@code mcp:payments:write}, {@code PaymentPolicy}.
 */
final class Words {
  /** The words of a text in any language, as they are written. */
  static final String PLAIN = "plain";

  private static final Pattern PORTUGUESE_PLURAL = Pattern.compile("(?:oes|aes)$");

  // What questions are made of, besides the words that Lucene knows.
  private static final CharArraySet ENGLISH =
      folded(
          EnglishAnalyzer.getDefaultStopSet(),
          "about can could did do does from has have how i its may me my our should we what when",
          "where which who why would you your");
  private static final CharArraySet SPANISH =
      folded(SpanishAnalyzer.getDefaultStopSet(), "cual cuando donde hacer hago puede puedo si");
  private static final CharArraySet PORTUGUESE =
      folded(PortugueseAnalyzer.getDefaultStopSet(), "faco fazer onde pode posso qual quando");

  private static final Map<String, Analyzer> ANALYZERS =
      Map.of(
          PLAIN,
          analyzer(all(), stream -> stream),
          "en",
          analyzer(ENGLISH, PorterStemFilter::new),
          "es",
          analyzer(SPANISH, SpanishLightStemFilter::new),
          "pt",
          analyzer(
              PORTUGUESE,
              // Its plural is told by an accent, which is gone by then.
              stream ->
                  new PortugueseLightStemFilter(
                      new PatternReplaceFilter(stream, PORTUGUESE_PLURAL, "ao", false))));

  /** A word as it is looked up, and where it stands in the text. */
  record Word(String term, int start, int end) {}

  /** Returns the analyser of a language, or of {@link #PLAIN}; thread-safe. */
  static Analyzer in(String language) {
    return Objects.requireNonNull(ANALYZERS.get(language), "an analyser");
  }

  /** Returns the words of a text that count, in order; what it says to a query parser does not. */
  static List<Word> of(String text, String language) {
    var words = new ArrayList<Word>();
    try (TokenStream stream = in(language).tokenStream("", text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      var offset = stream.addAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        words.add(new Word(term.toString(), offset.startOffset(), offset.endOffset()));
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory that cannot be read", e);
    }
    return words;
  }

  private static Analyzer analyzer(CharArraySet stops, UnaryOperator<TokenStream> stem) {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        var words = new WordTokenizer();
        TokenStream stream = new ASCIIFoldingFilter(new LowerCaseFilter(words));
        return new TokenStreamComponents(words, stem.apply(new StopFilter(stream, stops)));
      }
    };
  }

  private static CharArraySet folded(Collection<?> known, String... more) {
    var folded = new CharArraySet(500, false);
    for (Object letters : known) {
      var word = fold(new String((char[]) letters));
      if (!word.matches("estad[oa]s?")) { // "state", which one asks of a payment
        folded.add(word);
      }
    }
    for (String line : more) {
      folded.addAll(List.of(line.split(" ")));
    }
    return CharArraySet.unmodifiableSet(folded);
  }

  private static String fold(String word) {
    var letters = word.toCharArray();
    var folded = new char[letters.length * 4];
    int length = ASCIIFoldingFilter.foldToASCII(letters, 0, folded, 0, letters.length);
    return new String(folded, 0, length);
  }

  private static CharArraySet all() {
    var all = new CharArraySet(1000, false);
    all.addAll(ENGLISH);
    all.addAll(SPANISH);
    all.addAll(PORTUGUESE);
    return CharArraySet.unmodifiableSet(all);
  }

  private Words() {}
}
