package io.mcp2p.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.payment.IdSource;
import io.mcp2p.payment.Refusal;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Payments;
import io.mcp2p.tool.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocsTest {
  private static final ToolCall CALL =
      new ToolCall(
          Caller.local(Locale.ENGLISH),
          Mode.TEST,
          Instant.EPOCH,
          IdSource.random(),
          new Payments() {
            @Override
            public Optional<io.mcp2p.ledger.Payment> find(String rail, String reference) {
              return Optional.empty();
            }

            @Override
            public List<io.mcp2p.ledger.Payment> refundsOf(String rail, String reference) {
              return List.of();
            }

            @Override
            public io.mcp2p.ledger.Payment refreshed(io.mcp2p.ledger.Payment payment) {
              return payment;
            }
          });

  private final AtomicLong nanos = new AtomicLong();
  @TempDir private Path folder;
  @TempDir private Path outside;
  private @Nullable Docs docs;

  @AfterEach
  void close() {
    if (docs != null) {
      docs.close();
    }
  }

  private Docs docs() throws IOException {
    if (docs == null) {
      docs = new Docs(new DirectoryPages(folder), nanos::get);
    }
    return docs;
  }

  private Path write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private void aSecondPasses() {
    nanos.addAndGet(1_000_000_000);
  }

  private List<SearchTool.Found> search(String query) throws IOException {
    return search(query, null);
  }

  private List<SearchTool.Found> search(String query, @Nullable String language)
      throws IOException {
    var answer = new SearchTool(docs()).call(new SearchTool.Input(query, language, null), CALL);
    return ((Answer.Ok<SearchTool.Data>) answer).value().items();
  }

  private List<String> pagesFor(String query) throws IOException {
    return search(query).stream().map(SearchTool.Found::page).distinct().toList();
  }

  private Answer<GetTool.Data> get(String page, @Nullable String section, @Nullable String cursor)
      throws IOException {
    return new GetTool(docs()).call(new GetTool.Input(page, section, cursor), CALL);
  }

  private GetTool.Data got(String page, @Nullable String section) throws IOException {
    return ((Answer.Ok<GetTool.Data>) get(page, section, null)).value();
  }

  private Refusal refused(String page, @Nullable String section, @Nullable String cursor)
      throws IOException {
    return ((Answer.Refused<GetTool.Data>) get(page, section, cursor)).refusal();
  }

  @Test
  void search_findsTheSection() throws IOException {
    write("pay.md", "# Payments\n\nSend money.\n\n## Refunds\n\nGive **money** back, in parts.\n");
    write("guides/keys.md", "# Keys\n\nWho may call. `SPEI_INVALID_CLABE`\n");

    var found = search("parts of a refund").get(0);

    assertThat(found)
        .isEqualTo(
            new SearchTool.Found(
                "pay.md",
                "Payments",
                "Refunds",
                "Give money back, in parts.",
                "en",
                "docs:///pay.md"));
    assertThat(pagesFor("SPEI_INVALID_CLABE")).containsExactly("guides/keys.md");
    assertThat(pagesFor("clabe")).containsExactly("guides/keys.md");
    assertThat(pagesFor("zebra")).isEmpty();
  }

  @Test
  void onePage_isNotAllThatIsFound() throws IOException {
    var text = new StringBuilder("# Refunds\n");
    for (int i = 0; i < 9; i++) {
      text.append("## Refund ").append(i).append("\nrefund refund\n");
    }
    write("a.md", text.toString());
    write("b.md", "# Other\n\nA refund, once.\n");

    assertThat(search("refund"))
        .extracting(SearchTool.Found::page)
        .containsExactly("a.md", "a.md", "b.md");
  }

  @Test
  void sectionThatSaysItMoreOften_comesFirst() throws IOException {
    write("a.md", "# A\n\none zebra two three four\n");
    write("b.md", "# B\n\none zebra two zebra zebra\n");
    assertThat(pagesFor("zebra")).containsExactly("b.md", "a.md");
  }

  @Test
  void language_isAFilter() throws IOException {
    write("es/pagos.md", "# Pagos\n\nLas devoluciones de Pix.\n");
    write("pt/pagamentos.md", "# Pagamentos\n\nAs devoluções de Pix.\n");

    assertThat(pagesFor("pix")).hasSize(2);
    assertThat(search("pix", "pt"))
        .extracting(SearchTool.Found::page)
        .containsExactly("pt/pagamentos.md");
    assertThat(search("devolucion", "es")).hasSize(1);
    assertThat(search("devolução", "pt")).hasSize(1);
    assertThat(search("pix", "en")).isEmpty();
  }

  @Test
  void aWordThatNobodyWrote_findsWhatIsOneLetterAway() throws IOException {
    write("a.md", "# Reconciliation\n\ntext\n");
    write("b.md", "# Keys\n\ntext\n");

    assertThat(pagesFor("reconcilliation")).containsExactly("a.md");
    assertThat(pagesFor("recnociliation")).containsExactly("a.md");
    assertThat(pagesFor("kyes")).isEmpty(); // too short for that
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"(",
        "*",
        "a*",
        "?*?*?*?*",
        "title:*",
        "/.*/",
        "~~~~",
        "\\",
        "AND OR NOT",
        "[a TO z]",
        "+ - ! { } ^ 9",
        "\uD83D\uDE00",
        "the",
        "' OR 1=1 --"
      })
  void nothingInAQuery_isSyntax(String query) throws IOException {
    write("a.md", "# A\n\nSome text.\n");
    assertThat(search(query)).isEmpty();
  }

  @Test
  void theLongestQueries_areAnswered() throws IOException {
    write("a.md", "# A\n\nSome text of payments.\n");
    var letters = new StringBuilder();
    for (char c = 'α'; letters.length() < 199; c++) {
      letters.append(c).append(' ');
    }
    assertThat(search(letters.toString())).isEmpty();
    assertThat(search("a_b:c_d:".repeat(25))).hasSizeLessThan(2);
    assertThat(search("paymnets abcdefgh ".repeat(11))).hasSize(1);
    assertThat(search("x".repeat(200))).isEmpty();
  }

  @Test
  void snippet_isShort_andShowsTheWords() throws IOException {
    write(
        "a.md",
        "# A\n\n"
            + "padding words here. ".repeat(200)
            + "The zebra crosses. "
            + "more text. ".repeat(200));

    var snippet = search("zebra").get(0).snippet();

    assertThat(snippet)
        .hasSizeLessThanOrEqualTo(300)
        .contains("zebra")
        .startsWith("…")
        .endsWith("…");
  }

  @Test
  void longPage_comesInParts() throws IOException {
    var text =
        "# Long\n\n" + "\"quoted\"\tline \\ of some length\n".repeat(3000) + "😀".repeat(9000);
    write("long.md", text);

    var read = new StringBuilder();
    String cursor = null;
    int parts = 0;
    do {
      var part = ((Answer.Ok<GetTool.Data>) get("long.md", null, cursor)).value();
      assertThat(part.text()).hasSizeLessThanOrEqualTo(20_000);
      assertThat(Character.isLowSurrogate(part.text().charAt(0))).isFalse();
      read.append(part.text());
      cursor = part.nextCursor();
      parts++;
    } while (cursor != null);

    assertThat(read.toString()).isEqualTo(text);
    assertThat(parts).isGreaterThan(5);
  }

  @Test
  void cursorThatIsNone_orOfAnotherText_isRefused() throws IOException {
    write(
        "long.md",
        "# Long\n\n## A\n" + "a line of text\n".repeat(3000) + "## B\n" + "b\n".repeat(9000));
    var cursor = ((Answer.Ok<GetTool.Data>) get("long.md", "A", null)).value().nextCursor();

    assertThat(refused("long.md", "B", cursor).details()).containsEntry("field", "cursor");
    assertThat(refused("long.md", "A", "00000000-20000").details())
        .containsEntry("field", "cursor");
    assertThat(refused("long.md", "A", cursor.substring(0, 9) + "9999999").details())
        .containsEntry("field", "cursor");

    write("long.md", "# Long\n\n## A\n" + "another line of text\n".repeat(3000));
    aSecondPasses();
    assertThat(refused("long.md", "A", cursor).details()).containsEntry("field", "cursor");
  }

  @Test
  void section_isFoundByHeadingPathOrAnchor() throws IOException {
    write("a.md", "# A\n\n## One\n\n### Rules\n\nfirst\n\n## Two\n\n### Rules\n\nsecond\n");

    assertThat(got("a.md", "rules").text()).isEqualTo("### Rules\n\nfirst\n\n");
    assertThat(got("a.md", "Two > Rules").text()).isEqualTo("### Rules\n\nsecond\n");
    assertThat(got("a.md", "rules-1").text()).isEqualTo("### Rules\n\nsecond\n");
    assertThat(got("a.md", "## Two").text()).isEqualTo("## Two\n\n### Rules\n\nsecond\n");
    var refusal = refused("a.md", "Three", null);
    assertThat(refusal.code().value()).isEqualTo("DOCS_PAGE_NOT_FOUND");
    assertThat((List<?>) refusal.details().get("sections"))
        .isEqualTo(List.of("A", "One", "One > Rules", "Two", "Two > Rules"));
  }

  @Test
  void whatSearchFinds_canBeRead() throws IOException {
    write(
        "a.md",
        "intro zebra\n\n# A | b\n\nzebra\n\n## `code_x` *y*\n\nzebra\n\n"
            + "#".repeat(6)
            + " "
            + "z".repeat(400)
            + "\n\nzebra\n");
    for (var found : search("zebra")) {
      assertThat(got(found.page(), found.heading()).text()).contains("zebra");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.md",
        "/etc/passwd",
        "a.md/",
        "./a.md",
        "a.md\u0000",
        "link.md",
        "linked/in.md",
        ".hidden.md",
        ".git/x.md",
        "note.txt",
        "dangling.md"
      })
  void onlyPages_areServed(String page) throws IOException {
    write("a.md", "# A\n");
    write(".hidden.md", "# H\n");
    write(".git/x.md", "# H\n");
    write("note.txt", "# H\n");
    Files.writeString(outside.resolve("in.md"), "# secret\n");
    Files.createSymbolicLink(folder.resolve("link.md"), outside.resolve("in.md"));
    Files.createSymbolicLink(folder.resolve("linked"), outside);
    Files.createSymbolicLink(folder.resolve("dangling.md"), folder.resolve("none"));

    assertThat(refused(page, null, null).details()).containsEntry("nextTool", "docs_search");
    assertThat(docs().pages()).extracting(DocPage::name).containsExactly("a.md");
    assertThat(docs().page("docs:///" + page)).isEmpty();
    assertThat(search("secret")).isEmpty();
  }

  @Test
  void linkWithinTheFolder_isFollowed_asInAMountedVolume() throws IOException {
    write("..2026/a.md", "# One\n");
    write("..2027/a.md", "# Two\n");
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026"));
    Files.createSymbolicLink(folder.resolve("a.md"), Path.of("..data/a.md"));

    assertThat(docs().pages()).extracting(DocPage::title).containsExactly("One");

    Files.delete(folder.resolve("..data"));
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2027"));
    aSecondPasses();
    assertThat(docs().pages()).extracting(DocPage::title).containsExactly("Two");
  }

  @Test
  void changes_areFollowed_onceASecond() throws IOException {
    write("a.md", "# A\n\nzebra\n");
    assertThat(pagesFor("zebra")).containsExactly("a.md");

    write("b.md", "# B\n\nzebra and more\n");
    assertThat(pagesFor("zebra")).containsExactly("a.md");
    aSecondPasses();
    assertThat(pagesFor("zebra")).containsExactlyInAnyOrder("a.md", "b.md");

    write("b.md", "# B\n\nnothing of the kind\n");
    Files.delete(folder.resolve("a.md"));
    write("c.md", "# C\n\nzebra\n");
    aSecondPasses();
    assertThat(pagesFor("zebra")).containsExactly("c.md");
    assertThat(docs().pages()).extracting(DocPage::name).containsExactly("b.md", "c.md");
  }

  @Test
  void whatBecomesTooMuch_leavesTheRestAsItWas() throws IOException {
    write("a.md", "# A\n\nzebra\n");
    assertThat(pagesFor("zebra")).containsExactly("a.md");

    write("b.md", "zebra ".repeat(1 << 18));
    aSecondPasses();
    assertThat(pagesFor("zebra")).containsExactly("a.md");

    write("b.md", "zebra");
    aSecondPasses();
    assertThat(pagesFor("zebra")).containsExactlyInAnyOrder("a.md", "b.md");
  }

  @Test
  void folderThatVanishes_leavesThePages() throws IOException {
    var a = write("sub/a.md", "# A\n\nzebra\n");
    docs = new Docs(new DirectoryPages(folder.resolve("sub")), nanos::get);
    assertThat(pagesFor("zebra")).containsExactly("sub/a.md".substring(4));

    Files.delete(a);
    Files.delete(folder.resolve("sub"));
    aSecondPasses();
    assertThat(pagesFor("zebra")).containsExactly("a.md");
  }

  @Test
  void wordThatOneLanguagePassesOver_findsNothingByTheRulesOfAnother() throws IOException {
    write("en/people.md", "# People\n\nJane Doe pays.\n");
    write("en/refunds.md", "# Refunds\n\nWhat a refund costs.\n");
    write("es/todo.md", "# Tareas\n\nTodo lo que falta.\n");
    for (String language : Arrays.asList(null, "en")) {
      assertThat(search("what does it cost", language))
          .extracting(SearchTool.Found::page)
          .containsExactly("en/refunds.md");
    }
    write("en/tasks.md", "# Tasks\n\nA todo list.\n");
    aSecondPasses();
    assertThat(search("todo", "en")).extracting(SearchTool.Found::page).contains("en/tasks.md");
  }

  @Test
  void interruptedCaller_leavesNoPageOut() throws IOException {
    write("a.md", "# A\n\nzebra\n");
    write("b.md", "# B\n\nzebra\n");
    Thread.currentThread().interrupt();
    var found = pagesFor("zebra");
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(found).containsExactlyInAnyOrder("a.md", "b.md");
  }

  @Test
  void indexThatFailed_isMadeWholeTheNextTime() {
    var fails = new AtomicBoolean(true);
    PageSource source =
        new PageSource() {
          @Override
          public SortedMap<String, Stamp> list() {
            return new TreeMap<>(Map.of("a.md", new Stamp(1, 7), "b.md", new Stamp(1, 7)));
          }

          @Override
          public byte[] read(String name) {
            if (name.equals("b.md") && fails.getAndSet(false)) {
              throw new IllegalStateException("a disk that fails");
            }
            return "# Zebra".getBytes(UTF_8);
          }

          @Override
          public boolean changes() {
            return false;
          }
        };
    docs = new Docs(source, nanos::get);
    assertThatThrownBy(docs::load).hasMessage("a disk that fails");
    assertThat(docs.pages()).extracting(DocPage::name).containsExactly("a.md", "b.md");
  }

  @Test
  void manyMaySearch_whilePagesChange() throws Exception {
    write("a.md", "# A\n\nzebra\n");
    var shared = docs();
    var executor = Executors.newFixedThreadPool(4);
    try {
      var work = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        work.add(
            () -> {
              if (number % 10 == 0) {
                write("b.md", "# B\n\nzebra " + number + "\n");
                aSecondPasses();
              }
              return !shared.current().search("zebra", null, 5).isEmpty();
            });
      }
      for (var each : executor.invokeAll(work)) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void tooMuch_isRefusedAtTheStart() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Docs.fromDirectory(folder.resolve("none")))
        .withMessageContaining("none is no directory");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Docs.fromDirectory(folder))
        .withMessageStartingWith("docs: no .md file in");
    write("a.md", "x".repeat((1 << 20) + 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Docs.fromDirectory(folder))
        .withMessageContaining("a.md has more than 1 MB");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Docs.fromClasspath("no/such/folder"))
        .withMessage("docs: no .md file in class path no/such/folder");
    assertThatIllegalArgumentException().isThrownBy(() -> Docs.fromClasspath("/"));
  }

  @Test
  void tooManyPages_areRefused() throws IOException {
    for (int i = 0; i <= 10_000; i++) {
      Files.createFile(folder.resolve(i + ".md"));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Docs.fromDirectory(folder))
        .withMessageContaining("more than 10,000 pages");
  }

  @Test
  void closedDocs_sayWhatToDo() throws IOException {
    write("a.md", "# A\n");
    var closed = docs();
    closed.load();
    closed.close();
    closed.close();

    assertThatIllegalStateException().isThrownBy(closed::tools).withMessageContaining("new ones");
    assertThatIllegalStateException().isThrownBy(closed::load);
  }

  @Test
  void uris_areWritten_asRfc3986Says() throws IOException {
    write("guía de pago#1?.md", "# A\n");
    var uri = "docs:///gu%C3%ADa%20de%20pago%231%3F.md";
    assertThat(docs().pages()).extracting(DocPage::uri).containsExactly(uri);
    assertThat(java.net.URI.create(uri).getPath()).isEqualTo("/guía de pago#1?.md");
    assertThat(docs().page(uri)).isPresent();
  }
}
