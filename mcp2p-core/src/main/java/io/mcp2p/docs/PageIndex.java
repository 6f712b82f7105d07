package io.mcp2p.docs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;

/**
 * The sections of all pages, in memory. One thread at a time writes; any number search meanwhile,
 * in the pages as they were when {@link #publish} was last called.
 */
final class PageIndex {
  private static final String PAGE = "page";
  private static final String SECTION = "section";
  private static final String LANGUAGE = "language";
  private static final Map<String, Float> PARTS = Map.of("title", 1f, "heading", 1.5f, "body", 1f);
  // A long section counts for less, but not as much as is Lucene's habit: tables of codes are long.
  private static final Similarity SIMILARITY = new BM25Similarity(1.2f, 0.3f);
  private static final int HITS = 200;
  private static final int PER_PAGE = 2;
  private static final int FUZZY_FROM = 5;
  // Together far below Lucene's limit of 1,024 terms a query, which throws.
  private static final int WORDS = 32;
  private static final int FUZZY_WORDS = 6;
  private static final int FUZZY_TERMS = 20;

  /** A section that was found. */
  record Hit(Markdown page, Section section, Set<String> words) {}

  /** What searches see: pages and reader of one moment. */
  private record Snapshot(
      SortedMap<String, Markdown> pages, Map<String, Markdown> byUri, DirectoryReader reader) {}

  private final IndexWriter writer;
  private final SortedMap<String, Markdown> pages = new TreeMap<>();
  private final Map<String, Vocabulary> vocabularies = new HashMap<>();
  private volatile @Nullable Snapshot snapshot;

  PageIndex() throws IOException {
    var config = new IndexWriterConfig();
    config.setSimilarity(SIMILARITY);
    config.setMergeScheduler(new SerialMergeScheduler()); // no threads of its own
    config.setUseCompoundFile(false); // nothing is gained by one file in memory
    writer = new IndexWriter(new ByteBuffersDirectory(), config);
  }

  void put(Markdown page) throws IOException {
    var name = page.page().name();
    var language = page.page().language();
    var vocabulary = vocabularies.computeIfAbsent(language, Vocabulary::new);
    var title = vocabulary.count(page.page().title() + " " + name);
    var documents = new ArrayList<Document>();
    for (int i = 0; i < page.sections().size(); i++) {
      var section = page.sections().get(i);
      var document = new Document();
      document.add(new StringField(PAGE, name, Field.Store.YES));
      document.add(new StoredField(SECTION, i));
      document.add(new StringField(LANGUAGE, language, Field.Store.NO));
      document.add(new CountedField("title", title));
      document.add(new CountedField("heading", vocabulary.count(section.heading())));
      document.add(new CountedField("body", vocabulary.count(page.plainText(section))));
      documents.add(document);
    }
    if (pages.put(name, page) == null) {
      writer.addDocuments(documents);
    } else {
      writer.updateDocuments(new Term(PAGE, name), documents);
    }
  }

  void remove(String name) throws IOException {
    writer.deleteDocuments(new Term(PAGE, name));
    pages.remove(name);
  }

  /** Lets searches see what was written. */
  void publish() throws IOException {
    vocabularies.clear();
    var before = snapshot;
    var byUri = new HashMap<String, Markdown>();
    pages.values().forEach(page -> byUri.put(page.page().uri(), page));
    snapshot = new Snapshot(new TreeMap<>(pages), byUri, DirectoryReader.open(writer));
    if (before != null) {
      before.reader().decRef();
    }
  }

  /** Returns the pages by name. */
  SortedMap<String, Markdown> pages() {
    var now = snapshot;
    return now == null ? new TreeMap<>() : Collections.unmodifiableSortedMap(now.pages());
  }

  Optional<Markdown> byUri(String uri) {
    var now = snapshot;
    return now == null ? Optional.empty() : Optional.ofNullable(now.byUri().get(uri));
  }

  /**
   * Returns the best sections, at most two of a page, best first.
   *
   * @param text what is looked for; nothing in it is syntax
   * @param language of the pages, or null for all
   */
  List<Hit> search(String text, @Nullable String language, int limit) throws IOException {
    var forms = Words.forms(text, language == null ? Language.ALL : List.of(language), WORDS);
    var words = forms.stream().flatMap(Set::stream).collect(Collectors.toSet());
    while (true) {
      var now = snapshot;
      if (now == null) {
        return List.of();
      }
      if (now.reader().tryIncRef()) {
        try {
          var hits = search(now, words(forms), words, language, limit);
          return hits.isEmpty() ? search(now, fuzzy(text), words, language, limit) : hits;
        } finally {
          now.reader().decRef();
        }
      }
    }
  }

  private static List<Hit> search(
      Snapshot in, Query wanted, Set<String> words, @Nullable String language, int limit)
      throws IOException {
    var query = new BooleanQuery.Builder();
    query.add(wanted, Occur.MUST);
    if (language != null) {
      query.add(new TermQuery(new Term(LANGUAGE, language)), Occur.FILTER);
    }
    var searcher = new IndexSearcher(in.reader());
    searcher.setQueryCache(null);
    searcher.setSimilarity(SIMILARITY);
    var hits = new ArrayList<Hit>();
    var perPage = new HashMap<String, Integer>();
    var stored = searcher.storedFields();
    for (var found : searcher.search(query.build(), HITS).scoreDocs) {
      var document = stored.document(found.doc);
      var page = in.pages().get(document.get(PAGE));
      var number = document.getField(SECTION);
      if (page != null
          && number != null
          && perPage.merge(page.page().name(), 1, Integer::sum) <= PER_PAGE) {
        hits.add(new Hit(page, page.sections().get(number.numericValue().intValue()), words));
        if (hits.size() == limit) {
          break;
        }
      }
    }
    return hits;
  }

  /** A section counts by how many of the words it has, and how rare and near the top they are. */
  private static Query words(Collection<Set<String>> words) {
    var all = new BooleanQuery.Builder();
    for (var forms : words) {
      PARTS.forEach(
          (part, weight) -> {
            var any = new ArrayList<Query>();
            forms.forEach(form -> any.add(new TermQuery(new Term(part, form))));
            all.add(new BoostQuery(new DisjunctionMaxQuery(any, 0.3f), weight), Occur.SHOULD);
          });
    }
    return all.build();
  }

  /** What is one letter away from the words that are long enough for that to mean something. */
  private static Query fuzzy(String text) {
    var any = new BooleanQuery.Builder();
    Words.of(text, Words.PLAIN).stream()
        .map(Words.Word::term)
        .filter(term -> term.codePointCount(0, term.length()) >= FUZZY_FROM)
        .distinct()
        .limit(FUZZY_WORDS)
        .forEach(
            word -> {
              for (String part : PARTS.keySet()) {
                var term = new Term(part, word);
                any.add(new FuzzyQuery(term, 1, 1, FUZZY_TERMS, true), Occur.SHOULD);
              }
            });
    return any.build();
  }

  /** Frees what is held; searches that are under way may end. */
  void close() throws IOException {
    var last = snapshot;
    snapshot = null;
    if (last != null) {
      last.reader().decRef();
    }
    writer.rollback();
  }
}
