package io.mcp2p.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdSourceTest {
  private final IdSource ids = IdSource.random();

  @Test
  void ids_are26LettersAndDigitsWithoutLookAlikes() {
    assertThat(Stream.generate(ids::next).limit(1000))
        .allMatch(it -> it.matches("[0-9A-HJKMNP-TV-Z]{26}"));
  }

  @Test
  void ids_areDistinctAlsoFromManyThreads() {
    int many = 100_000;

    assertThat(IntStream.range(0, many).parallel().mapToObj(it -> ids.next()).distinct().count())
        .isEqualTo(many);
  }

  @Test
  void everyCharacter_isUsedInEveryPlace() {
    var all = Stream.generate(ids::next).limit(2000).toList();

    // That one of 26 * 32 is missing has a chance of 1 : 10^24.
    for (int i = 0; i < 26; i++) {
      int place = i;
      assertThat(all.stream().map(it -> it.charAt(place)).distinct().count()).isEqualTo(32);
    }
  }
}
