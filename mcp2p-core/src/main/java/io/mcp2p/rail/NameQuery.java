package io.mcp2p.rail;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * What somebody types to find a bank: words of its name, in any order, without regard to case or
 * accents; or the beginning of a code. A blank query fits all. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class NameQuery {
  private final String code;
  private final List<String> words;

  private NameQuery(String code) {
    this.code = code;
    this.words = code.isEmpty() ? List.of() : List.of(fold(code).split("\\s+"));
  }

  /** Reads a query. */
  public static NameQuery of(String text) {
    return new NameQuery(text.strip());
  }

  /** Tells whether this asks for something of that name, or with one of those codes. */
  public boolean fits(String name, String... codes) {
    for (var it : codes) {
      if (it.startsWith(code)) {
        return true;
      }
    }
    return words.stream().allMatch(fold(name)::contains);
  }

  private static String fold(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    // Normalizer loads tables that cost more than all the rest, and many names do not need it.
    return lower.chars().allMatch(c -> c < 0x80)
        ? lower
        : Normalizer.normalize(lower, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
  }
}
