package io.mcp2p.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoodTokensTest {
  private final GoodTokens tokens = new GoodTokens();

  @Test
  void inUse_isKept_howeverManyOthersCome() {
    tokens.note("in use", true);
    for (int i = 0; i < 10 * GoodTokens.KEPT; i++) {
      tokens.note("other " + i, true);
      if (i % 1000 == 0) {
        assertThat(tokens.contains("in use")).as("after %d others", i).isTrue();
      }
    }
  }

  @Test
  void outOfUse_isForgotten() {
    tokens.note("out of use", true);
    for (int i = 0; i < 2 * GoodTokens.KEPT; i++) {
      tokens.note("other " + i, true);
    }
    assertThat(tokens.contains("out of use")).isFalse();
  }

  @Test
  void bad_isForgottenAtOnce_howeverOld() {
    for (int i = 0; i < GoodTokens.KEPT; i++) {
      tokens.note("token " + i, true);
    }
    tokens.note("token 0", false);
    assertThat(tokens.contains("token 0")).isFalse();
    assertThat(tokens.contains("token 1")).isTrue();
  }
}
