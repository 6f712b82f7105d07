package io.mcp2p.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;

/**
 * A page as it was when it was last read. Immutable.
 *
 * @param name path below the folder, its parts separated by {@code /}: {@code guides/refunds.md}
 * @param title from the front matter, else the first heading of level one, else the file's name
 * @param language {@code en}, {@code es} or {@code pt}
 * @param text Markdown, lines ending in {@code \n}; at most 1 MB
 * @since 0.1
 */
public record DocPage(String name, String title, String language, String text) {
  private static final String UNRESERVED = "-._~/";

  /** Checks that everything is there. */
  public DocPage {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(language, "language");
    Objects.requireNonNull(text, "text");
  }

  /** Returns the URI of the page as an MCP resource: {@code docs:///guides/refunds.md}. */
  public String uri() {
    return uri(name);
  }

  static String uri(String name) {
    var uri = new StringBuilder("docs:///");
    for (byte b : name.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0;
      if (plain) {
        uri.append(c);
      } else {
        uri.append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return uri.toString();
  }

  /** The name and size alone: a page is long. */
  @Override
  public String toString() {
    return "DocPage[" + name + ", " + text.length() + " characters]";
  }
}
