package io.mcp2p.docs;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What may stand before a page, between two lines of three hyphens: {@code title: …} and {@code
 * lang: …} are read, the rest is passed over.
 *
 * @param end where the page itself begins
 */
record FrontMatter(Optional<String> title, Optional<String> language, int end) {
  private static final int MAX = 10_000;
  private static final Pattern LINE =
      Pattern.compile("(?m)^(title|lang|language):[ \\t]*([^\\n]{1,300})$");

  static FrontMatter of(String text) {
    int end = text.startsWith("---\n") ? text.indexOf("\n---\n", 3) : -1;
    if (end < 0 || end > MAX) {
      return new FrontMatter(Optional.empty(), Optional.empty(), 0);
    }
    Optional<String> title = Optional.empty();
    Optional<String> language = Optional.empty();
    var lines = LINE.matcher(text.substring(4, end + 1));
    while (lines.find()) {
      var value = lines.group(2).strip().replaceAll("^([\"'])(.*)\\1$", "$2");
      if (lines.group(1).equals("title")) {
        title = Optional.of(value);
      } else {
        language = Language.ofTag(value.toLowerCase(Locale.ROOT));
      }
    }
    return new FrontMatter(title, language, end + 5);
  }
}
