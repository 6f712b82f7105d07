package io.mcp2p.pix;

import static io.mcp2p.pix.BrCode.Kind.DYNAMIC;
import static io.mcp2p.pix.BrCode.Kind.RECURRENCE;
import static io.mcp2p.pix.BrCode.Kind.STATIC;
import static io.mcp2p.pix.BrCode.Problem.AMOUNT;
import static io.mcp2p.pix.BrCode.Problem.CHECKSUM;
import static io.mcp2p.pix.BrCode.Problem.CURRENCY;
import static io.mcp2p.pix.BrCode.Problem.KEY;
import static io.mcp2p.pix.BrCode.Problem.NOT_PIX;
import static io.mcp2p.pix.BrCode.Problem.STRUCTURE;
import static io.mcp2p.pix.BrCode.Problem.TXID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BrCodeTest {
  static final String GUI = field("00", "br.gov.bcb.pix");
  static final String EVP = "123e4567-e12b-12d1-a456-426655440000";

  static Stream<PixVectors.Row> vectors() {
    return PixVectors.of("brcode");
  }

  static Stream<PixVectors.Row> checksums() {
    return PixVectors.of("crc16");
  }

  static Stream<PixVectors.Row> txids() {
    return PixVectors.of("txid");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vector_isReadAsItsSourceSays(PixVectors.Row row) {
    var reading = BrCode.read(row.input());

    if (row.expected().equals("valid")) {
      var checksum = row.input().substring(row.input().length() - 4);
      assertThat(reading)
          .isInstanceOfSatisfying(
              BrCode.Reading.Decoded.class,
              it -> assertThat(it.code().kind() + " crc=" + checksum).isEqualTo(row.detail()));
    } else {
      assertThat(problemOf(row.input()))
          .isEqualTo(row.detail().startsWith("crc") ? CHECKSUM : STRUCTURE);
    }
  }

  @ParameterizedTest
  @MethodSource("checksums")
  void checksum_isThatOfTheVector(PixVectors.Row row) {
    assertThat(crc(row.input())).isEqualTo(row.detail());
  }

  @ParameterizedTest
  @MethodSource("txids")
  void txid_isJudgedAsItsSourceSays(PixVectors.Row row) {
    var code = code(field("26", GUI + field("01", EVP)), "", field("62", field("05", row.input())));

    if (row.expected().equals("valid")) {
      assertThat(decoded(code).txid()).isEqualTo(row.input().equals("***") ? null : row.input());
    } else {
      assertThat(problemOf(code)).isEqualTo(TXID);
    }
  }

  @Test
  void officialStaticCode_isTakenApart() {
    var code = decoded(vectors().toList().get(0).input());

    assertThat(code)
        .isEqualTo(
            new BrCode(
                STATIC,
                PixKey.of("123e4567-e12b-12d1-a456-426655440000"),
                null,
                null,
                null,
                "Fulano de Tal",
                "BRASILIA",
                null));
    assertThat(code).hasToString("BrCode[STATIC]");
  }

  @Test
  void officialDynamicCode_hasALocationAndNoAmount() {
    var code = decoded(vectors().toList().get(1).input());

    assertThat(code.kind()).isEqualTo(DYNAMIC);
    assertThat(code.location()).isEqualTo("pix.example.com/8b3da2f39a4140d1a91abd93113bd441");
    assertThat(code.key()).isNull();
    assertThat(code.centavos()).isNull();
  }

  @Test
  void recurrence_isRecognisedWithWhatItAsksForAtOnce() {
    var both =
        decoded(
            "00020126780014br.gov.bcb.pix0136f4c6089a-bfde-4c00-a2d9-9eaa584b02190216CobrancaEstatica"
                + "5204000053039865406546.285802BR5903Pix6008BRASILIA6229052584767c56c2ab4e65b6670de2a"
                + "80950014br.gov.bcb.pix2573qr-h.sandbox.pix.bcb.gov.br/rest/api/rec/4b62d4a088fe4f51"
                + "bcb4c64cf078869163044486");

    assertThat(both.kind()).isEqualTo(RECURRENCE);
    assertThat(both.key()).isEqualTo(PixKey.of("f4c6089a-bfde-4c00-a2d9-9eaa584b0219"));
    assertThat(both.centavos()).isEqualTo(546_28);
    assertThat(both.recurrence()).startsWith("qr-h.sandbox.pix.bcb.gov.br/rest/api/rec/");
    assertThat(both.txid()).isEqualTo("84767c56c2ab4e65b6670de2a");
  }

  @ParameterizedTest
  @CsvSource({"10.00, 1000", "0.01, 1", "10, 1000", "10.5, 1050", "9999999999.99, 999999999999"})
  void amount_isReadInCentavos(String written, long centavos) {
    assertThat(decoded(withAmount(written)).centavos()).isEqualTo(centavos);
  }

  @ParameterizedTest
  @CsvSource({"0.00", "0"})
  void amountOfNothing_isLeftToThePayer(String written) {
    assertThat(decoded(withAmount(written)).centavos()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"'10,00'", "-1.00", "1.000", "1e3", "'.5'", "10.", "12345678901.00", "１.00", "''"})
  void amountOfAnotherForm_isRefused(String written) {
    assertThat(problemOf(withAmount(written))).isEqualTo(AMOUNT);
  }

  private static String withAmount(String written) {
    return code(field("26", GUI + field("01", EVP)), field("54", written), "");
  }

  @Test
  void amountOfADynamicCode_isNotBelieved() {
    var code = code(field("26", GUI + field("25", "pix.example.com/1")), field("54", "1.00"), "");

    assertThat(decoded(code).centavos()).isNull();
  }

  static Stream<Arguments> refused() {
    var key = GUI + field("01", EVP);
    return Stream.of(
        Arguments.of("", STRUCTURE),
        Arguments.of("hello", STRUCTURE),
        Arguments.of("000201", STRUCTURE),
        Arguments.of(code(field("26", GUI), "", ""), STRUCTURE),
        Arguments.of(code(field("26", key + field("25", "pix.example.com/1")), "", ""), STRUCTURE),
        Arguments.of(code(field("26", key) + field("27", key), "", ""), STRUCTURE),
        Arguments.of(code(field("26", GUI + field("25", "a b")), "", ""), STRUCTURE),
        Arguments.of(code(field("26", GUI + field("25", "")), "", ""), STRUCTURE),
        Arguments.of(code(field("26", key), "", field("62", "05")), STRUCTURE),
        Arguments.of(code(field("26", key), "", field("62", "05+1")), STRUCTURE),
        Arguments.of(code(field("26", key), "", field("80", "a\nb")), STRUCTURE),
        Arguments.of(sealed("000201" + field("26", key) + "5303986"), STRUCTURE),
        Arguments.of(sealed("000202" + field("26", key) + "53039865901A6001B"), STRUCTURE),
        Arguments.of(sealed(field("26", key) + "00020153039865901A6001B"), STRUCTURE),
        Arguments.of(sealed("000201" + field("26", key) + "53039865901A6001B5901A"), STRUCTURE),
        Arguments.of(sealed("000201" + field("26", key) + "53039865901A6001B") + "6200", STRUCTURE),
        Arguments.of(code(field("26", field("00", "com.example")), "", ""), NOT_PIX),
        Arguments.of(code("", "", ""), NOT_PIX),
        Arguments.of(sealed("000201" + field("26", key) + "53038405901A6001B"), CURRENCY),
        Arguments.of(sealed("000201" + field("26", key) + "5901A6001B"), CURRENCY),
        Arguments.of(code(field("26", GUI + field("01", "12345678900")), "", ""), KEY),
        Arguments.of(code(field("26", GUI + field("01", "")), "", ""), KEY));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void otherText_isRefusedWithTheProblem(String text, BrCode.Problem problem) {
    assertThat(problemOf(text)).isEqualTo(problem);
  }

  @Test
  void schemeBesidePix_isOverlooked() {
    var code =
        code(
            field("26", field("00", "com.example") + field("01", "x"))
                + field("27", "no template")
                + field("51", field("00", "BR.GOV.BCB.PIX") + field("01", EVP)),
            "",
            "");

    assertThat(decoded(code).key()).isEqualTo(PixKey.of(EVP));
  }

  @Test
  void elevenDigitsThatCouldBeAPhone_areACpf() {
    var code = code(field("26", GUI + field("01", "51998259765")), "", "");

    assertThat(decoded(code).key()).isEqualTo(PixKey.of("519.982.597-65"));
  }

  @Test
  void spacesAround_areDroppedAndSmallHexadecimalDigitsTaken() {
    var code = code(field("26", GUI + field("01", EVP)), "", "");
    var small =
        code.substring(0, code.length() - 4)
            + code.substring(code.length() - 4).toLowerCase(Locale.ROOT);

    assertThat(BrCode.read(" " + small + "\n")).isEqualTo(BrCode.read(code));
  }

  @Test
  void accents_areReadWhetherTheirLengthIsInCharactersOrInBytes() {
    var inCharacters = sealed(start() + field("59", "JOÃO") + field("60", "BELÉM"));
    var inBytes = sealed(start() + "5905JOÃO" + "6006BELÉM");

    for (var code : new String[] {inCharacters, inBytes}) {
      assertThat(decoded(code).merchantName()).isEqualTo("JOÃO");
      assertThat(decoded(code).merchantCity()).isEqualTo("BELÉM");
    }
  }

  @Property
  void codeOfItsParts_readsBackAsThese(
      @ForAll @AlphaChars @StringLength(min = 1, max = 25) String name,
      @ForAll @AlphaChars @StringLength(min = 1, max = 15) String city,
      @ForAll @AlphaChars @StringLength(min = 1, max = 25) String txid,
      @ForAll @LongRange(min = 1, max = 999_999_999_999L) long centavos) {
    var code =
        sealed(
            start()
                + field("54", "%d.%02d".formatted(centavos / 100, centavos % 100))
                + field("59", name)
                + field("60", city)
                + field("62", field("05", txid)));

    assertThat(decoded(code))
        .isEqualTo(new BrCode(STATIC, PixKey.of(EVP), null, null, centavos, name, city, txid));
  }

  @Property
  void anyOneWrongCharacter_isCaught(
      @ForAll @IntRange(max = 136) int position, @ForAll("printable") char other) {
    var code = vectors().toList().get(0).input();
    var wrong = new StringBuilder(code);
    wrong.setCharAt(position, other);

    // The checksum itself may be written in small letters.
    var checksum = code.length() - 4;
    boolean same =
        wrong.substring(0, checksum).equals(code.substring(0, checksum))
            && wrong.substring(checksum).equalsIgnoreCase(code.substring(checksum));
    assertThat(problemOf(wrong.toString()) == null).isEqualTo(same);
  }

  @Property
  void anyText_isReadWithoutThrowing(@ForAll("texts") String text) {
    if (BrCode.read(text) instanceof BrCode.Reading.Decoded decoded) {
      assertThat(decoded.code().merchantName()).isNotNull();
    }
  }

  @Provide
  Arbitrary<Character> printable() {
    return Arbitraries.chars().range(' ', '~');
  }

  /** Fields at random, most of them in order, with the right checksum. */
  @Provide
  Arbitrary<String> texts() {
    var field =
        Arbitraries.of("26", "27", "51", "53", "54", "59", "60", "62", "80")
            .flatMap(
                id ->
                    Arbitraries.of(
                            "986",
                            "1.00",
                            GUI,
                            GUI + field("25", "a/b"),
                            GUI + field("01", EVP),
                            "ã")
                        .map(value -> field(id, value)));
    return Arbitraries.oneOf(
        Arbitraries.strings(),
        field.list().ofMaxSize(8).map(it -> sealed("000201" + String.join("", it))));
  }

  /** A code with what every code has. */
  static String code(String templates, String amount, String last) {
    return sealed(
        "000201" + templates + "52040000" + "5303986" + amount + "5802BR5901A6001B" + last);
  }

  private static String start() {
    return "000201" + field("26", GUI + field("01", EVP)) + "5303986";
  }

  static String sealed(String fields) {
    return fields + "6304" + crc(fields + "6304");
  }

  static String field(String id, String value) {
    return "%s%02d%s".formatted(id, value.length(), value);
  }

  private static String crc(String text) {
    var bytes = text.getBytes(UTF_8);
    return "%04X".formatted(Crc16.of(bytes, bytes.length));
  }

  private static BrCode decoded(String text) {
    assertThat(problemOf(text)).as(text).isNull();
    return ((BrCode.Reading.Decoded) BrCode.read(text)).code();
  }

  private static BrCode.Problem problemOf(String text) {
    return BrCode.read(text) instanceof BrCode.Reading.Not not ? not.problem() : null;
  }
}
