package io.mcp2p.docs;

import io.mcp2p.auth.Scope;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds sections by their words. */
record SearchTool(Docs docs) implements QueryTool<SearchTool.Input, SearchTool.Data> {
  private static final int DEFAULT_LIMIT = 5;

  record Input(
      @Described(
              value = "Words of the question, or an identifier. No query language.",
              examples = "how to refund a payment")
          @NotBlank
          @Size(max = 200)
          String query,
      @Described(value = "Only pages in this language: en, es or pt.", examples = "en")
          @Pattern(regexp = "^(en|es|pt)$")
          @Nullable String language,
      @Described(value = "How many results at most; 5 if omitted.", examples = "5") @Min(1) @Max(10)
          @Nullable Integer limit) {}

  record Found(
      String page, String title, String heading, String snippet, String language, String uri) {}

  record Data(List<Found> items) {}

  @Override
  public ToolSpec<Input, Data> spec() {
    return ToolSpec.reading(
        Docs.SEARCH,
        Input.class,
        Data.class,
        Scope.DOCS_READ,
        "Search the documentation",
        "Searches this server's documentation, best section first. Read on with docs_get: page, and"
            + " heading as section.");
  }

  @Override
  public Answer<Data> call(Input input, ToolCall call) {
    int limit = input.limit() == null ? DEFAULT_LIMIT : input.limit();
    try {
      var hits = docs.current().search(input.query(), input.language(), limit);
      return Answer.of(new Data(hits.stream().map(SearchTool::found).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException("the index cannot be searched", e);
    }
  }

  private static Found found(PageIndex.Hit hit) {
    var page = hit.page().page();
    return new Found(
        page.name(),
        page.title(),
        hit.section().heading(),
        Snippet.of(hit.page().plainText(hit.section()), page.language(), hit.words()),
        page.language(),
        page.uri());
  }
}
