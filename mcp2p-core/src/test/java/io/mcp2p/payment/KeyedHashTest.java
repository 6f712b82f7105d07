package io.mcp2p.payment;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
  private static final KeyedHash HASH = KeyedHash.of(SECRET);

  @Test
  void hash_isHmacSha256OfEachPartWithItsLength() {
    // printf '2:ab1:c' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef -binary
    assertThat(HASH.of("ab", "c")).isEqualTo("oaItWTCQzWWw5BpV7u1dHyqxOnNXEWxOKZ64dA1JXLY");
  }

  @Test
  void sameSecretAndParts_areTheSameHash() {
    assertThat(KeyedHash.of(SECRET.clone()).of("ab", "c")).isEqualTo(HASH.of("ab", "c"));
  }

  @Test
  void anotherSecret_isAnotherHash() {
    var other = SECRET.clone();
    other[31] ^= 1;

    assertThat(KeyedHash.of(other).of("ab")).isNotEqualTo(HASH.of("ab"));
    assertThat(KeyedHash.random().of("ab")).isNotEqualTo(KeyedHash.random().of("ab"));
  }

  @Test
  void secretChangedAfterwards_changesNothing() {
    var secret = SECRET.clone();
    var hash = KeyedHash.of(secret);
    secret[0] ^= 1;

    assertThat(hash.of("ab")).isEqualTo(HASH.of("ab"));
  }

  @Test
  void partsThatJoinToTheSameText_differ() {
    assertThat(
            Stream.of(
                HASH.of("ab", "c"),
                HASH.of("a", "bc"),
                HASH.of("abc"),
                HASH.of("abc", ""),
                HASH.of("", "abc"),
                HASH.of("2:ab1:c"),
                HASH.of("ab1:c"),
                HASH.of(""),
                HASH.of()))
        .doesNotHaveDuplicates();
  }

  @Property
  void differentParts_haveDifferentHashes(
      @ForAll @Size(max = 4) List<@StringLength(max = 3) String> one,
      @ForAll @Size(max = 4) List<@StringLength(max = 3) String> other) {
    var same = HASH.of(one.toArray(String[]::new)).equals(HASH.of(other.toArray(String[]::new)));

    assertThat(same).isEqualTo(one.equals(other));
  }

  @Test
  void shortSecret_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> KeyedHash.of(new byte[31]));
    assertThatIllegalArgumentException().isThrownBy(() -> KeyedHash.of(new byte[0]));
    assertThat(KeyedHash.of(new byte[32]).of("a")).isNotEmpty();
  }

  @Test
  void same_comparesText() {
    assertThat(KeyedHash.same(HASH.of("a"), HASH.of("a"))).isTrue();
    assertThat(KeyedHash.same(HASH.of("a"), HASH.of("b"))).isFalse();
    assertThat(KeyedHash.same("a", "ab")).isFalse();
    assertThat(KeyedHash.same("", "")).isTrue();
  }

  @Test
  void hash_printsNothingOfItsSecret() {
    assertThat(HASH).asString().doesNotContain("0123456789");
    assertThat(HASH.of("code", "123456")).matches("[A-Za-z0-9_-]{43}").doesNotContain("123456");
  }
}
