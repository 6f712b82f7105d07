package io.mcp2p.pix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndToEndIdTest {
  static Stream<PixVectors.Row> payments() {
    return PixVectors.of("e2eid");
  }

  static Stream<PixVectors.Row> refunds() {
    return PixVectors.of("rtrid");
  }

  @ParameterizedTest
  @MethodSource("payments")
  void idOfAPayment_isReadAsItsSourceSays(PixVectors.Row row) {
    check(row, EndToEndId.PAYMENT);
  }

  @ParameterizedTest
  @MethodSource("refunds")
  void idOfARefund_isReadAsItsSourceSays(PixVectors.Row row) {
    check(row, EndToEndId.REFUND);
  }

  private static void check(PixVectors.Row row, char kind) {
    var id = EndToEndId.parse(row.input()).filter(it -> it.kind() == kind);

    if (row.expected().equals("valid")) {
      var minute = id.orElseThrow().at().toString().replace(":00Z", "Z");
      assertThat("ispb=" + id.get().ispb() + " utc=" + minute).isEqualTo(row.detail());
    } else {
      assertThat(id).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "202402291200, true",
    "202302291200, false",
    "202600101200, false",
    "202613101200, false",
    "202604311200, false",
    "202604302359, true",
    "202604302400, false",
    "000001010000, true"
  })
  void minute_isOneOfTheCalendar(String minute, boolean exists) {
    assertThat(EndToEndId.parse("E12345678" + minute + "abcdefghijk").isPresent())
        .isEqualTo(exists);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "E90400888202401261458300000000001", // the published example, one character too long
        "e12345678202609281200abcdefghijk",
        "E12345678202609281200abcdefghij-",
        "E1234567８202609281200abcdefghijk",
        "E12345678２02609281200abcdefghijk"
      })
  void otherForm_isNoId(String text) {
    assertThat(EndToEndId.parse(text)).isEmpty();
  }

  @Property
  void mintedId_readsBackAsWhatItWasMintedFrom(
      @ForAll @LongRange(min = 0, max = 250_000_000_000L) long second) {
    var at = Instant.ofEpochSecond(second);

    var id = EndToEndId.mint('E', "A2345678", at, new Random(second));

    assertThat(id).hasSize(32);
    assertThat(EndToEndId.parse(id))
        .contains(new EndToEndId('E', "A2345678", at.truncatedTo(ChronoUnit.MINUTES)));
  }

  @Test
  void mintedIds_differ() {
    var random = new Random(1);
    var at = Instant.parse("2026-03-02T15:00:00Z");

    assertThat(Stream.generate(() -> EndToEndId.mint('D', "99999999", at, random)).limit(100_000))
        .doesNotHaveDuplicates()
        .allMatch(it -> it.startsWith("D99999999202603021500"));
  }
}
