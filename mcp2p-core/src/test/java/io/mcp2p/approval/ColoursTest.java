package io.mcp2p.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ColoursTest {
  /** 21:1, 4.48:1 and 4.54:1, as WCAG's own examples and everybody's checker say. */
  @Test
  void contrast_isThatOfWcag() {
    assertThat(Colours.contrast("#000000", "#ffffff")).isEqualTo(21_000);
    assertThat(Colours.contrast("#777777", "#ffffff")).isEqualTo(4_478);
    assertThat(Colours.contrast("#767676", "#ffffff")).isEqualTo(4_542);
    assertThat(Colours.contrast("#ffffff", "#767676")).isEqualTo(4_542);
  }

  @Test
  void colours_thatCannotBeRead_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Colours("#ffffff", "#777777", "#000000", "#ffffff"))
        .withMessage("#777777 on #ffffff has a contrast of 4.478, and 4.5 is needed to read it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Colours("#ffffff", "#000000", "#0000ff", "#333333"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Colours("#ffffff", "#000000", "red;}", "#ffffff"));
  }
}
