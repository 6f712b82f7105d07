package io.mcp2p.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.SortedMap;

/** Where pages come from. */
interface PageSource {
  int MAX_NAME = 200;
  int MAX_PAGES = 10_000;
  int MAX_PAGE_BYTES = 1 << 20;
  long MAX_BYTES = 64L << 20;

  /**
   * Differs when a page has changed.
   *
   * @param modified compared with equals
   */
  record Stamp(Object modified, long size) {

    /** As equals, for which Java loads dozens of classes at its first use. */
    boolean isAs(Stamp other) {
      return size == other.size && modified.equals(other.modified);
    }
  }

  /**
   * Lists the pages there are.
   *
   * @throws TooMuch if they are more than is kept in memory
   */
  SortedMap<String, Stamp> list() throws IOException;

  /**
   * Reads a page; at most {@link #MAX_PAGE_BYTES}.
   *
   * @throws IOException if it is gone, too long by now, or cannot be read
   */
  byte[] read(String name) throws IOException;

  /** Tells whether a file of this name is a page; one with a very long name is not. */
  static boolean isPage(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".md")
        && name.length() <= MAX_NAME
        && DocPage.uri(name).length() <= 2 * MAX_NAME
        && name.chars().noneMatch(Character::isISOControl);
  }

  /** Reads a page to its end, or refuses one that is too long, whatever length was listed. */
  static byte[] page(String name, InputStream in) throws IOException {
    var bytes = in.readNBytes(MAX_PAGE_BYTES + 1);
    if (bytes.length > MAX_PAGE_BYTES) {
      throw new TooMuch(name + " has more than 1 MB");
    }
    return bytes;
  }

  /** Tells whether pages may change. */
  boolean changes();

  /** What is not UTF-8 becomes a replacement character. */
  default String text(String name) throws IOException {
    return new String(read(name), UTF_8);
  }

  /** Counts what is listed, and refuses what is too much. */
  final class Tally {
    private int pages;
    private long bytes;

    void add(String name, long size) throws TooMuch {
      if (size > MAX_PAGE_BYTES) {
        throw new TooMuch(name + " has more than 1 MB");
      }
      bytes += size;
      if (++pages > MAX_PAGES) {
        throw new TooMuch("there are more than 10,000 pages");
      }
      if (bytes > MAX_BYTES) {
        throw new TooMuch("the pages have more than 64 MB together");
      }
    }
  }

  /** More than is kept in memory; the message says what. */
  final class TooMuch extends IOException {
    private static final long serialVersionUID = 1;

    TooMuch(String message) {
      super(message);
    }
  }
}
