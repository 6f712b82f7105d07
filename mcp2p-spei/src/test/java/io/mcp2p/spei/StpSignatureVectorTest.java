package io.mcp2p.spei;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps the published STP signature verifiable: the connector's own cadena is tested against it.
 */
class StpSignatureVectorTest {
  static Stream<SpeiVectors.Row> signatures() {
    return SpeiVectors.of("stp_signature");
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void cadena_isSignedByStpsDemoKey(SpeiVectors.Row row) throws GeneralSecurityException {
    assertThat(isSigned(row.input(), row.detail())).isTrue();
    assertThat(isSigned(row.input().replace("|1.20|", "|1.21|"), row.detail())).isFalse();
  }

  private static boolean isSigned(String cadena, String signature) throws GeneralSecurityException {
    var verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(demoKey());
    verifier.update(cadena.getBytes(StandardCharsets.UTF_8));
    return verifier.verify(Base64.getDecoder().decode(signature));
  }

  private static PublicKey demoKey() throws GeneralSecurityException {
    var encoded = SpeiVectors.of("stp_demo_public_key").findFirst().orElseThrow().detail();
    return KeyFactory.getInstance("RSA")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(encoded)));
  }
}
