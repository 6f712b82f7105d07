package io.mcp2p.pse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps the published checksum of a Wompi event verifiable: a connector's own is tested against it.
 */
class WompiEventVectorTest {
  static Stream<PseVectors.Row> events() {
    return PseVectors.of("wompi_event_sha256");
  }

  @ParameterizedTest
  @MethodSource("events")
  void checksum_isAPlainHash(PseVectors.Row row) throws NoSuchAlgorithmException {
    assertThat(sha256(row.input())).isEqualTo(row.detail());
    assertThat(sha256(row.input().replace("FAILED", "APPROVED"))).isNotEqualTo(row.detail());
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
