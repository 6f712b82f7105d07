package io.mcp2p.rail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table that a rail carries among its resources: UTF-8, a line ends with a line feed, columns are
 * separated by tabs, and lines that begin with {@code #} tell where it is from.
 *
 * @since 0.1
 */
public final class TabSeparated {
  private TabSeparated() {}

  /**
   * Reads the rows of a table, each with all its columns.
   *
   * @param resource its name beside {@code owner}
   */
  public static List<List<String>> rows(Class<?> owner, String resource) {
    try (var in = owner.getResourceAsStream(resource)) {
      return parse(new String(requireNonNull(in, resource).readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // By hand rather than with streams and regular expressions, whose first use would cost more than
  // the work: this may run while a server starts.
  private static List<List<String>> parse(String text) {
    var rows = new ArrayList<List<String>>();
    for (int start = 0, end; start < text.length(); start = end + 1) {
      end = text.indexOf('\n', start);
      if (text.charAt(start) != '#') {
        rows.add(columns(text, start, end));
      }
    }
    return rows;
  }

  private static List<String> columns(String text, int start, int end) {
    var columns = new ArrayList<String>();
    for (int from = start, to; from <= end; from = to + 1) {
      to = text.indexOf('\t', from);
      if (to < 0 || to > end) {
        to = end;
      }
      columns.add(text.substring(from, to));
    }
    return columns;
  }
}
