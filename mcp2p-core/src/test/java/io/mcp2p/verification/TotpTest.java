package io.mcp2p.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

  /**
   * RFC 6238, appendix B; with the secrets' lengths of its reference implementation, appendix A.
   */
  @ParameterizedTest
  @CsvSource({
    "59, HmacSHA1, 20, 94287082",
    "59, HmacSHA256, 32, 46119246",
    "59, HmacSHA512, 64, 90693936",
    "1111111109, HmacSHA1, 20, 07081804",
    "1111111109, HmacSHA256, 32, 68084774",
    "1111111109, HmacSHA512, 64, 25091201",
    "1111111111, HmacSHA1, 20, 14050471",
    "1111111111, HmacSHA256, 32, 67062674",
    "1111111111, HmacSHA512, 64, 99943326",
    "1234567890, HmacSHA1, 20, 89005924",
    "1234567890, HmacSHA256, 32, 91819424",
    "1234567890, HmacSHA512, 64, 93441116",
    "2000000000, HmacSHA1, 20, 69279037",
    "2000000000, HmacSHA256, 32, 90698825",
    "2000000000, HmacSHA512, 64, 38618901",
    "20000000000, HmacSHA1, 20, 65353130",
    "20000000000, HmacSHA256, 32, 77737706",
    "20000000000, HmacSHA512, 64, 47863826"
  })
  void vectorsOfTheStandard(long seconds, String algorithm, int secretBytes, String expected) {
    byte[] secret = "1234567890".repeat(7).substring(0, secretBytes).getBytes(US_ASCII);
    long step = Totp.step(Instant.ofEpochSecond(seconds));

    assertThat(new Totp(algorithm, 8).code(secret, step)).isEqualTo(expected);
    // The last digits of the same number.
    assertThat(new Totp(algorithm, 6).code(secret, step)).isEqualTo(expected.substring(2));
  }
}
