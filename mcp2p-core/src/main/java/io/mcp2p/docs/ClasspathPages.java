package io.mcp2p.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The Markdown files of a folder of the class path, in jars or in folders. */
final class ClasspathPages implements PageSource {
  private final ClassLoader loader;
  private final String folder;

  ClasspathPages(ClassLoader loader, String folder) {
    this.loader = loader;
    this.folder = folder;
  }

  @Override
  public SortedMap<String, Stamp> list() throws IOException {
    var found = new TreeMap<String, Stamp>();
    var tally = new Tally();
    for (URL root : Collections.list(loader.getResources(folder))) {
      if (root.openConnection() instanceof JarURLConnection jar) {
        inJar(jar, found);
      } else if (root.getProtocol().equals("file")) {
        found.putAll(new DirectoryPages(Path.of(uri(root))).list());
      }
    }
    for (var page : found.entrySet()) {
      tally.add(page.getKey(), page.getValue().size());
    }
    return found;
  }

  private static URI uri(URL url) throws IOException {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IOException(url + " is no folder", e);
    }
  }

  private static void inJar(JarURLConnection jar, SortedMap<String, Stamp> found)
      throws IOException {
    jar.setUseCaches(false);
    try (var file = jar.getJarFile()) {
      var prefix = jar.getEntryName().replaceFirst("/*$", "/");
      file.stream()
          .filter(it -> !it.isDirectory() && it.getName().startsWith(prefix))
          .forEach(
              it -> {
                var name = it.getName().substring(prefix.length());
                if (PageSource.isPage(name)) {
                  found.put(name, new Stamp("", Math.max(0, it.getSize())));
                }
              });
    }
  }

  @Override
  public byte[] read(String name) throws IOException {
    try (InputStream in = loader.getResourceAsStream(folder + "/" + name)) {
      if (in == null) {
        throw new NoSuchFileException(name);
      }
      return PageSource.page(name, in);
    }
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public String toString() {
    return "class path " + folder;
  }
}
