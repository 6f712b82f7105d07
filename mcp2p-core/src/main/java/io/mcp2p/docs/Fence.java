package io.mcp2p.docs;

import java.util.regex.Pattern;

/** Follows fenced code blocks (CommonMark 0.31, 4.5) from line to line. Not thread-safe. */
final class Fence {
  private static final Pattern MARK = Pattern.compile("\\s{0,20}(`{3,100}|~{3,100})([^`]*)");

  private String open = "";

  /** Tells whether the line is part of a block, its first and last lines included. */
  boolean covers(String line) {
    if (!mayBeMark(line)) {
      return !open.isEmpty();
    }
    var mark = MARK.matcher(line);
    if (!mark.matches()) {
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
  static boolean isMark(String line) {
    return mayBeMark(line) && MARK.matcher(line).matches();
  }

  /** Most lines are none, and looking is cheaper than matching. */
  private static boolean mayBeMark(String line) {
    char first = first(line);
    return first == '`' || first == '~';
  }

  /** Returns the first character that is no white space, or a blank. */
  static char first(String line) {
    for (int at = 0; at < line.length(); at++) {
      if (!Character.isWhitespace(line.charAt(at))) {
        return line.charAt(at);
      }
    }
    return ' ';
  }
}
