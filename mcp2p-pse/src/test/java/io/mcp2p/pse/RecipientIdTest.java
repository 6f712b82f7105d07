package io.mcp2p.pse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientIdTest {

  @Test
  void prefix_saysWhatTheNumberIs() {
    assertThat(RecipientId.of("NIT:900123456")).isEqualTo(new Nit("900123456", 8));
    assertThat(RecipientId.of("CC:1020304050")).isEqualTo(new Cedula("1020304050"));
    // the same digits, two documents
    assertThat(RecipientId.of("NIT:1020304050")).isEqualTo(new Nit("1020304050", 8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "N", "NIT", "NIT900123456", "nit:900123456", " NIT:900123456", "900123456"})
  void withoutOneOfThePrefixes_nothingIsRead(String text) {
    assertThat(RecipientId.problemOf(text)).isEqualTo("PREFIX");
    assertThat(RecipientId.isValid(text)).isFalse();
    assertThat(RecipientId.parse(text)).isEmpty();
  }

  static Stream<PseVectors.Row> otherDocuments() {
    return Stream.of("ce", "ti", "passport", "pep", "ppt").flatMap(PseVectors::of);
  }

  @ParameterizedTest
  @MethodSource("otherDocuments")
  void otherDocuments_areNotTaken(PseVectors.Row row) {
    assertThat(
            RecipientId.problemOf(
                row.kind().toUpperCase(java.util.Locale.ROOT) + ":" + row.input()))
        .isEqualTo("PREFIX");
  }

  @ParameterizedTest
  @CsvSource({
    "NIT:900123457-8, NIT_CHECK_DIGIT",
    "NIT:10-01-23-123, NIT_FORMAT",
    "NIT:, NIT_LENGTH",
    "NIT: 900123456, NIT_FORMAT",
    "NIT:12345678, NIT_CEDULA",
    "CC:12345, CC_LENGTH",
    "CC:, CC_LENGTH",
    "CC:12a456, CC_CHARACTERS",
  })
  void problem_isNamedWithItsDocument(String text, String problem) {
    assertThat(RecipientId.problemOf(text)).isEqualTo(problem);
    assertThat(RecipientId.isValid(text)).isFalse();
    assertThat(RecipientId.parse(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecipientId.of(text))
        .withMessage("not a recipient id: " + problem);
  }

  static Stream<PseVectors.Row> breBKeys() {
    return PseVectors.of("breb_sandbox_key").filter(it -> it.detail().startsWith("IDENTIFICATION"));
  }

  @ParameterizedTest
  @MethodSource("breBKeys")
  void identificationKeysOfTheWompiSandbox_areRecipients(PseVectors.Row row) {
    var id = RecipientId.of((row.detail().contains("NIT") ? "NIT:" : "CC:") + row.input());

    assertThat(id.number()).isEqualTo(row.input());
  }

  @Test
  void null_isNotValid() {
    assertThat(RecipientId.isValid(null)).isFalse();
    assertThatNullPointerException().isThrownBy(() -> RecipientId.parse(null));
  }

  @Test
  void everyKindOfVector_isTestedOrNamedHereAsTheConnectorsConcern() {
    var connectors = Set.of("breb_key_type");
    var tested =
        Set.of(
            "nit",
            "nit_base",
            "cc",
            "cc_length",
            "ce",
            "ti",
            "passport",
            "pep",
            "ppt",
            "account_number",
            "idempotency_key",
            "breb_sandbox_key",
            "co_holiday",
            "wompi_event_sha256");

    assertThat(PseVectors.rows().stream().map(PseVectors.Row::kind).collect(Collectors.toSet()))
        .isEqualTo(Stream.concat(connectors.stream(), tested.stream()).collect(Collectors.toSet()));
  }
}
