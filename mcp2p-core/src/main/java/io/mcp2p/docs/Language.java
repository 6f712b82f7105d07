package io.mcp2p.docs;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArrayMap;

/** Which language a page is in: as its path says, else as its most common words do. */
final class Language {
  static final List<String> ALL = List.of("en", "es", "pt");

  /** As much of a page as shows its language. */
  private static final int LOOKED_AT = 4_000;

  private static final Pattern IN_PATH =
      Pattern.compile("(?:^|/)(en|es|pt)(?:[-_][a-z]{2})?/|[._-](en|es|pt)(?:[-_][a-z]{2})?\\.md$");
  // Common words that the two other languages do not have, as they stand within a sentence.
  private static final CharArrayMap<Integer> COMMON =
      common(
          "the and of is to in that with it not are this",
          "el los las del una con y es en su pero sin",
          "o os do da dos uma com não em é ao ou");
  private static final int LONGEST = 4;

  static String of(String path, String text) {
    var named = IN_PATH.matcher(path.toLowerCase(Locale.ROOT));
    if (named.find()) {
      return named.group(1) != null ? named.group(1) : named.group(2);
    }
    int[] counts = new int[ALL.size()];
    var letters = Snippet.cut(text, LOOKED_AT).toCharArray();
    int start = 0;
    for (int at = 0; at <= letters.length; at++) {
      if (at == letters.length || !Character.isLetter(letters[at])) {
        if (at > start && at - start <= LONGEST) {
          var language = COMMON.get(letters, start, at - start);
          if (language != null) {
            counts[language]++;
          }
        }
        start = at + 1;
      }
    }
    int most = 0;
    for (int i = 1; i < counts.length; i++) {
      most = counts[i] > counts[most] ? i : most;
    }
    return ALL.get(most);
  }

  private static CharArrayMap<Integer> common(String... words) {
    var common = new CharArrayMap<Integer>(50, false);
    for (int i = 0; i < words.length; i++) {
      for (String word : words[i].split(" ")) {
        common.put(word, i);
      }
    }
    return common;
  }

  /** Returns the language of a tag such as {@code pt-br}, if it is one of ours. */
  static Optional<String> ofTag(String tag) {
    return ALL.stream().filter(it -> tag.equals(it) || tag.startsWith(it + "-")).findFirst();
  }

  private Language() {}
}
