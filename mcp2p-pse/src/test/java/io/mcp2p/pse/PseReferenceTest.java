package io.mcp2p.pse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PseReferenceTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-03-02T15:04:05Z");

  @Test
  void minted_carriesPrefixAndTime() {
    assertThat(PseReference.mint(RANDOM, "PSE", NOW))
        .matches("PSE-20260302150405-[0-9A-HJKMNP-TV-Z]{16}");
  }

  @Test
  void mintedInTheSameSecond_areDistinct() {
    int many = 100_000;
    var references = new HashSet<String>(2 * many);
    for (int i = 0; i < many; i++) {
      references.add(PseReference.mint(RANDOM, "PSE", NOW));
    }

    assertThat(references).hasSize(many);
  }

  @Property
  void anyPrefix_givesAValidReference(
      @ForAll @AlphaChars @NumericChars @StringLength(min = 1, max = 8) String prefix) {
    var reference = PseReference.mint(RANDOM, prefix, NOW);

    assertThat(reference).startsWith(prefix + "-").hasSizeLessThanOrEqualTo(40);
    assertThat(PseReference.isValid(reference)).isTrue();
    assertThat(PseReference.isLookup(reference)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NINECHARS", "A-B", "Ñ", "A B"})
  void badPrefix_isRefused(String prefix) {
    assertThatIllegalArgumentException().isThrownBy(() -> PseReference.mint(RANDOM, prefix, NOW));
  }

  static Stream<PseVectors.Row> idempotencyKeys() {
    return PseVectors.of("idempotency_key");
  }

  @ParameterizedTest
  @MethodSource("idempotencyKeys")
  void reference_isAnIdempotencyKey(PseVectors.Row row) {
    assertThat(PseReference.isLookup(row.input())).isEqualTo(!row.isRefused());
  }

  @Test
  void publishedExample_isValid() {
    assertThat(PseReference.isValid("PSE-2024012614574900012345")).isTrue();
  }

  @Test
  void lengths_endAt40AndAt64() {
    assertThat(PseReference.isValid("A".repeat(40))).isTrue();
    assertThat(PseReference.isValid("A".repeat(41))).isFalse();
    assertThat(PseReference.isLookup("-".repeat(64))).isTrue();
    assertThat(PseReference.isLookup("-".repeat(65))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A B", "A_B", "Á", "１", "A|B", "A\n"})
  void otherCharacters_areNeither(String text) {
    assertThat(PseReference.isValid(text)).isFalse();
    assertThat(PseReference.isLookup(text)).isFalse();
  }

  @Test
  void null_isNeither() {
    assertThat(PseReference.isValid(null)).isFalse();
    assertThat(PseReference.isLookup(null)).isFalse();
  }
}
