package io.mcp2p.spei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpeiBanksTest {
  private static final SpeiBanks BANKS = SpeiBanks.bundled();
  private static final SpeiBank STP_DEMO = new SpeiBank("846", "90846", "STP demo");

  @Test
  void bundled_holdsTheWholePublicTableInOrder() {
    assertThat(BANKS.all())
        .hasSize(98)
        .isSortedAccordingTo((a, b) -> a.clabePrefix().compareTo(b.clabePrefix()))
        .startsWith(new SpeiBank("001", "2001", "Banxico"))
        .endsWith(new SpeiBank("903", "90903", "CoDi Valida"));
  }

  @Test
  void bundled_hasBanxicoCodesThatEndWithThePrefix() {
    assertThat(BANKS.all())
        .allSatisfy(bank -> assertThat(bank.banxicoCode()).endsWith(bank.clabePrefix()));
  }

  @Test
  void bundled_isReadOnce() {
    assertThat(SpeiBanks.bundled()).isSameAs(BANKS);
  }

  @Test
  void find_knowsAPrefixOrNothing() {
    assertThat(BANKS.find("014")).contains(new SpeiBank("014", "40014", "Santander"));
    assertThat(BANKS.find("846")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "14", "0140", "01x", "01/", "-14", "０１４"})
  void find_malformedPrefix_findsNothing(String prefix) {
    assertThat(BANKS.find(prefix)).isEmpty();
  }

  @Test
  void ofClabe_findsTheBankOfTheAccount() {
    assertThat(BANKS.ofClabe(Clabe.of("646180110400000007"))).map(SpeiBank::name).contains("STP");
  }

  @Test
  void with_addsOrReplacesAndLeavesTheOriginalAlone() {
    var renamed = new SpeiBank("014", "40014", "Santander México");

    var changed = BANKS.with(STP_DEMO, renamed);

    assertThat(changed.find("846")).contains(STP_DEMO);
    assertThat(changed.find("014")).contains(renamed);
    assertThat(changed.all()).hasSize(99);
    assertThat(BANKS.find("846")).isEmpty();
  }

  @Test
  void without_removesAndIgnoresWhatIsNotThere() {
    var changed = BANKS.without("902", "903", "999");

    assertThat(changed.all()).hasSize(96);
    assertThat(changed.find("902")).isEmpty();
    assertThat(BANKS.find("902")).isPresent();
    assertThatIllegalArgumentException().isThrownBy(() -> BANKS.without("Cls"));
  }

  @Test
  void of_refusesTwoBanksWithOnePrefix() {
    assertThat(SpeiBanks.of(List.of(STP_DEMO)).all()).containsExactly(STP_DEMO);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpeiBanks.of(List.of(STP_DEMO, STP_DEMO)))
        .withMessageContaining("846");
  }

  @Test
  void all_cannotBeModified() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> BANKS.all().clear());
  }

  @ParameterizedTest
  @CsvSource({
    "SANTANDER, 014",
    "santand, 014",
    "' Sántander ', 014",
    "mercado  pago, 722",
    "pago mercado, 722",
    "0145, ''",
    "40014, 014",
    "014, 014",
    "2001, 001",
    "no such bank, ''",
    "bank of, 106 159",
    "01, 012 014 019",
  })
  void search_findsByNameOrCode(String query, String prefixes) {
    assertThat(BANKS.search(query).stream().map(SpeiBank::clabePrefix).toList())
        .isEqualTo(prefixes.isEmpty() ? List.of() : List.of(prefixes.split(" ")));
  }

  @Test
  void search_ignoresAccentsOfTheNameToo() {
    var banks = SpeiBanks.of(List.of(new SpeiBank("138", "40138", "Ualá México")));

    assertThat(banks.search("uala mexico")).hasSize(1);
    assertThat(banks.search("MÉXICO")).hasSize(1);
  }

  @Test
  void search_blankListsAll() {
    assertThat(BANKS.search(" ")).isEqualTo(BANKS.all());
  }

  @ParameterizedTest
  @CsvSource({
    "14, 40014, Santander",
    "0145, 40014, Santander",
    "01x, 40014, Santander",
    "014, 400014, Santander",
    "014, 014, Santander",
    "014, 40014, ''",
    "014, 40014, ' Santander'",
    "014, 40014, 'Santander\u0007'",
  })
  void malformedBank_isRefused(String prefix, String code, String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new SpeiBank(prefix, code, name));
  }
}
