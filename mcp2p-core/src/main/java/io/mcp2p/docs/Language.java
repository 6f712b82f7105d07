package io.mcp2p.docs;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which language a page is in: as its path says, else as its most common words do. */
final class Language {
  static final List<String> ALL = List.of("en", "es", "pt");

  /** As much of a page as shows its language. */
  private static final int LOOKED_AT = 4_000;

  private static final Pattern IN_PATH =
      Pattern.compile("(?:^|/)(en|es|pt)(?:[-_][a-z]{2})?/|[._-](en|es|pt)(?:[-_][a-z]{2})?\\.md$");
  private static final Pattern WORD = Pattern.compile("\\p{L}+");
  // Common words that the two other languages do not have.
  private static final List<Set<String>> COMMON =
      List.of(
          Set.of("the", "and", "of", "is", "to", "in", "that", "with", "it", "not", "are", "this"),
          Set.of("el", "los", "las", "del", "una", "con", "y", "es", "en", "su", "pero", "sin"),
          Set.of("o", "os", "do", "da", "dos", "uma", "com", "não", "em", "é", "ao", "ou"));

  static String of(String path, String text) {
    var named = IN_PATH.matcher(path.toLowerCase(Locale.ROOT));
    if (named.find()) {
      return named.group(1) != null ? named.group(1) : named.group(2);
    }
    int[] counts = new int[ALL.size()];
    var words = WORD.matcher(text.substring(0, Math.min(text.length(), LOOKED_AT)));
    while (words.find()) {
      var word = words.group().toLowerCase(Locale.ROOT);
      for (int i = 0; i < counts.length; i++) {
        if (COMMON.get(i).contains(word)) {
          counts[i]++;
        }
      }
    }
    int most = 0;
    for (int i = 1; i < counts.length; i++) {
      most = counts[i] > counts[most] ? i : most;
    }
    return ALL.get(most);
  }

  /** Returns the language of a tag such as {@code pt-br}, if it is one of ours. */
  static Optional<String> ofTag(String tag) {
    return ALL.stream().filter(it -> tag.equals(it) || tag.startsWith(it + "-")).findFirst();
  }

  private Language() {}
}
