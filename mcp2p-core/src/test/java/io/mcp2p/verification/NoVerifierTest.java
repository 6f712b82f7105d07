package io.mcp2p.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoVerifierTest {

  @Test
  void none_isASandboxThatSendsNothing() {
    assertThat(Verifier.none().isSandbox()).isTrue();
    assertThat(Verifier.none()).isInstanceOf(LocalVerifier.class);
  }
}
