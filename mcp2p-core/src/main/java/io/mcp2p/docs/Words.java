package io.mcp2p.docs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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

/**
 * Text becomes words: as they are ({@link #PLAIN}), or cut to their stems by the rules of a
 * language. Case and accents do not count. An identifier is one word and its parts, too: {@code
 * SPEI_INVALID_CLABE}, {@code mcp:payments:write}, {@code PaymentPolicy}.
 */
final class Words {
  /** The words of a text in any language, as they are written. */
  static final String PLAIN = "plain";

  private static final Pattern PORTUGUESE_PLURAL = Pattern.compile("(?:oes|aes)$");

  // "State", which one asks of a payment.
  private static final Pattern STATE = Pattern.compile("estad[oa]s?");

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

  private static final CharArraySet ALL = all();

  /** A word as it is looked up, and where it stands in the text. */
  record Word(String term, int start, int end) {}

  /** Returns the words of a text that count, in order; what it says to a query parser does not. */
  static List<Word> of(String text, String language) {
    var words = new ArrayList<Word>();
    var stems = new Stems(language);
    var tokens = new WordTokenizer();
    tokens.reset(text);
    while (tokens.next()) {
      var term = stems.of(tokens.word());
      if (term != null) {
        words.add(new Word(term, tokens.start(), tokens.end()));
      }
    }
    return words;
  }

  /**
   * Returns what the words of a question may be indexed by in pages of these languages: a set for
   * each of the first {@code most} different words that count. Where the language is open, a word
   * that one of them passes over does not: its stem by another's rules finds what nobody asked for,
   * as "does" finds "Doe".
   */
  static Set<Set<String>> forms(String text, List<String> languages, int most) {
    var plain = new Stems(PLAIN);
    var rules = languages.stream().map(Stems::new).toList();
    var all = new LinkedHashSet<Set<String>>();
    var tokens = new WordTokenizer();
    tokens.reset(text);
    while (all.size() < most && tokens.next()) {
      var word = tokens.word();
      var asIs = plain.of(word);
      var forms = new LinkedHashSet<String>();
      if (asIs != null) {
        forms.add(asIs);
      }
      for (var each : rules) {
        var stem = each.of(word);
        if (stem != null && (asIs != null || rules.size() == 1)) {
          forms.add(stem);
        }
      }
      if (!forms.isEmpty()) {
        all.add(forms);
      }
    }
    return all;
  }

  /** Returns the rules of a language, or of {@link #PLAIN}, over words as they are written. */
  static TokenStream filtered(TokenStream words, String language) {
    var folded = new ASCIIFoldingFilter(new LowerCaseFilter(words));
    return switch (language) {
      case PLAIN -> new StopFilter(folded, ALL);
      case "en" -> new PorterStemFilter(new StopFilter(folded, ENGLISH));
      case "es" -> new SpanishLightStemFilter(new StopFilter(folded, SPANISH));
      case "pt" -> {
        var stopped = new StopFilter(folded, PORTUGUESE);
        // Its plural is told by an accent, which is gone by then.
        var singular = new PatternReplaceFilter(stopped, PORTUGUESE_PLURAL, "ao", false);
        yield new PortugueseLightStemFilter(singular);
      }
      default -> throw new IllegalArgumentException("no language of ours: " + language);
    };
  }

  private static CharArraySet folded(Collection<?> known, String... more) {
    var folded = new CharArraySet(500, false);
    for (Object letters : known) {
      var word = fold(new String((char[]) letters));
      if (!STATE.matcher(word).matches()) {
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
