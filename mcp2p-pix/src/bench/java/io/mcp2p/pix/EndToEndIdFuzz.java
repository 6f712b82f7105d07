package io.mcp2p.pix;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/** What is read as an id agrees with the rail's own pattern, and its minute with its digits. */
class EndToEndIdFuzz {

  @FuzzTest(maxDuration = "60s")
  void text(@NotNull String text) {
    EndToEndId.parse(text)
        .ifPresent(
            id -> {
              var written = id.at().toString().replaceAll("[-T:]|:00Z|Z", "");
              if (!text.matches("[ED][0-9A-Z]{8}[0-9]{12}[a-zA-Z0-9]{11}")
                  || !text.substring(9, 21).equals(written.substring(0, 12))) {
                throw new AssertionError(text);
              }
            });
  }
}
