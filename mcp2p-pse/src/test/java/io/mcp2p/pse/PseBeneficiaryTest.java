package io.mcp2p.pse;

import static io.mcp2p.pse.PseBeneficiary.AccountType.AHORROS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.mcp2p.auth.Caller;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PseBeneficiaryTest {
  private static final PseBank BOGOTA = new PseBank("001", "BANCO DE BOGOTA");
  private static final PseBank NEQUI = new PseBank("507", "NEQUI");

  static Stream<PseVectors.Row> accounts() {
    return PseVectors.of("account_number");
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void accountNumber_isJudgedAsItsSourceSays(PseVectors.Row row) {
    if (row.isRefused()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> account(row.input()))
          .withMessageStartingWith("account number")
          .withMessageNotContaining(row.input());
    } else {
      assertThat(account(row.input()).accountNumber()).isEqualTo(row.detail());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345", "000000", "0000000000", "12 345678", "１２３４５６"})
  void otherAccountNumbers_areRefused(String number) {
    assertThatIllegalArgumentException().isThrownBy(() -> account(number));
  }

  private static PseBeneficiary account(String number) {
    return new PseBeneficiary("Ana Ruiz", AHORROS, number, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " Ana", "Ana\nRuiz", "Ana\u0000"})
  void malformedName_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PseBeneficiary(name, AHORROS, "12345678", null))
        .withMessageStartingWith("name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ana", "@b", "a@", "a b@c.co", "a@b@c", "a@b\n"})
  void malformedEmail_isRefused(String email) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PseBeneficiary("Ana Ruiz", AHORROS, "12345678", email))
        .withMessageStartingWith("e-mail");
  }

  @Test
  void missingParts_areNamed() {
    assertThatNullPointerException()
        .isThrownBy(() -> new PseBeneficiary(null, AHORROS, "12345678", null))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> new PseBeneficiary("Ana", null, "12345678", null))
        .withMessage("accountType");
    assertThatNullPointerException()
        .isThrownBy(() -> new PseBeneficiary("Ana", AHORROS, null, null))
        .withMessage("accountNumber");
  }

  @Test
  void printed_showsTheEndOfTheAccountOnly() {
    var ana = new PseBeneficiary("Ana Ruiz", AHORROS, "1234567890", "ana@example.com");

    assertThat(ana.maskedAccount()).isEqualTo("******7890");
    assertThat(ana).hasToString("PseBeneficiary[AHORROS …7890]");
  }

  @ParameterizedTest
  @CsvSource({"NIT:900123456", "CC:1020304050", "CC:123456", "NIT:123456-3", "CC:9999999998"})
  void sandbox_hasAnAccountForEveryRecipientAndAlwaysTheSame(String id) {
    var recipient = RecipientId.of(id);
    var caller = Caller.local(Locale.ENGLISH);

    var found = PseBeneficiaries.sandbox().find(caller, recipient, BOGOTA).orElseThrow();

    assertThat(PseBeneficiaries.sandbox().find(caller, recipient, BOGOTA)).contains(found);
    assertThat(PseBeneficiaries.sandbox().find(caller, recipient, NEQUI).orElseThrow())
        .isNotEqualTo(found);
    assertThat(found.accountNumber()).matches("9001[0-9]{8}").doesNotContain(recipient.number());
    assertThat(PseBeneficiaries.sandbox().isSandbox()).isTrue();
  }

  @Test
  void directoryOfTheHosts_isNoSandbox() {
    PseBeneficiaries none = (caller, recipient, bank) -> Optional.empty();

    assertThat(none.isSandbox()).isFalse();
  }
}
