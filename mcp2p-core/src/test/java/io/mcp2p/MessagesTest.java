package io.mcp2p;

import io.mcp2p.tck.BundleContract;
import java.util.List;

class MessagesTest extends BundleContract {

  @Override
  protected List<String> bundles() {
    return List.of(
        "io/mcp2p/messages",
        "io/mcp2p/approval/messages",
        "io/mcp2p/docs/messages",
        "io/mcp2p/policy/messages",
        "io/mcp2p/rail/messages",
        "io/mcp2p/tool/messages",
        "io/mcp2p/verification/messages",
        "io/mcp2p/tck/tiny");
  }
}
