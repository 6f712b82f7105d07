package io.mcp2p.docs;

import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page taken apart into its sections: by ATX and setext headings (CommonMark 0.31, 4.2 and 4.3)
 * outside of fenced code.
 *
 * @param page the whole
 * @param sections at least one, in the page's order
 */
record Markdown(DocPage page, List<Section> sections) {
  private static final String SEPARATOR = " > ";

  /** With the headings above it. */
  private static final int MAX_PATH = 300;

  static final int MAX_HEADING = 120;
  // Longer lines are text; and no pattern below sees more than this.
  private static final int MAX_HEADING_LINE = 500;

  private static final Pattern ATX = Pattern.compile(" {0,3}(#{1,6})(?:[ \\t]+(.*?))?[ \\t]*");
  private static final Pattern CLOSING_HASHES = Pattern.compile("(?:^|[ \\t]+)#+$");
  private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(?:=+|-+)[ \\t]*");
  private static final Pattern PARAGRAPH = Pattern.compile(" {0,3}[^\\s#>|*+`~-].*");
  // As in a stream-safe text (Unicode Annex 15, 13): sorting marks takes the square of their
  // number.
  private static final int MOST_MARKS = 30;
  private static final int FIRST_MARK = 0x300;
  private static final char DELETE = 0x7f;
  private static final char NO_BREAK_SPACE = 0xa0;
  private static final Pattern NOT_IN_ANCHOR = Pattern.compile("[^\\p{L}\\p{N} _-]");

  private record Heading(int level, String name, int start, int body) {}

  static Markdown of(String name, String raw) {
    // Most pages are as they should be, and looking is cheaper than copying.
    var text = isClean(raw) ? raw : Normalizer.normalize(clean(raw), Normalizer.Form.NFC);
    var front = FrontMatter.of(text);
    var headings = headings(text, front.end());
    var title = title(name, front, headings);
    var language = front.language().orElseGet(() -> Language.of(name, text));
    return new Markdown(
        new DocPage(name, title, language, text), sections(text, front.end(), title, headings));
  }

  /** Tells whether {@link #clean} and composing would change nothing: below the first mark. */
  private static boolean isClean(String raw) {
    for (int at = 0; at < raw.length(); at++) {
      char c = raw.charAt(at);
      boolean isControl = c < ' ' ? c != '\n' && c != '\t' : c >= DELETE && c < NO_BREAK_SPACE;
      if (isControl || c >= FIRST_MARK) {
        return false;
      }
    }
    return true;
  }

  /** Leaves out control characters and marks that no letter has; lines end in {@code \n}. */
  private static String clean(String raw) {
    var text = raw.replace("\r\n", "\n").replace('\r', '\n');
    var kept = new StringBuilder();
    int from = text.startsWith("\uFEFF") ? 1 : 0;
    int marks = 0;
    int width;
    for (int at = from; at < text.length(); at += width) {
      int c = text.charAt(at);
      width = 1;
      if (c >= ' ' && c < DELETE) {
        marks = 0;
        continue;
      }
      c = text.codePointAt(at);
      width = Character.charCount(c);
      boolean isControl = Character.isISOControl(c) && c != '\n' && c != '\t';
      if (!isControl) {
        marks = isMark(c) ? marks + 1 : 0;
      }
      if (isControl || marks > MOST_MARKS) {
        kept.append(text, from, at);
        from = at + width;
      }
    }
    return from == 0 ? text : kept.append(text, from, text.length()).toString();
  }

