package io.mcp2p.pse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PseBanksTest {
  private static final PseBanks BANKS = PseBanks.bundled();
  private static final PseBank NEW_WALLET = new PseBank("820", "MONEDERO NUEVO");

  @Test
  void bundled_holdsTheWholeTableInOrder() {
    assertThat(BANKS.all())
        .hasSize(68)
        .isSortedAccordingTo((a, b) -> a.code().compareTo(b.code()))
        .startsWith(new PseBank("001", "BANCO DE BOGOTA"))
        .endsWith(new PseBank("899", "DALE! (Aval Soluciones Digitales)"));
    assertThat(PseBanks.bundled()).isSameAs(BANKS);
    assertThat(BANKS).hasToString("PseBanks[68]");
  }

  @ParameterizedTest
  @CsvSource({
    "007, 007, BANCOLOMBIA",
    "1007, 007, BANCOLOMBIA",
    "1507, 507, NEQUI",
    "551, 551, DAVIPLATA",
    "1809, 809, NU",
  })
  void bothForms_findTheSameBank(String given, String code, String name) {
    assertThat(BANKS.find(given)).contains(new PseBank(code, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "7", "07", "2007", "0007", "10070", "00x", "1 07", "-07", "００７", "999", "1999"
      })
  void anythingElse_findsNothing(String code) {
    assertThat(BANKS.find(code)).isEmpty();
  }

  @Test
  void with_addsOrReplacesAndLeavesTheOriginalAlone() {
    var renamed = new PseBank("019", "DAVIBANK");

    var changed = BANKS.with(NEW_WALLET, renamed);

    assertThat(changed.find("1820")).contains(NEW_WALLET);
    assertThat(changed.find("019")).contains(renamed);
    assertThat(changed.all()).hasSize(69);
    assertThat(BANKS.find("820")).isEmpty();
  }

  @Test
  void without_removesAndIgnoresWhatIsNotThere() {
    var changed = BANKS.without("007", "1507", "999");

    assertThat(changed.all()).hasSize(66);
    assertThat(changed.find("507")).isEmpty();
    assertThat(BANKS.find("507")).isPresent();
    assertThatIllegalArgumentException().isThrownBy(() -> BANKS.without("Nequi"));
  }

  @Test
  void of_refusesTwoBanksWithOneCode() {
    assertThat(PseBanks.of(List.of(NEW_WALLET)).all()).containsExactly(NEW_WALLET);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PseBanks.of(List.of(NEW_WALLET, NEW_WALLET)))
        .withMessageContaining("820");
  }

  @Test
  void all_cannotBeModified() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> BANKS.all().clear());
  }

  @ParameterizedTest
  @CsvSource({
    "BANCOLOMBIA, 007",
    "nequi, 507",
    "'  Bógota ', 001",
    "caja  social, 032",
    "social caja, 032",
    "1007, 007",
    "007, 007",
    "180, 801 802 803 804 805 808 809",
    "50, 502 507",
    "no such bank, ''",
  })
  void search_findsByNameOrCode(String query, String codes) {
    assertThat(BANKS.search(query).stream().map(PseBank::code).toList())
        .isEqualTo(codes.isEmpty() ? List.of() : List.of(codes.split(" ")));
  }

  @Test
  void search_blankListsAll() {
    assertThat(BANKS.search(" ")).isEqualTo(BANKS.all());
  }

  @ParameterizedTest
  @CsvSource({
    "7, BANCOLOMBIA",
    "1007, BANCOLOMBIA",
    "00x, BANCOLOMBIA",
    "007, ''",
    "007, ' BANCOLOMBIA'",
    "007, 'BANCO\u0007'",
    "007, 1234567890123456789012345678901234567890123456789012345678901",
  })
  void malformedBank_isRefused(String code, String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new PseBank(code, name));
  }

  @Test
  void pseCode_isTheFourDigitForm() {
    assertThat(new PseBank("007", "BANCOLOMBIA").pseCode()).isEqualTo("1007");
  }
}
