package io.mcp2p.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.auth.Scope;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A page, or a section of it with those below, in as many answers as it takes. */
record GetTool(Docs docs) implements QueryTool<GetTool.Input, GetTool.Data> {
  /** Leaves room below the 25,000 characters of an answer for what stands around the text. */
  private static final int ROOM = 20_000;

  private static final int SECTIONS_NAMED = 30;

  record Input(
      @Described(value = "A page, as docs_search names it.", examples = "guides/refunds.md")
          @NotBlank
          @Size(max = PageSource.MAX_NAME)
          String page,
      @Described(
              value = "Only this heading with what is below it; all if omitted.",
              examples = "Partial refunds")
          @Size(min = 1, max = 300)
          @Nullable String section,
      @Described(value = "nextCursor of the answer before.", examples = "9f86d081-20000")
          @Pattern(regexp = "^[0-9a-f]{8}-[0-9]{1,7}$")
          @Nullable String cursor) {}

  record Data(
      String page,
      String title,
      @Nullable String heading,
      String text,
      String language,
      String uri,
      @Nullable String nextCursor) {}

  @Override
  public ToolSpec<Input, Data> spec() {
    return ToolSpec.reading(
        Docs.GET,
        Input.class,
        Data.class,
        Scope.DOCS_READ,
        "Read the documentation",
        "Returns a page of this server's documentation, or a section of it, as Markdown. What does"
            + " not fit into one answer goes on with nextCursor.");
  }

  @Override
  public Answer<Data> call(Input input, ToolCall call) {
    var markdown = docs.current().pages().get(input.page());
    if (markdown == null) {
      return Answer.refused(notFound("page").nextTool(Docs.SEARCH));
    }
    int start = 0;
    int end = markdown.page().text().length();
    String heading = null;
    if (input.section() != null) {
      var section = section(markdown, input.section());
      if (section.isEmpty()) {
        return Answer.refused(notFound("section").with("sections", headings(markdown)));
      }
      start = section.get().start();
      end = section.get().end();
      heading = section.get().heading();
    }
    return part(markdown.page(), heading, start, end, input.cursor());
  }

  private static Answer<Data> part(
      DocPage page, @Nullable String heading, int start, int end, @Nullable String cursor) {
    var text = page.text();
    var version = version(text);
    int from = start;
    if (cursor != null) {
      from = Integer.parseInt(cursor.substring(9));
      if (!cursor.startsWith(version)
          || from <= start
          || from >= end
          || Character.isLowSurrogate(text.charAt(from))) {
        return Answer.refused(
            Refusal.of(ErrorCode.INVALID_ARGUMENT, text("cursor")).field("cursor"));
      }
    }
    int to = fitting(text, from, end);
    return Answer.of(
        new Data(
            page.name(),
            page.title(),
            heading,
            text.substring(from, to),
            page.language(),
            page.uri(),
            to < end ? version + "-" + to : null));
  }

  /** As much as fits when it is written as JSON; to the end of a line, where there is one. */
  private static int fitting(String text, int from, int end) {
    int room = ROOM;
    int to = from;
    while (to < end && (room -= written(text.charAt(to))) >= 0) {
      to++;
    }
    if (to == end) {
      return end;
    }
    int line = text.lastIndexOf('\n', to - 1) + 1;
    if (line > from + (to - from) / 2) {
      return line;
    }
    return Character.isLowSurrogate(text.charAt(to)) ? to - 1 : to;
  }

  private static int written(char c) {
    if (c >= ' ') {
      return c == '"' || c == '\\' ? 2 : 1;
    }
    return c == '\n' || c == '\t' ? 2 : 6;
  }

  /** By its headings, its own heading or its anchor; the first that fits. */
  private static Optional<Section> section(Markdown markdown, String wanted) {
    var name = wanted.strip().replaceFirst("^#+\\s*", "").toLowerCase(Locale.ROOT);
    var sections = markdown.sections();
    return sections.stream()
        .filter(it -> it.heading().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .or(
            () ->
                sections.stream()
                    .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst())
        .or(() -> markdown.byAnchor(name));
  }

  private static Object headings(Markdown markdown) {
    return markdown.sections().stream().limit(SECTIONS_NAMED).map(Section::heading).toList();
  }

  private static Refusal notFound(String field) {
    return Refusal.of(ErrorCode.DOCS_PAGE_NOT_FOUND, text(field + ".notFound")).field(field);
  }

  /** Names the text that a cursor is a place in. */
  private static String version(String text) {
    var sum = new CRC32();
    sum.update(text.getBytes(UTF_8));
    return "%08x".formatted(sum.getValue());
  }

  private static Text text(String key) {
    return Text.of("io.mcp2p.docs.messages", GetTool.class, key, Map.of());
  }
}
