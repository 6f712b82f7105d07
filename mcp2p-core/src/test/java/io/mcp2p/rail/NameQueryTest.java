package io.mcp2p.rail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameQueryTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "mexico", "MÉXICO", "hsbc méxico", "mexico banco", "21", "021"})
  void fits(String query) {
    assertThat(NameQuery.of(query).fits("Banco HSBC México", "021", "21")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hsbcmexico", "mexico uno", "1", "0210", "22"})
  void doesNotFit(String query) {
    assertThat(NameQuery.of(query).fits("Banco HSBC México", "021", "21")).isFalse();
  }
}
