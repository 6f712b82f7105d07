package io.mcp2p.pse;

import static io.mcp2p.pse.PseConversation.details;
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
  private static final String TOOL = "pse_list_banks";

  private final PseConversation pse = new PseConversation();

  @AfterEach
  void close() {
    pse.close();
  }

  private static List<Object> codes(Map<String, Object> page) {
    return ((List<?>) page.get("items"))
        .stream().<Object>map(it -> ((Map<?, ?>) it).get("code")).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 34, 68, 100})
  void pages_makeUpTheWholeCatalogueInOrder(int limit) {
    var all = new ArrayList<Object>();
    var arguments = new HashMap<String, Object>(Map.of("limit", limit));
    Map<String, Object> page;
    do {
      page = pse.data(TOOL, arguments);
      assertThat(codes(page)).hasSizeLessThanOrEqualTo(limit).isNotEmpty();
      all.addAll(codes(page));
      arguments.put("cursor", page.get("nextCursor"));
    } while (page.get("nextCursor") != null);

    assertThat(all).isEqualTo(PseBanks.bundled().all().stream().map(PseBank::code).toList());
  }

  @ParameterizedTest
  @CsvSource({"bancolombia, 007", "BANCOLOMBIA, 007", "007, 007", "1007, 007", "daviplata, 551"})
  void search_findsByNameAndCode(String query, String code) {
    assertThat(codes(pse.data(TOOL, Map.of("query", query)))).contains(code);
  }

  @Test
  void searchForNobody_isEmptyAndNoError() {
    var page = pse.data(TOOL, Map.of("query", "nobody at all"));

    assertThat(codes(page)).isEmpty();
    assertThat(page).doesNotContainKey("nextCursor");
  }

  @ParameterizedTest
  @CsvSource({"cursor, xyz", "cursor, 1234", "query, ''"})
  void wrongFilter_isNamed(String field, String value) {
    var error = pse.error(TOOL, Map.of(field, value));

    assertThat(error).containsEntry("code", "INVALID_ARGUMENT");
    assertThat(details(error)).containsEntry("field", field);
  }

  @Test
  void hostsOwnCatalogue_isTheOneListed() {
    var banks = PseBanks.of(List.of(new PseBank("820", "MONEDERO NUEVO")));
    var rail = PseRail.builder(pse.bank, pse.directory).banks(banks).build();
    try (var other = new PseConversation(rail)) {
      assertThat(codes(other.data(TOOL, Map.of()))).containsExactly("820");
    }
  }

  @Test
  void listOfTheProvider_winsAndMayChange() {
    pse.bank.banks = PseBanks.of(List.of(new PseBank("820", "MONEDERO NUEVO")));
    assertThat(codes(pse.data(TOOL, Map.of()))).containsExactly("820");

    pse.bank.banks = null;
    assertThat(codes(pse.data(TOOL, Map.of("limit", 100)))).hasSize(68);
  }
}
