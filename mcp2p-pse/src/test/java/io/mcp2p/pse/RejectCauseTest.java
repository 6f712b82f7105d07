package io.mcp2p.pse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RejectCauseTest {
  @Test
  void codes_areThoseThatWompiPublishes() {
    assertThat(Stream.of(RejectCause.values()).flatMap(it -> it.codes().stream()))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrder(
            "D02",
            "D04",
            "D06",
            "D07",
            "D09",
            "D10",
            "D11",
            "D12",
            "D14",
            "D15",
            "D18",
            "D19",
            "D21",
            "D24",
            "D25",
            "D29",
            "D30",
            "D31",
            "D32",
            "D33",
            "D34",
            "D35",
            "D37",
            "D39",
            "D40",
            "D41",
            "D44",
            "D45",
            "D49",
            "C01",
            "MOL-5021");
  }

  @Test
  void ofCode_findsEachAndNothingElse() {
    assertThat(RejectCause.values())
        .allSatisfy(
            cause ->
                assertThat(cause.codes())
                    .allSatisfy(code -> assertThat(RejectCause.ofCode(code)).contains(cause)));
    assertThat(Stream.of("", "D00", "d07", "D7", "7").map(RejectCause::ofCode))
        .allSatisfy(found -> assertThat(found).isEmpty());
  }

  @Test
  void onTheWire_aCauseIsItsCodeAndAKey() {
    assertThat(RejectCause.ACCOUNT_UNKNOWN.railCode()).isEqualTo("D07");
    assertThat(RejectCause.BRANCH.railCode()).isEqualTo("D06");
    assertThat(RejectCause.ACCOUNT_UNKNOWN.key()).isEqualTo("account_unknown");
  }
}
