package io.mcp2p.spei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.HashSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingKeyTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void minted_carriesThePrefixAndFitsTheRail() {
    assertThat(TrackingKey.mint(RANDOM)).matches("MCP2P[0-9A-Z]{23}");
    assertThat(TrackingKey.mint(RANDOM, "A")).matches("A[0-9A-Z]{27}");
  }

  @Test
  void mintedManyTimes_areValidAndDistinct() {
    int many = 200_000;
    var keys = new HashSet<String>(2 * many);
    for (int i = 0; i < many; i++) {
      var key = TrackingKey.mint(RANDOM, "LONGEST8");
      assertThat(TrackingKey.isValid(key)).isTrue();
      keys.add(key);
    }

    assertThat(keys).hasSize(many);
  }

  @Property
  void anyPrefix_givesAValidKey(
      @ForAll @AlphaChars @NumericChars @StringLength(min = 1, max = 8) String prefix) {
    var key = TrackingKey.mint(RANDOM, prefix);

    assertThat(key).startsWith(prefix).hasSize(28);
    assertThat(TrackingKey.isValid(key)).isTrue();
    assertThat(TrackingKey.isLookup(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NINECHARS", "A-B", "Ñ", "A B"})
  void badPrefix_isRefused(String prefix) {
    assertThatIllegalArgumentException().isThrownBy(() -> TrackingKey.mint(RANDOM, prefix));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "2024012614574900000012345678", // the published example
        "EPRU723PRENOM24110744VL0000001", // 30 characters, from a recorded CEP (cep-python)
        "CR1564969083" // from a recorded order (stpmex-python)
      })
  void keysSeenOnTheRail_areValid(String key) {
    assertThat(TrackingKey.isValid(key)).isTrue();
    assertThat(TrackingKey.isLookup(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"E90400888202401261458300000000001", "PSE-2024012614574900012345"})
  void foreignReferences_canBeLookedUpButNotSent(String reference) {
    assertThat(TrackingKey.isValid(reference)).isFalse();
    assertThat(TrackingKey.isLookup(reference)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A B", "A_B", "Á", "１", "A|B", "A\n"})
  void otherCharacters_areNeither(String text) {
    assertThat(TrackingKey.isValid(text)).isFalse();
    assertThat(TrackingKey.isLookup(text)).isFalse();
  }

  @Test
  void lengths_endAt30AndAt64() {
    assertThat(TrackingKey.isValid("A".repeat(30))).isTrue();
    assertThat(TrackingKey.isValid("A".repeat(31))).isFalse();
    assertThat(TrackingKey.isLookup("-".repeat(64))).isTrue();
    assertThat(TrackingKey.isLookup("-".repeat(65))).isFalse();
  }

  @Test
  void null_isNeither() {
    assertThat(TrackingKey.isValid(null)).isFalse();
    assertThat(TrackingKey.isLookup(null)).isFalse();
  }
}
