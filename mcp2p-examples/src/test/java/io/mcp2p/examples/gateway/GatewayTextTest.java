package io.mcp2p.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.tck.BundleContract;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The gateway's words, in three languages. */
class GatewayTextTest extends BundleContract {

  @Override
  protected List<String> bundles() {
    return List.of("io/mcp2p/examples/gateway/messages");
  }

  @Test
  void everyCode_hasItsWords() {
    ReferenceTools.METHODS.forEach(it -> assertThat(text("method." + it)).isNotBlank());
    ReferenceTools.PROCESSORS.forEach(it -> assertThat(text("processor." + it)).isNotBlank());
    ReferenceTools.ERRORS.forEach(it -> assertThat(text("reason." + it)).isNotBlank());
  }

  private static String text(String key) {
    return GatewayText.of(key).in(Locale.ENGLISH);
  }
}
