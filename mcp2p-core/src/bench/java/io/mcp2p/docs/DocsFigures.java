package io.mcp2p.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.slf4j.LoggerFactory;

/**
 * How long an index of generated pages takes to make, to ask and to bring up to date; with {@code
 * bare} as second argument, how long Lucene takes for the same pages by itself: each a document of
 * one field, by English rules.
 */
final class DocsFigures {
  private static final String[] WORDS =
      ("payment refund bank transfer key scope code person server ledger outcome limit policy amount"
              + " currency account reference settled pending returned rejected agent call answer"
              + " error details field cursor page section index search language rail spei pse pix")
          .split(" ");

  public static void main(String[] args) throws IOException {
    int pages = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
    var folder = Files.createTempDirectory("docs-figures");
    long bytes = 0;
    for (int i = 0; i < pages; i++) {
      bytes += Files.size(Files.writeString(folder.resolve("page" + i + ".md"), page(i)));
    }
    System.out.printf(Locale.ROOT, "%d pages, %d KB%n", pages, bytes / 1024);
    boolean isBare = args.length > 1 && args[1].equals("bare");
    if (isBare) {
      LoggerFactory.getLogger(DocsFigures.class); // opens the jars, as Docs does
      report("bare index of the process", () -> bare(folder));
    } else {
      ours(folder, pages);
    }
    for (int i = 0; i < pages; i++) {
      Files.delete(folder.resolve("page" + i + ".md"));
    }
    Files.delete(folder);
  }

  private static void ours(Path folder, int pages) throws IOException {
    for (String round : new String[] {"first", "second", "third"}) {
      try (var docs = new Docs(new DirectoryPages(folder), () -> System.nanoTime() * 1_000_000)) {
        report(round + " index of the process", docs::load);
        report("  a question, with a look at the files", () -> ask(docs));
        Files.writeString(folder.resolve("page1.md"), page(pages + round.length()));
        report("  a question after a page has changed", () -> ask(docs));
      }
    }
  }

  private static void bare(Path folder) {
    var config = new IndexWriterConfig(new EnglishAnalyzer());
    try (var writer = new IndexWriter(new ByteBuffersDirectory(), config);
        var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        var page = new Document();
        page.add(new StringField("page", file.getFileName().toString(), Field.Store.YES));
        page.add(new TextField("text", Files.readString(file), Field.Store.NO));
        writer.addDocument(page);
      }
      DirectoryReader.open(writer).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void ask(Docs docs) {
    try {
      docs.current().search("how to refund a payment pageword7", null, 5);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void report(String what, Runnable work) {
    long began = System.nanoTime();
    work.run();
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    System.out.printf(Locale.ROOT, "%-40s %6d ms%n", what, took);
  }

  /** Some 4 KB: six sections of text, a table and code, as documentation has. */
  private static String page(int seed) {
    var random = new Random(seed);
    var text = new StringBuilder("# Page pageword" + seed + "\n\n");
    for (int section = 0; section < 6; section++) {
      text.append("## Section ").append(WORDS[random.nextInt(WORDS.length)]).append("\n\n");
      for (int word = 0; word < 90; word++) {
        text.append(WORDS[random.nextInt(WORDS.length)]);
        text.append(random.nextInt(12) == 0 ? ".\n" : " ");
      }
      text.append("\n\n| code | when |\n|---|---|\n| `ERROR_")
          .append(seed)
          .append("` | the [link](a.md) |\n\n");
    }
    return text.append("```java\nPaymentPolicy.perDay(")
        .append(seed)
        .append(");\n```\n")
        .toString();
  }

  private DocsFigures() {}
}
