package io.mcp2p.spei;

import static io.mcp2p.spei.SpeiConversation.details;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListBanksToolTest {
  private static final String TOOL = "spei_list_banks";

  private final SpeiConversation spei = new SpeiConversation();

  @AfterEach
  void close() {
    spei.close();
  }

  private static List<Object> codes(Map<String, Object> page) {
    return ((List<?>) page.get("items"))
        .stream().<Object>map(it -> ((Map<?, ?>) it).get("code")).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 49, 98, 100})
  void pages_makeUpTheWholeCatalogueInOrder(int limit) {
    var all = new ArrayList<Object>();
    var arguments = new HashMap<String, Object>(Map.of("limit", limit));
    Map<String, Object> page;
    do {
      page = spei.data(TOOL, arguments);
      assertThat(codes(page)).hasSizeLessThanOrEqualTo(limit).isNotEmpty();
      all.addAll(codes(page));
      arguments.put("cursor", page.get("nextCursor"));
    } while (page.get("nextCursor") != null);

    assertThat(all)
        .isEqualTo(SpeiBanks.bundled().all().stream().map(SpeiBank::clabePrefix).toList());
  }

  @ParameterizedTest
  @CsvSource({"santander, 014", "SANTANDER, 014", "014, 014", "40014, 014", "banxico, 001"})
  void search_findsByNameAndCode(String query, String code) {
    assertThat(codes(spei.data(TOOL, Map.of("query", query)))).contains(code);
  }

  @Test
  void searchForNobody_isEmptyAndNoError() {
    var page = spei.data(TOOL, Map.of("query", "nobody at all"));

    assertThat(codes(page)).isEmpty();
    assertThat(page).doesNotContainKey("nextCursor");
  }

  @ParameterizedTest
  @CsvSource({"cursor, xyz", "cursor, 1234", "query, ''"})
  void wrongFilter_isNamed(String field, String value) {
    var error = spei.error(TOOL, Map.of(field, value));

    assertThat(error).containsEntry("code", "INVALID_ARGUMENT");
    assertThat(details(error)).containsEntry("field", field);
  }

  @Test
  void hostsOwnCatalogue_isTheOneListed() {
    var banks = SpeiBanks.of(List.of(new SpeiBank("846", "90846", "STP demo")));
    try (var other = new SpeiConversation(SpeiRail.builder(spei.bank).banks(banks).build())) {
      assertThat(codes(other.data(TOOL, Map.of()))).containsExactly("846");
    }
  }
}
