package io.mcp2p.approval;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * HTML with {@code {{name}}} for a value, always escaped, and {@code {{#name}}…{{/name}}} for a
 * part that is there if the value is. There is no way to put a value in unescaped. Immutable.
 */
final class Template {
  private static final Pattern TAG = Pattern.compile("\\{\\{([#/]?)(\\w+)}}");

  /** Literal text, a value or a part that depends on one. */
  private sealed interface Piece {}

  private record Literal(String html) implements Piece {}

  private record Value(String name) implements Piece {}

  private record Part(String name, List<Piece> pieces) implements Piece {}

  private final List<Piece> pieces;

  private Template(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if it names a value that is not among {@code known}, or a part
   *     does not end where it should
   */
  static Template of(String html, Set<String> known) {
    Deque<String> names = new ArrayDeque<>();
    Deque<List<Piece>> parts = new ArrayDeque<>();
    parts.push(new ArrayList<>());
    int from = 0;
    for (var tag = TAG.matcher(html); tag.find(); from = tag.end()) {
      top(parts).add(new Literal(html.substring(from, tag.start())));
      var name = tag.group(2);
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "the template names {{" + name + "}}; there are " + new TreeSet<>(known));
      }
      switch (tag.group(1)) {
        case "#" -> {
          names.push(name);
          parts.push(new ArrayList<>());
        }
        case "/" -> {
          if (!name.equals(names.poll())) {
            throw new IllegalArgumentException("{{/" + name + "}} ends what did not begin there");
          }
          var part = new Part(name, List.copyOf(parts.pop()));
          top(parts).add(part);
        }
        default -> top(parts).add(new Value(name));
      }
    }
    if (!names.isEmpty()) {
      throw new IllegalArgumentException("{{#" + names.peek() + "}} does not end");
    }
    top(parts).add(new Literal(html.substring(from)));
    return new Template(top(parts));
  }

  private static List<Piece> top(Deque<List<Piece>> parts) {
    return parts.element();
  }

  /** Returns the page; a value that is missing or empty is as if it were not there. */
  String with(Map<String, String> values) {
    var page = new StringBuilder(8192);
    write(page, pieces, values);
    return page.toString();
  }

  private static void write(StringBuilder page, List<Piece> pieces, Map<String, String> values) {
    for (Piece piece : pieces) {
      if (piece instanceof Literal literal) {
        page.append(literal.html());
      } else if (piece instanceof Value value) {
        page.append(escaped(values.getOrDefault(value.name(), "")));
      } else if (piece instanceof Part part && !values.getOrDefault(part.name(), "").isEmpty()) {
        write(page, part.pieces(), values);
      }
    }
  }

  /**
   * For text and for attributes in quotes. What is invisible and turns the order of others around
   * could make an account read as another one.
   */
  static String escaped(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        case '`' -> escaped.append("&#96;");
        default -> escaped.appendCodePoint(isHarmless(c) ? c : '\uFFFD');
      }
    }
    return escaped.toString();
  }

  private static boolean isHarmless(int c) {
    int type = Character.getType(c);
    return c == '\n' || (type != Character.CONTROL && type != Character.FORMAT);
  }
}
