package io.mcp2p.spei;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReturnCauseTest {
  @Test
  void codes_areThoseOfTheCatalogue() {
    assertThat(Stream.of(ReturnCause.values()).map(ReturnCause::code))
        .containsExactly(
            1, 2, 3, 5, 6, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30,
            31);
  }

  @Test
  void ofCode_findsEachAndNothingElse() {
    assertThat(ReturnCause.values())
        .allSatisfy(cause -> assertThat(ReturnCause.ofCode(cause.code())).contains(cause));
    assertThat(IntStream.of(-1, 0, 4, 29, 32).mapToObj(ReturnCause::ofCode))
        .allSatisfy(found -> assertThat(found).isEmpty());
  }

  @Test
  void onTheWire_aCauseIsItsNumberAndAKey() {
    assertThat(ReturnCause.ACCOUNT_NOT_FOUND.railCode()).isEqualTo("1");
    assertThat(ReturnCause.REQUESTED_BY_ISSUER.railCode()).isEqualTo("18");
    assertThat(ReturnCause.ACCOUNT_NOT_FOUND.key()).isEqualTo("account_not_found");
  }
}
