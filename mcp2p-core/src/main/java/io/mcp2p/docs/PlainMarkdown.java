package io.mcp2p.docs;

import java.util.regex.Pattern;

/** Markdown as people read it: without marks, addresses and comments. Code stays as it is. */
final class PlainMarkdown {
  // Every repetition is bounded, so that no page takes more than linear time.
  private static final Pattern LINK =
      Pattern.compile("!?\\[([^\\[\\]]{0,300})](?:\\([^()]{0,700}+\\)|\\[[^\\[\\]]{0,100}])");
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]{0,300}>");
  private static final Pattern STRONG =
      Pattern.compile("\\*{1,3}|`+|(?<!\\w)_{1,3}(?=\\w)|(?<=\\w)_{1,3}(?!\\w)");
  private static final Pattern BLOCK_MARK =
      Pattern.compile("^\\s{0,20}(?:#{1,6}\\s|>\\s?|[-*+]\\s)");
  private static final Pattern TABLE_RULE = Pattern.compile("[\\s|:-]{3,}");

  static String of(String markdown) {
    var text = withoutComments(markdown);
    var plain = new StringBuilder(text.length() + 1);
    var fence = new Fence();
    int next;
    for (int start = 0; start < text.length(); start = next) {
      int end = Markdown.endOfLine(text, start);
      next = end + 1;
      boolean isCode = fence.covers(text, start, end);
      if (!isCode || !Fence.isMark(text, start, end)) {
        var line = text.substring(start, end);
        if (isCode) {
          plain.append(line.strip()).append('\n');
        } else if (!isTableRule(line)) {
          plain.append(inline(withoutMark(line))).append('\n');
        }
      }
    }
    return plain.toString();
  }

  private static boolean isTableRule(String line) {
    return line.indexOf("--") >= 0 && TABLE_RULE.matcher(line).matches();
  }

  private static String withoutMark(String line) {
    return "#>-*+".indexOf(Fence.first(line, 0, line.length())) >= 0
        ? BLOCK_MARK.matcher(line).replaceFirst("")
        : line;
  }

  /** One line, or the text of a heading. */
  static String inline(String line) {
    // Most lines have none of these, and looking is cheaper than matching.
    var text = line;
    if (text.indexOf('[') >= 0) {
      text = LINK.matcher(text).replaceAll("$1");
    }
    if (text.indexOf('<') >= 0) {
      text = TAG.matcher(text).replaceAll("");
    }
    if (text.indexOf('*') >= 0 || text.indexOf('`') >= 0 || text.indexOf('_') >= 0) {
      text = STRONG.matcher(text).replaceAll("");
    }
    return text.replace('|', ' ').strip();
  }

  private static String withoutComments(String text) {
    int start = text.indexOf("<!--");
    if (start < 0) {
      return text;
    }
    var kept = new StringBuilder(text.length());
    int from = 0;
    while (start >= 0) {
      int end = text.indexOf("-->", start + 4);
      if (end < 0) {
        break;
      }
      kept.append(text, from, start);
      from = end + 3;
      start = text.indexOf("<!--", from);
    }
    return kept.append(text, from, text.length()).toString();
  }

  private PlainMarkdown() {}
}
