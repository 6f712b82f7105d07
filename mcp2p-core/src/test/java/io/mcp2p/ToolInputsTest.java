package io.mcp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.tool.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolInputsTest {
  private static final String LEAST = "\"dish\": \"soup\", \"amount\": 15000";

  private final ToolInputs inputs = new ToolInputs();

  // What is read

  @Test
  void everyType_isRead() {
    assertThat(
            read(
                """
                {"dish": "soup", "amount": 15000, "guests": 2, "bill": 9000000000, "spicy": true,
                 "drink": "TEA", "at": "2026-03-02T15:00:00Z", "extras": ["bread", "salt"],
                 "table": "4", "verificationCode": "123456"}
                """))
        .isEqualTo(
            new LunchInput(
                "soup",
                15000L,
                2,
                9_000_000_000L,
                true,
                LunchInput.Drink.TEA,
                Instant.parse("2026-03-02T15:00:00Z"),
                List.of("bread", "salt"),
                "4",
                "123456"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dish\": \"soup\", \"amount\": 15000}",
        "{\"amount\": 15000, \"dish\": \"soup\"}",
        " \n{\"dish\": \"s\\u006fup\", \"amount\": 15000, \"guests\": null, \"at\": null}\n "
      })
  void whatIsMissingOrNull_isNullWhateverTheOrder(String json) {
    assertThat(read(json))
        .isEqualTo(new LunchInput("soup", 15000L, null, null, null, null, null, null, null, null));
  }

  // What is no JSON object, or too much

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{}]", "\"{}\"", "1", "true", "null", "", " "})
  void whatIsNoObject_isRefused(String json) {
    assertRefused(refusal(json), ErrorCode.INVALID_ARGUMENT, null, "must be one JSON object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"dish\"}",
        "{'dish': 'soup'}",
        "{dish: 1}",
        "{\"dish\": \"soup\",}",
        "{\"guests\": 01}",
        "{\"guests\": NaN}",
        "{\"guests\": +1}",
        "{} // no",
        "\"",
        "nul"
      })
  void whatIsNoJson_isRefused(String json) {
    assertThat(refusal(json).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    assertThat(english(refusal(json))).contains("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "x", "]", "}", "1", ", {}"})
  void moreAfterTheObject_isRefused(String more) {
    assertRefused(
        refusal("{" + LEAST + "} " + more), ErrorCode.INVALID_ARGUMENT, null, "cannot be read");
  }

  @Test
  void unknownArgument_isNamedWithThoseThereAre() {
    assertRefused(
        refusal("{" + LEAST + ", \"phone\": \"+525512345678\"}"),
        ErrorCode.INVALID_ARGUMENT,
        "phone",
        "There is no argument phone. The arguments are: dish, amount, guests,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dish", "dish ", "DISH", "__proto__", "verification_code", "class", ""})
  void argumentsAreNamedExactly(String name) {
    assertRefused(
        refusal("{" + LEAST + ", \"" + name + "\": null}"),
        ErrorCode.INVALID_ARGUMENT,
        name,
        "There is no argument");
  }

  @Test
  void longUnknownArgument_isCut() {
    assertRefused(
        refusal("{\"" + "x".repeat(150) + "\": 1}"),
        ErrorCode.INVALID_ARGUMENT,
        "x".repeat(64),
        "no argument " + "x".repeat(64) + ".");
  }

  @Test
  void veryLongName_isRefused() {
    assertThat(english(refusal("{\"" + "x".repeat(60_000) + "\": 1}"))).contains("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"amount\": 1", "\"\\u0061mount\": 15000", "\"amount\": null"})
  void argumentGivenTwice_isNamed(String again) {
    assertRefused(
        refusal("{" + LEAST + ", " + again + "}"),
        ErrorCode.INVALID_ARGUMENT,
        "amount",
        "duplicate names");
  }

  @Test
  void nestedNameGivenTwice_isNamedByItsArgument() {
    assertRefused(
        refusal("{" + LEAST + ", \"extras\": [{\"a\": 1, \"a\": 2}]}"),
        ErrorCode.INVALID_ARGUMENT,
        "extras",
        "duplicate names");
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 100, 100_000})
  void deepNesting_isNamedByItsArgument(int depth) {
    assertRefused(
        refusal("{\"dish\": " + "[".repeat(depth) + "]".repeat(depth) + "}"),
        ErrorCode.INVALID_ARGUMENT,
        "dish",
        "nesting");
    assertThat(refusal("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)).code())
        .isEqualTo(ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void veryLongText_isNamedByItsArgument() {
    assertRefused(
        refusal("{\"dish\": \"" + "x".repeat(200_000) + "\"}"),
        ErrorCode.INVALID_ARGUMENT,
        "dish",
        "far too long");
  }

  @Test
  void veryLongNumber_isNamedByItsArgument() {
    assertRefused(
        refusal("{\"dish\": \"soup\", \"amount\": " + "9".repeat(5000) + "}"),
        ErrorCode.INVALID_ARGUMENT,
        "amount",
        "far too long");
  }

  @Test
  void message_isNeverAsLongAsWhatWasGiven() {
    Stream.of(
            "{\"" + "x".repeat(190) + "\": 1}",
            "{\"dish\": \"" + "x".repeat(90_000) + "\", \"amount\": 1}",
            "{\"dish\": \"soup\", \"amount\": \"" + "9".repeat(90_000) + "\"}",
            "{" + LEAST + ", \"drink\": \"" + "x".repeat(90_000) + "\"}",
            "{" + LEAST + ", \"at\": \"" + "1".repeat(90_000) + "\"}")
        .forEach(json -> assertThat(english(refusal(json))).hasSizeLessThan(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"so\\ud800up", "\\udc00", "\\ude00\\ud83d"})
  void halfACharacter_isRefused(String text) {
    // Hashed or sent, it would be a question mark, and two different texts the same.
    assertWrongType("dish", "\"" + text + "\"", "dish does not have the form");
    assertWrongType("extras", "[\"" + text + "\"]", "extras does not have the form");
  }

  // Types

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.5", "true", "[]", "[\"soup\"]", "{}"})
  void whatIsNoText_isRefused(String value) {
    assertWrongType("dish", value, "dish must be a text.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"2\"", "2.0", "2.5", "2e0", "true", "[2]", "{}", "2147483648", "-2147483649"})
  void whatIsNoInteger_isRefused(String value) {
    assertWrongType("guests", value, "guests must be a whole number.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2\"",
        "2.0",
        "1e5",
        "1e400",
        "false",
        "[2]",
        "9223372036854775808",
        "-9223372036854775809"
      })
  void whatIsNoLong_isRefused(String value) {
    assertWrongType("bill", value, "bill must be a whole number.");
  }

  @Test
  void longs_areExactToTheLastDigit() {
    assertThat(read("{" + LEAST + ", \"bill\": 9223372036854775807}").bill())
        .isEqualTo(Long.MAX_VALUE);
    assertThat(read("{" + LEAST + ", \"bill\": 9007199254740993}").bill())
        .isEqualTo(9007199254740993L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "\"true\"", "\"\"", "[]", "{}"})
  void whatIsNoBoolean_isRefused(String value) {
    assertWrongType("spicy", value, "spicy must be true or false.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "true", "[\"TEA\"]", "{}"})
  void whatIsNoNameOfAChoice_isRefused(String value) {
    assertWrongType("drink", value, "drink must be a text.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tea", "WINE", "", " ", "0", "1", "TEA ", "null"})
  void whatIsNoneOfTheChoices_isRefused(String value) {
    assertWrongType("drink", "\"" + value + "\"", "drink does not have the form");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1772463600", "1772463600.5", "true", "[2026, 3, 2]", "{}"})
  void whatIsNoTextForATime_isRefused(String value) {
    assertWrongType("at", value, "at must be a text.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "now",
        "2026-03-02",
        "2026-03-02T15:00:00",
        "2026-02-30T15:00:00Z",
        "2026-03-02 15:00:00Z",
        "1772463600",
        "1772463600.123",
        "02/03/2026"
      })
  void whatIsNoTime_isRefused(String value) {
    assertWrongType("at", "\"" + value + "\"", "at does not have the form");
  }

  @Test
  void timeWithAnOffset_isThatInstant() {
    assertThat(read("{" + LEAST + ", \"at\": \"2026-03-02T09:00:00-06:00\"}").at())
        .isEqualTo(Instant.parse("2026-03-02T15:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"bread\"", "1", "{}", "{\"0\": \"bread\"}"})
  void whatIsNoList_isRefused(String value) {
    assertWrongType("extras", value, "extras must be a list.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[null]", "[1]", "[true]", "[[\"bread\"]]", "[{}]", "[\"bread\", 1.5]"})
  void listOfOtherThings_isRefused(String value) {
    assertWrongType("extras", value, "extras does not have the form");
  }

  @Test
  void wrongTypes_areReportedInTheOrderOfTheRecord() {
    assertRefused(
        refusal("{\"bill\": \"x\", \"guests\": \"x\", \"amount\": 1, \"dish\": \"soup\"}"),
        ErrorCode.INVALID_ARGUMENT,
        "guests",
        "guests must be");
  }

  // Amounts

  @ParameterizedTest
  @ValueSource(strings = {"1", "15000", "100000000"})
  void wholePositiveAmount_isRead(String amount) {
    assertThat(read("{\"dish\": \"soup\", \"amount\": " + amount + "}").amount())
        .isEqualTo(Long.parseLong(amount));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "500.5 | If MXN 500.50 is meant, send 50050.",
        "500.50 | If MXN 500.50 is meant, send 50050.",
        "0.5 | If MXN 0.50 is meant, send 50.",
        "0.01 | If MXN 0.01 is meant, send 1.",
        "500.0 | 50000 is MXN 500.00, 500 is MXN 5.00.",
        "\"500.00\" | 50000 is MXN 500.00, 500 is MXN 5.00.",
        "50000.0 | 5000000 is MXN 50,000.00, 50000 is MXN 500.00.",
        "5e4 | If MXN 500.00 is meant, send 50000.",
        "5.0e4 | If MXN 500.00 is meant, send 50000.",
        "\"50000\" | If MXN 500.00 is meant, send 50000.",
        "\"500.50\" | If MXN 500.50 is meant, send 50050.",
        "\"500.5\" | If MXN 500.50 is meant, send 50050.",
        "1e8 | If MXN 1,000,000.00 is meant, send 100000000.",
        "1000000.00 | 100000000 is MXN 1,000,000.00, 1000000 is MXN 10,000.00.",
        "5000000.00 | If MXN 50,000.00 is meant, send 5000000.",
        "999999.99 | If MXN 999,999.99 is meant, send 99999999."
      })
  void amountInAnotherForm_isAnsweredWithWhatWasProbablyMeant(String amount, String meant) {
    assertAmountRefused(amount, meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"500.123", "0.001", "\"0.005\"", "1e-5", "1e-400", "0.5000001"})
  void amountFinerThanACentavo_isRefused(String amount) {
    assertAmountRefused(amount, "finer than MXN 0.01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "-50000", "0.0", "-500.5", "\"0\"", "\"-5\"", "-1e23", "-0", "-1e400"})
  void amountThatIsNotPositive_isRefused(String amount) {
    assertAmountRefused(amount, "at least 1 minor unit, MXN 0.01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100000001",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709566616",
        "1e23",
        "1e400",
        "1e2000000000",
        "100000000.5",
        "1000000.01",
        "\"100000001\""
      })
  void amountAboveTheMaximum_isRefused(String amount) {
    assertAmountRefused(amount, "above the most that the rail takes in one payment, MXN 1,000,000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "[]",
        "[15000]",
        "{}",
        "{\"value\": 15000}",
        "\"\"",
        "\"abc\"",
        "\"1,000.00\"",
        "\"$500\"",
        "\"MXN 500\"",
        "\" 500\"",
        "\"1e5\"",
        "\"٥٠٠\""
      })
  void whatIsNoAmount_isRefused(String amount) {
    assertAmountRefused(amount, "50000 is MXN 500.00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"dish\": \"soup\"}", "{\"dish\": \"soup\", \"amount\": null}"})
  void missingAmount_isRefusedAsMissing(String json) {
    assertRefused(refusal(json), ErrorCode.INVALID_ARGUMENT, "amount", "amount is missing.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "es | Si se trata de MXN 500.50, envíe 50050.",
        "pt | Se a intenção é MXN 500.50, envie 50050."
      })
  void amountMessage_isTranslatedButNotItsNumbers(Locale locale, String expected) {
    assertThat(refusal("{\"dish\": \"soup\", \"amount\": 500.5}").message().in(locale))
        .endsWith(expected);
  }

  // Constraints

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"amount\": 1} | dish | dish is missing or empty.",
        "{\"dish\": null, \"amount\": 1} | dish | dish is missing or empty.",
        "{\"dish\": \"  \", \"amount\": 1} | dish | dish is missing or empty.",
        "{\"dish\": \"soup of the day\", \"amount\": 1} | dish | dish must have 0 to 10 characters.",
        "{\"dish\": \"SOUP\", \"amount\": 1} | dish | required form, ^[a-z ]*$.",
        "{\"dish\": \"soup\", \"amount\": 1, \"guests\": 0} | guests | must be at least 1.",
        "{\"dish\": \"soup\", \"amount\": 1, \"guests\": 21} | guests | must be at most 20.",
        "{\"dish\": \"soup\", \"amount\": 1, \"verificationCode\": \"12\"} | verificationCode | form"
      })
  void brokenConstraint_isSaidWithItsField(String json, String field, String message) {
    assertRefused(refusal(json), ErrorCode.INVALID_ARGUMENT, field, message);
  }

  @Test
  void constraintOfAHostsOwn_isRefusedInItsOwnWords() {
    var refusal = refusal("{" + LEAST + ", \"table\": \"13\"}");

    assertRefused(
        refusal,
        ErrorCode.of("LUNCH_ODD_TABLE"),
        "table",
        "Table table so numbered is not to be had: tables have 4 seats.");
    assertThat(refusal.message().in(Locale.forLanguageTag("es-MX")))
        .isEqualTo("La mesa table no se puede reservar: las mesas tienen 4 lugares.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"table\": \"13\", \"guests\": 0} | dish",
        "{\"table\": \"13\", \"guests\": 0, \"dish\": \"soup\"} | amount",
        "{\"table\": \"13\", \"guests\": 0, \"dish\": \"SOUP\", \"amount\": 0} | dish",
        "{\"table\": \"13\", \"guests\": 0, \"dish\": \"soup\", \"amount\": 0} | amount",
        "{\"table\": \"13\", \"guests\": 0, \"dish\": \"soup\", \"amount\": 1} | guests",
        "{\"table\": \"13\", \"guests\": 1, \"dish\": \"soup\", \"amount\": 1} | table"
      })
  void ofSeveralBrokenConstraints_theFirstInTheRecordIsSaid(String json, String field) {
    assertThat(refusal(json).details()).containsEntry("field", field);
  }

  @Test
  void twoBrokenConstraintsOfOneArgument_areAlwaysSaidInTheSameOrder() {
    var messages =
        Stream.iterate("LONGER THAN TEN", it -> it + "X")
            .limit(60)
            .map(dish -> english(refusal("{\"dish\": \"" + dish + "\", \"amount\": 1}")))
            .distinct();

    assertThat(messages).hasSize(1);
  }

  @Test
  void refusal_repeatsNothingOfTheCode() {
    var refusal = refusal("{" + LEAST + ", \"verificationCode\": \"123456x\"}");

    assertThat(english(refusal) + refusal.details()).doesNotContain("123456");
  }

  private void assertWrongType(String field, String value, String message) {
    var others = field.equals("dish") ? "\"amount\": 1" : LEAST;
    assertRefused(
        refusal("{" + others + ", \"" + field + "\": " + value + "}"),
        ErrorCode.INVALID_ARGUMENT,
        field,
        message);
  }

  private void assertAmountRefused(String amount, String message) {
    assertRefused(
        refusal("{\"dish\": \"soup\", \"amount\": " + amount + "}"),
        ErrorCode.INVALID_AMOUNT,
        "amount",
        message);
  }

  private static void assertRefused(Refusal refusal, ErrorCode code, String field, String message) {
    assertThat(english(refusal)).contains(message);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.details().get("field")).isEqualTo(field);
  }

  private LunchInput read(String json) {
    var answer = inputs.read(json, LunchInput.class);
    assertThat(answer).isInstanceOf(Answer.Ok.class);
    return ((Answer.Ok<LunchInput>) answer).value();
  }

  private Refusal refusal(String json) {
    var answer = inputs.read(json, LunchInput.class);
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused<LunchInput>) answer).refusal();
  }

  private static String english(Refusal refusal) {
    return refusal.message().in(Locale.ENGLISH);
  }
}
