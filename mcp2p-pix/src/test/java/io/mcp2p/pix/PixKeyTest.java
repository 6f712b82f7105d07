package io.mcp2p.pix;

import static io.mcp2p.pix.PixKey.Problem.AMBIGUOUS;
import static io.mcp2p.pix.PixKey.Problem.BR_CODE;
import static io.mcp2p.pix.PixKey.Problem.CNPJ;
import static io.mcp2p.pix.PixKey.Problem.CPF;
import static io.mcp2p.pix.PixKey.Problem.EMAIL;
import static io.mcp2p.pix.PixKey.Problem.EMPTY;
import static io.mcp2p.pix.PixKey.Problem.PHONE;
import static io.mcp2p.pix.PixKey.Problem.TOO_LONG;
import static io.mcp2p.pix.PixKey.Problem.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixKeyTest {
  /** All vectors of keys, each with the type that its kind stands for. */
  static Stream<Arguments> vectors() {
    return Stream.of(
            Arguments.of("cpf", "CPF"),
            Arguments.of("cnpj_numeric", "CNPJ"),
            Arguments.of("cnpj_alnum", "CNPJ"),
            Arguments.of("phone", "PHONE"),
            Arguments.of("email", "EMAIL"),
            Arguments.of("evp", "EVP"),
            Arguments.of("key_garbage", ""),
            // The policy of these is the first reading, and for a partial mask a refusal.
            Arguments.of("phone_landline", ""),
            Arguments.of("email_dotless", ""),
            Arguments.of("cpf_partial_mask", ""),
            Arguments.of("key_collision", ""))
        .flatMap(
            it -> PixVectors.of((String) it.get()[0]).map(row -> Arguments.of(row, it.get()[1])));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vector_isReadAsItsSourceSays(PixVectors.Row row, String type) {
    var reading = PixKey.read(row.input());

    var expected =
        switch (row.expected()) {
          case "valid" -> type.isEmpty() ? row.detail() : type + " " + row.detail();
          case "ambiguous" ->
              row.kind().equals("key_collision") ? "" : row.detail().split(" / ", 2)[0];
          default -> "";
        };
    if (expected.isEmpty() || expected.startsWith("refused")) {
      assertThat(reading).isInstanceOf(PixKey.Reading.Not.class);
    } else {
      assertThat(reading)
          .isInstanceOfSatisfying(
              PixKey.Reading.Found.class,
              it -> assertThat(it.key().type() + " " + it.key().value()).isEqualTo(expected));
    }
    if (row.kind().equals("key_collision") && row.expected().equals("ambiguous")) {
      assertThat(PixKey.problemOf(row.input())).isEqualTo(AMBIGUOUS);
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(null, EMPTY),
        Arguments.of(" \t\u2003", EMPTY),
        Arguments.of("a".repeat(78), TOO_LONG),
        Arguments.of("a".repeat(70) + "@bcb.gov.br", TOO_LONG),
        Arguments.of("000201...br.gov.bcb.pix", BR_CODE),
        Arguments.of("00020126580014BR.GOV.BCB.PIX" + "0".repeat(500), BR_CODE),
        Arguments.of("a%b@example.com", EMAIL),
        Arguments.of("a b@example.com", EMAIL),
        Arguments.of("a@b@example.com", EMAIL),
        Arguments.of("a@-example.com", EMAIL),
        Arguments.of("a@example..com", EMAIL),
        Arguments.of("a@" + "b".repeat(64) + ".com", EMAIL),
        Arguments.of("@example.com", EMAIL),
        Arguments.of("\u212A@example.com", EMAIL), // the Kelvin sign, whose small letter is k
        Arguments.of("+", PHONE),
        Arguments.of("+5", PHONE),
        Arguments.of("+0551198765432", PHONE),
        Arguments.of("+55 11 98765.4321", PHONE),
        Arguments.of("+55１1987654321", PHONE),
        Arguments.of("+55119876543210000", PHONE),
        Arguments.of("abc(11) 98765-4321xyz", UNKNOWN),
        Arguments.of("abc123.456.789-09", UNKNOWN),
        Arguments.of("(11)98765-4321", UNKNOWN),
        Arguments.of("(10) 98765-4321", UNKNOWN),
        Arguments.of("(11) 8765-4321", UNKNOWN),
        Arguments.of("5510987654321", UNKNOWN),
        Arguments.of("5611987654321", UNKNOWN),
        Arguments.of("0011987654321", UNKNOWN),
        Arguments.of("005511887654321", UNKNOWN),
        Arguments.of("1198765432", UNKNOWN),
        Arguments.of("123.456.789-00", CPF),
        Arguments.of("12345678900", CPF),
        Arguments.of("1234567890x", UNKNOWN),
        Arguments.of("１２３４５６７８９０９", UNKNOWN),
        Arguments.of("12.ABC.345/01DE-36", CNPJ),
        Arguments.of("12ABC34501DE36", CNPJ),
        Arguments.of("12ABC34501DEXX", UNKNOWN),
        Arguments.of("1-2-3-4-5", UNKNOWN),
        Arguments.of("123e4567-e12b-12d1-a456-42665544000", UNKNOWN));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNoKey_isRefusedWithTheProblem(String text, PixKey.Problem problem) {
    assertThat(PixKey.problemOf(text)).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "' 123.456.789-09 ', CPF, 12345678909",
    "12345678909, CPF, 12345678909",
    "12.abc.345/01de-35, CNPJ, 12ABC34501DE35",
    "12abc34501de35, CNPJ, 12ABC34501DE35",
    "+55 (11) 98765-4321, PHONE, +5511987654321",
    "11987654321, PHONE, +5511987654321",
    "+13475550100, PHONE, +13475550100",
    "Fulano@Example.COM, EMAIL, fulano@example.com",
    "123E4567-E12B-12D1-A456-426655440000, EVP, 123e4567-e12b-12d1-a456-426655440000"
  })
  void key_isNormalised(String text, PixKey.Type type, String value) {
    var key = PixKey.of(text);

    assertThat(key.type()).isEqualTo(type);
    assertThat(key.value()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "12345678909, ***.456.789-**",
    "12ABC34501DE35, **.ABC.345/01DE-**",
    "+5511987654321, +*********4321",
    "+12, +12",
    "+123, +*23",
    "fulano@example.com, f***@example.com",
    "fu@example.com, f***@example.com",
    "f@example.com, ***@example.com",
    "123e4567-e12b-12d1-a456-426655440000, ********-****-****-****-********0000"
  })
  void printed_isNotShownWhole(String text, String masked) {
    var key = PixKey.of(text);

    assertThat(key.masked()).isEqualTo(masked);
    assertThat(key).hasToString("PixKey[" + key.type() + " " + masked + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"51998259765", "1198765432", "12345678900", "fulano@@example.com"})
  void whatIsNoKey_isNotRepeatedByTheException(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PixKey.of(text))
        .withMessage("not a Pix key: " + PixKey.problemOf(text))
        .withMessageNotContaining(text);
    assertThatNullPointerException().isThrownBy(() -> PixKey.of(null));
  }

  @Test
  void cpfThatCouldBeAPhone_isWrittenSoThatItCannot() {
    var key = PixKey.of("519.982.597-65");

    assertThat(key.value()).isEqualTo("51998259765");
    assertThat(key.unambiguous()).isEqualTo("519.982.597-65");
    assertThat(PixKey.of(key.unambiguous())).isEqualTo(key);
    assertThat(PixKey.of("12345678909").unambiguous()).isEqualTo("12345678909");
  }

  @Test
  void equality_isByTypeAndValue() {
    assertThat(PixKey.of("12345678909"))
        .isEqualTo(PixKey.of("123.456.789-09"))
        .hasSameHashCodeAs(PixKey.of("123.456.789-09"))
        .isNotEqualTo(PixKey.of("11144477735"))
        .isNotEqualTo("12345678909");
  }

  @Property
  void anyText_isReadWithoutThrowingAndReadsAgainAsItself(@ForAll("texts") String text) {
    if (PixKey.read(text) instanceof PixKey.Reading.Found found) {
      var key = found.key();
      assertThat(key.value()).hasSizeBetween(3, 77).matches("[!-~]+");
      assertThat(PixKey.of(key.unambiguous())).isEqualTo(key);
      if (key.value().length() > 4) {
        assertThat(key.masked()).isNotEqualTo(key.value());
      }
    }
  }

  @Property
  void elevenDigits_areOneThingOrRefused(@ForAll("elevenDigits") String digits) {
    boolean mobile = digits.matches("[1-9][1-9]9[0-9]{8}");
    boolean cpf = Cpf.isValid(digits);
    var reading = PixKey.read(digits);

    if (cpf != mobile) {
      assertThat(PixKey.of(digits).type()).isEqualTo(cpf ? PixKey.Type.CPF : PixKey.Type.PHONE);
    } else {
      assertThat(reading).isEqualTo(new PixKey.Reading.Not(cpf ? AMBIGUOUS : CPF));
    }
  }

  @Property
  void spacesAround_doNotMatterAndInsideDo(@ForAll("cpfs") String cpf) {
    assertThat(PixKey.read("  " + cpf + "\n")).isEqualTo(PixKey.read(cpf));
    assertThat(PixKey.problemOf(cpf.substring(0, 5) + " " + cpf.substring(5))).isEqualTo(UNKNOWN);
  }

  @Provide
  Arbitrary<String> cpfs() {
    return Arbitraries.strings()
        .numeric()
        .ofLength(9)
        .map(base -> base + CpfTest.checkDigits(base));
  }

  @Provide
  Arbitrary<String> elevenDigits() {
    return Arbitraries.oneOf(
        Arbitraries.strings().numeric().ofLength(11),
        cpfs(),
        Arbitraries.strings()
            .numeric()
            .ofLength(6)
            .map(it -> "119" + it)
            .map(base -> base + CpfTest.checkDigits(base)));
  }

  // Arbitrary strings are nearly never keys; many of these are.
  @Provide
  Arbitrary<String> texts() {
    var email =
        Arbitraries.strings()
            .withChars("abXY09._-@".toCharArray())
            .ofMaxLength(20)
            .map(it -> it + "@a.b");
    var hexadecimal =
        Arbitraries.strings()
            .withChars("09afAF".toCharArray())
            .ofLength(32)
            .map(it -> it.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    var dialled =
        Arbitraries.strings()
            .withChars("0123456789 ()-".toCharArray())
            .ofMaxLength(20)
            .map(it -> "+" + it);
    return Arbitraries.oneOf(
        Arbitraries.strings(),
        email,
        hexadecimal,
        dialled,
        elevenDigits(),
        elevenDigits().map(CpfTest::mask),
        Arbitraries.strings().numeric().ofLength(12).map(it -> it + CnpjTest.checkDigits(it)),
        Arbitraries.strings().numeric().ofMaxLength(16).map(it -> it.toUpperCase(Locale.ROOT)));
  }
}
