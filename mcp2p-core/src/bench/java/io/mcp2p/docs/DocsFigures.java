package io.mcp2p.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** How long an index of generated pages takes to make, to ask and to bring up to date. */
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
    for (String round : new String[] {"first", "second", "third"}) {
      try (var docs = new Docs(new DirectoryPages(folder), () -> System.nanoTime() * 1_000_000)) {
        report(round + " index of the process", docs::load);
        report("  a question, with a look at the files", () -> ask(docs));
        Files.writeString(folder.resolve("page1.md"), page(pages + round.length()));
        report("  a question after a page has changed", () -> ask(docs));
      }
    }
    for (int i = 0; i < pages; i++) {
      Files.delete(folder.resolve("page" + i + ".md"));
    }
    Files.delete(folder);
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
