package io.mcp2p.docs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The part of a section that says most about a query. */
final class Snippet {
  static final int MAX = 300;
  private static final String MORE = "…";
  private static final int LOOKED_AT = 20_000;

  /**
   * Returns at most {@link #MAX} characters of {@code text} on one line, around the place where
   * most of the words wanted stand together; the beginning, where none does.
   *
   * @param wanted words as {@link Words} cuts them, plain ones and those of the language
   */
  static String of(String text, String language, Set<String> wanted) {
    var line = cut(text, LOOKED_AT).replaceAll("\\s+", " ").strip();
    if (line.length() <= MAX) {
      return line;
    }
    int best = 0;
    int most = 0;
    var found = new ArrayList<Words.Word>();
    for (var vocabulary : List.of(Words.PLAIN, language)) {
      for (var word : Words.of(line, vocabulary)) {
        if (wanted.contains(word.term())) {
          found.add(word);
        }
      }
    }
    found.sort(Comparator.comparingInt(Words.Word::start));
    for (int first = 0; first < found.size(); first++) {
      int start = found.get(first).start();
      var together = new HashSet<String>();
      for (int next = first; next < found.size() && found.get(next).end() < start + 220; next++) {
        together.add(found.get(next).term());
      }
      if (together.size() > most) {
        most = together.size();
        best = start;
      }
    }
    return around(line, best);
  }

  /** Begins a little before the place, at the beginning of a word. */
  private static String around(String line, int place) {
    int start = Math.max(0, Math.min(place - 60, line.length() - MAX + 2));
    start = start == 0 ? 0 : line.indexOf(' ', start - 1) + 1;
    if (start > place) {
      start = place;
    }
    int end = Math.min(line.length(), start + MAX - 2);
    if (end < line.length()) {
      int space = line.lastIndexOf(' ', end);
      end =
          space > start + MAX / 2
              ? space
              : end - (Character.isHighSurrogate(line.charAt(end - 1)) ? 1 : 0);
    }
    return (start > 0 ? MORE : "") + line.substring(start, end) + (end < line.length() ? MORE : "");
  }

  /** Returns at most {@code length} characters, and never half of one. */
  static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
  }

  private Snippet() {}
}
