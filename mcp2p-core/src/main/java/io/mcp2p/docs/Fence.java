package io.mcp2p.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Follows fenced code blocks (CommonMark 0.31, 4.5) from line to line. Not thread-safe. */
final class Fence {
  private static final Pattern MARK = Pattern.compile("\\s{0,20}(`{3,100}|~{3,100})([^`]*)");

  private String open = "";

  /** Tells whether the line is part of a block, its first and last lines included. */
  boolean covers(String text, int start, int end) {
    var mark = mark(text, start, end);
    if (mark == null) {
      return !open.isEmpty();
    }
    if (open.isEmpty()) {
      open = mark.group(1);
    } else if (mark.group(1).startsWith(open) && mark.group(2).isBlank()) {
      open = "";
    }
    return true;
  }

  /** Tells whether a line that is covered is a mark, rather than code. */
  static boolean isMark(String text, int start, int end) {
    return mark(text, start, end) != null;
  }

  private static @Nullable Matcher mark(String text, int start, int end) {
    char first = first(text, start, end);
    if (first != '`' && first != '~') {
      return null; // as most lines, and looking is cheaper than matching
    }
    var mark = MARK.matcher(text).region(start, end);
    return mark.matches() ? mark : null;
  }

  /** Returns the first character of a line that is no white space, or a blank. */
  static char first(String text, int start, int end) {
    for (int at = start; at < end; at++) {
      if (!Character.isWhitespace(text.charAt(at))) {
        return text.charAt(at);
      }
    }
    return ' ';
  }
}
