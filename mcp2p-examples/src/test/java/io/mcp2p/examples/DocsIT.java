package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server jar's option {@code --docs}: an agent searches, and reads what it has found. */
class DocsIT {

  @Test
  void builtin_isThisProjectsDocuments() {
    try (var server = ServerProcess.jar("--docs", "builtin").initialize()) {
      var found = first(server, "rotate-key");
      assertThat(found.get("page")).isEqualTo("operations.md");
      var section = Map.of("page", found.get("page"), "section", found.get("heading"));

      var read = server.call("docs_get", section);

      assertThat(read.text("text"))
          .startsWith("## Keys")
          .contains("payments rotate-key --ledger")
          .doesNotContain("## Retention");
    }
  }

  @Test
  void folder_isServed_besideTheToolsThatWereChosen(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("fees.md"), "# Fees\n\nA transfer costs three pesos.\n");
    try (var server =
        ServerProcess.jar("--docs", folder.toString(), "--tools", "spei_check_status")
            .initialize()) {
      assertThat(server.toolNames())
          .containsExactly("docs_get", "docs_search", "spei_check_status");
      var found = first(server, "transfers");

      var read = server.call("docs_get", Map.of("page", found.get("page")));

      assertThat(read.text("text")).contains("three pesos");
      assertThat(server.call("docs_get", Map.of("page", "../fees.md")).code())
          .isEqualTo("DOCS_PAGE_NOT_FOUND");
    }
  }

  private static Map<?, ?> first(ServerProcess server, String query) {
    var items = (List<?>) server.call("docs_search", Map.of("query", query)).data("items");
    assertThat(items).as(query).isNotEmpty();
    return (Map<?, ?>) items.get(0);
  }
}
