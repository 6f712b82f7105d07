package io.mcp2p.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads pages and takes them apart on a thread of its own, while another indexes those before: the
 * first index of a process takes most of its time for code that Java has not compiled yet, and so
 * both can.
 */
final class ReadAhead implements AutoCloseable {
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          work -> {
            var thread = new Thread(work, "mcp2p-docs");
            thread.setDaemon(true);
            return thread;
          });
  private final Queue<CompletableFuture<Markdown>> pages = new ArrayDeque<>();

  ReadAhead(PageSource source, Collection<String> names) {
    for (String name : names) {
      pages.add(CompletableFuture.supplyAsync(() -> page(source, name), reader));
    }
  }

  private static Markdown page(PageSource source, String name) {
    try {
      return Markdown.of(name, source.text(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the next page, in the order of the names. Whoever waits is not kept from it by an
   * interrupt: the index is for all.
   *
   * @throws IOException if it is gone, too long by now, or cannot be read
   */
  Markdown next() throws IOException {
    try {
      return pages.remove().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException unreadable) {
        throw unreadable.getCause();
      }
      throw e;
    }
  }

  /** Drops what was not asked for. */
  @Override
  public void close() {
    reader.shutdownNow();
  }
}
