package io.mcp2p.docs;

import io.mcp2p.auth.Scope;
import io.mcp2p.tool.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Documentation that agents may search and read: the Markdown files of a folder, at most 10,000 of
 * at most 1 MB each and 64 MB together, in English, Spanish and Portuguese. Given to {@code
 * Mcp2pServer.builder().docs(...)}, it adds the tools {@code docs_search} and {@code docs_get} and
 * the pages as MCP resources, all for callers with the scope {@link Scope#DOCS_READ}.
 *
 * <p>The index is in memory. It is made aside when the server begins to serve, and at the latest
 * for the first question. Pages of a directory are followed: a question that comes a second or more
 * after the last look finds what has changed since.
 *
 * <p>Needs {@code org.apache.lucene:lucene-core} and {@code lucene-analysis-common} on the class
 * path. Thread-safe. Belongs to one server, and is closed with it.
 *
 * @since 0.1
 */
public final class Docs implements AutoCloseable {
  /** The name of the tool that finds sections. */
  public static final String SEARCH = "docs_search";

  /** The name of the tool that reads pages. Pages are MCP resources where it is exposed. */
  public static final String GET = "docs_get";

  private static final Logger LOG = LoggerFactory.getLogger(Docs.class);
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

  private final PageSource source;
  private final LongSupplier nanoTime;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean closed;
  private volatile long lookedAt;
  private volatile @Nullable PageIndex index;

  // Guarded by writing.
  private SortedMap<String, PageSource.Stamp> known = new TreeMap<>();
  private String warned = "";

  Docs(PageSource source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns the Markdown files below a directory, and follows their changes. Names that begin with
   * a dot are passed over, and so is what links lead to outside of the directory.
   *
   * @throws IllegalArgumentException if there is no such directory, it holds no page, or more than
   *     is kept in memory
   * @throws IllegalStateException if Lucene is missing
   */
  public static Docs fromDirectory(Path directory) {
    Objects.requireNonNull(directory, "directory");
    try {
      return checked(new DirectoryPages(directory));
    } catch (IOException e) {
      throw new IllegalArgumentException("docs: " + directory + " is no directory to read", e);
    }
  }

  /**
   * Returns the Markdown files of a folder of the class path, in whatever jars it is, as the
   * thread's context class loader sees it.
   *
   * @param folder its parts separated by {@code /}, without one at the ends
   * @throws IllegalArgumentException if there is no such folder, it holds no page, or more than is
   *     kept in memory
   * @throws IllegalStateException if Lucene is missing
   */
  public static Docs fromClasspath(String folder) {
    var own = Thread.currentThread().getContextClassLoader();
    var loader = own == null ? Docs.class.getClassLoader() : own;
    var path = folder.replaceAll("^/+|/+$", "");
    if (path.isBlank()) {
      throw new IllegalArgumentException("docs: name a folder of the class path, not all of it");
    }
    return checked(new ClasspathPages(loader, path));
  }

  private static Docs checked(PageSource source) {
    requireLucene();
    try {
      if (source.list().isEmpty()) {
        throw new IllegalArgumentException("docs: no .md file in " + source);
      }
    } catch (PageSource.TooMuch e) {
      throw new IllegalArgumentException("docs: in " + source + ", " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("docs: " + source + " cannot be read", e);
    }
    return new Docs(source, System::nanoTime);
  }

  private static void requireLucene() {
    try {
      var loader = Docs.class.getClassLoader();
      Class.forName("org.apache.lucene.index.IndexWriter", false, loader);
      Class.forName("org.apache.lucene.analysis.es.SpanishAnalyzer", false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalStateException(
          "docs without Lucene: add org.apache.lucene:lucene-core and lucene-analysis-common to the"
              + " class path, version 9.12",
          e);
    }
  }

  /**
   * Returns the tools over these pages.
   *
   * @throws IllegalStateException if this was closed
   */
  public List<Tool<?, ?>> tools() {
    requireOpen();
    return List.of(new SearchTool(this), new GetTool(this));
  }

  /** Makes the index now, if it is not made yet. */
  public void load() {
    var unused = current();
  }

  /** Returns all pages, by name. */
  public List<DocPage> pages() {
    return current().pages().values().stream().map(Markdown::page).toList();
  }

  /** Returns the page whose {@link DocPage#uri()} this is. */
  public Optional<DocPage> page(String uri) {
    return current().byUri(uri).map(Markdown::page);
  }

  /** Returns the index, made if there is none yet, brought up to date if it is time to look. */
  PageIndex current() {
    var made = index;
    boolean isTime = made == null || nanoTime.getAsLong() - lookedAt >= LOOK_AGAIN;
    if (made != null && (!isTime || !source.changes() || !writing.tryLock())) {
      return made;
    }
    if (made == null) {
      writing.lock();
    }
    try {
      return brought();
    } finally {
      writing.unlock();
    }
  }

  private PageIndex brought() {
    requireOpen();
    var made = index;
    if (made != null && nanoTime.getAsLong() - lookedAt < LOOK_AGAIN) {
      return made; // somebody else has looked meanwhile
    }
    try {
      if (made == null) {
        long began = System.nanoTime();
        known.clear(); // of an attempt that failed
        made = new PageIndex();
        update(made);
        index = made;
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        LOG.info("docs: {} pages of {} indexed in {} ms", known.size(), source, took);
      } else {
        update(made);
      }
    } catch (IOException e) {
      if (made == null || index == null) {
        throw new UncheckedIOException("docs: " + source + " cannot be read", e);
      }
      warn("docs: " + source + " is left as it was: " + e);
    }
    lookedAt = nanoTime.getAsLong();
    return made;
  }

  private void update(PageIndex made) throws IOException {
    var there = source.list();
    boolean changed = index == null;
    for (var page : there.entrySet()) {
      var before = known.get(page.getKey());
      if (before == null || !before.isAs(page.getValue())) {
        changed |= read(page.getKey(), page.getValue(), made);
      }
    }
    for (String name : List.copyOf(known.keySet())) {
      if (!there.containsKey(name)) {
        changed = true;
        forget(name, made);
      }
    }
    if (changed) {
      made.publish();
    }
  }

  /** Tells whether anything has changed by it. */
  private boolean read(String name, PageSource.Stamp stamp, PageIndex made) throws IOException {
    requireOpen();
    String text;
    try {
      text = source.text(name);
    } catch (IOException e) {
      warn("docs: " + name + " is left out: " + e);
      boolean wasThere = known.containsKey(name);
      forget(name, made);
      return wasThere;
    }
    made.put(Markdown.of(name, text));
    known.put(name, stamp);
    return true;
  }

  private void forget(String name, PageIndex made) throws IOException {
    made.remove(name);
    known.remove(name);
  }

  /** What stays wrong is said once. */
  private void warn(String line) {
    if (!line.equals(warned)) {
      warned = line;
      LOG.warn(line);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "these docs were closed with their server: make new ones for each server");
    }
  }

  /** Tells whether this was closed. */
  public boolean closed() {
    return closed;
  }

  /** Frees the index. A question that is being answered may fail. */
  @Override
  public void close() {
    closed = true; // which also ends the making of an index
    writing.lock();
    try {
      var last = index;
      index = null;
      known = new TreeMap<>();
      if (last != null) {
        last.close();
      }
    } catch (IOException e) {
      LOG.warn("docs: the index could not be freed", e);
    } finally {
      writing.unlock();
    }
  }
}