  private static boolean isMark(int c) {
    if (c < FIRST_MARK) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static String title(String name, FrontMatter front, List<Heading> headings) {
    return front
        .title()
        .or(() -> headings.stream().filter(it -> it.level() == 1).map(Heading::name).findFirst())
        .filter(it -> !it.isBlank())
        .map(it -> Snippet.cut(it, MAX_HEADING))
        .orElseGet(() -> name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.\\w+$", ""));
  }

  private static List<Heading> headings(String text, int from) {
    var found = new ArrayList<Heading>();
    var fence = new Fence();
    int before = -1; // where the line before begins, if it may be underlined
    int next;
    for (int start = from; start < text.length(); start = next) {
      int end = endOfLine(text, start);
      next = Math.min(end + 1, text.length());
      boolean mayBeHeading = !fence.covers(text, start, end) && end - start <= MAX_HEADING_LINE;
      // Most lines are none, and looking is cheaper than matching.
      char mark = mayBeHeading ? Fence.first(text, start, end) : ' ';
      var heading =
          switch (mark) {
            case '#' -> atx(text.substring(start, end), start, next);
            case '=', '-' -> before < 0 ? null : underlined(text, before, start, end, next);
            default -> null;
          };
      if (heading != null) {
        found.add(heading);
      }
      before = mayBeHeading && heading == null ? start : -1;
    }
    return found;
  }

  private static @Nullable Heading atx(String line, int start, int body) {
    var atx = ATX.matcher(line);
    if (!atx.matches()) {
      return null;
    }
    var name = atx.group(2) == null ? "" : atx.group(2);
    var bare = name.endsWith("#") ? CLOSING_HASHES.matcher(name).replaceFirst("") : name;
    return new Heading(atx.group(1).length(), plain(bare), start, body);
  }

  private static @Nullable Heading underlined(
      String text, int before, int start, int end, int body) {
    var name = text.substring(before, start - 1);
    var line = text.substring(start, end);
    return UNDERLINE.matcher(line).matches() && PARAGRAPH.matcher(name).matches()
        ? new Heading(line.strip().charAt(0) == '=' ? 1 : 2, plain(name.strip()), before, body)
        : null;
  }

  /** Returns where the line feed is, or the end of the text. */
  static int endOfLine(String text, int start) {
    int end = text.indexOf('\n', start);
    return end < 0 ? text.length() : end;
  }

  private static String plain(String heading) {
    return Snippet.cut(PlainMarkdown.inline(heading), MAX_HEADING);
  }

  private static List<Section> sections(
      String text, int from, String title, List<Heading> headings) {
    var sections = new ArrayList<Section>();
    int first = headings.isEmpty() ? text.length() : headings.get(0).start();
    if (headings.isEmpty() || !text.substring(from, first).isBlank()) {
      sections.add(new Section(title, title, from, from, first, first));
    }
    var above = new ArrayDeque<Heading>();
    for (int i = 0; i < headings.size(); i++) {
      var heading = headings.get(i);
      while (!above.isEmpty() && above.getLast().level() >= heading.level()) {
        above.removeLast();
      }
      above.addLast(heading);
      int ownEnd = i + 1 < headings.size() ? headings.get(i + 1).start() : text.length();
      int after = i + 1;
      while (after < headings.size() && headings.get(after).level() > heading.level()) {
        after++;
      }
      int end = after < headings.size() ? headings.get(after).start() : text.length();
      var path = new StringJoiner(SEPARATOR);
      for (var each : above) {
        if (!each.name().equals(title)) {
          path.add(each.name());
        }
      }
      sections.add(
          new Section(
              path.length() == 0 ? title : Snippet.cut(path.toString(), MAX_PATH),
              heading.name(),
              heading.start(),
              heading.body(),
              ownEnd,
              end));
    }
    return List.copyOf(sections);
  }

  /** Returns the section of an anchor, as GitHub makes them of headings, unique in the page. */
  Optional<Section> byAnchor(String wanted) {
    Map<String, Integer> taken = new HashMap<>();
    for (var section : sections) {
      if (section.start() < section.body()) {
        var heading = section.name().toLowerCase(Locale.ROOT);
        var anchor = NOT_IN_ANCHOR.matcher(heading).replaceAll("").replace(' ', '-');
        int before = taken.merge(anchor, 1, Integer::sum) - 1;
        if (wanted.equals(before == 0 ? anchor : anchor + "-" + before)) {
          return Optional.of(section);
        }
      }
    }
    return Optional.empty();
  }

  /** The text under a section's own heading, as people would read it. */
  String plainText(Section section) {
    return PlainMarkdown.of(page.text().substring(section.body(), section.ownEnd()));
  }
}
