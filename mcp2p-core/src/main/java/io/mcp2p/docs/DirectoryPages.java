package io.mcp2p.docs;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Markdown files below a folder. Names that begin with a dot are passed over. A link to a file
 * counts where the file lies in the folder too, as in a volume that Kubernetes mounts; a link to a
 * folder is never followed.
 */
final class DirectoryPages implements PageSource {
  private static final int DEPTH = 16;
  private static final int MAX_ENTRIES = 100_000;

  private final Path root;
  private final Map<String, Path> files = new ConcurrentHashMap<>();

  /**
   * @throws IOException if there is no such folder
   */
  DirectoryPages(Path directory) throws IOException {
    root = directory.toRealPath();
  }

  @Override
  public SortedMap<String, Stamp> list() throws IOException {
    var found = new TreeMap<String, Stamp>();
    var paths = new TreeMap<String, Path>();
    Files.walkFileTree(root, Set.of(), DEPTH, new Visitor(found, paths));
    files.keySet().retainAll(paths.keySet());
    files.putAll(paths);
    return found;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Map<String, Stamp> found;
    private final Map<String, Path> paths;
    private final Tally tally = new Tally();
    private int entries;

    Visitor(Map<String, Stamp> found, Map<String, Path> paths) {
      this.found = found;
      this.paths = paths;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws TooMuch {
      count();
      return directory.equals(root) || !isHidden(directory)
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      count();
      var name = root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
      if (isHidden(file) || !PageSource.isPage(name)) {
        return FileVisitResult.CONTINUE;
      }
      var real = file;
      var those = attributes;
      if (attributes.isSymbolicLink()) {
        try {
          real = file.toRealPath();
          those = Files.readAttributes(real, BasicFileAttributes.class, NOFOLLOW_LINKS);
        } catch (IOException e) {
          return FileVisitResult.CONTINUE; // leads nowhere
        }
      }
      if (real.startsWith(root) && those.isRegularFile()) {
        tally.add(name, those.size());
        found.put(name, new Stamp(List.of(those.lastModifiedTime(), real), those.size()));
        paths.put(name, real);
      }
      return FileVisitResult.CONTINUE;
    }

    /** What vanished meanwhile or may not be looked into holds no pages, unless it is all. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(root)) {
        throw e;
      }
      return FileVisitResult.CONTINUE;
    }

    private void count() throws TooMuch {
      if (++entries > MAX_ENTRIES) {
        throw new TooMuch("there are more than 100,000 files");
      }
    }
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  @Override
  public byte[] read(String name) throws IOException {
    var file = files.get(name);
    if (file == null) {
      throw new NoSuchFileException(name);
    }
    boolean isInterrupted = false;
    try {
      while (true) {
        // The path is real; what has become a link since it was listed is not followed.
        try (var channel = Files.newByteChannel(file, Set.of(READ, NOFOLLOW_LINKS));
            var in = Channels.newInputStream(channel)) {
          return PageSource.page(name, in);
        } catch (ClosedByInterruptException e) {
          isInterrupted |= Thread.interrupted(); // whose call this is; the index is for all
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean changes() {
    return true;
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
